package org.allmende.benchmarks.entrypath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns the files of runs into tables, written between two marks of the page, and a picture. */
final class Report {
    private static final String BEGIN = "<!-- figures: written by benchmarks/entry-path report -->";
    private static final String END = "<!-- end of figures -->";

    /** What a quarter of two cores is. */
    private static final double BAR_CORES = 0.5;

    private static final String TABLE_HEAD = """
            | layout | keys | rows/s offered | drawn/s | changed/s | cores, all nodes | of that the entry path | rounds/s \
            | apply+write per round p50 / p99 / max ms | commit p50 / p99 ms | RSS MB | live heap MB | written MB/s, all \
            | disk MB | start s | of that restore s | processors busy before |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private static final String FAULTS_HEAD = """
            | layout | kill -9: level again s | of that restore s | empty disk: level again s \
            | of that restore s | rows equal on all nodes |
            |---|---|---|---|---|---|
            """;

    /** A file of figures. */
    private record Run(Layout layout, int rate, Work.Skew skew, double busy, JsonNode figures) {
        double figure(String name) {
            return figures.path(name).asDouble(Double.NaN);
        }
    }

    private Report() {}

    /** Reads {@code dir}, and writes {@code dir.md} between its marks and {@code dir.svg}. */
    static void write(Path dir) throws IOException {
        List<Run> runs = read(dir);
        StringBuilder tables = new StringBuilder(TABLE_HEAD);
        runs.stream().filter(run -> run.rate() >= 0).forEach(run -> tables.append(row(run, runs)));
        tables.append('\n').append(FAULTS_HEAD);
        runs.stream().filter(run -> run.rate() < 0).forEach(run -> tables.append(faults(run)));
        Path page = dir.resolveSibling(dir.getFileName() + ".md");
        String text = Files.exists(page) ? Files.readString(page) : BEGIN + "\n" + END + "\n";
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(page, text.substring(0, begin) + "\n" + tables + text.substring(text.indexOf(END)));
        Files.writeString(dir.resolveSibling(dir.getFileName() + ".svg"), picture(runs));
    }

    private static List<Run> read(Path dir) throws IOException {
        JsonMapper json = new JsonMapper();
        List<Run> runs = new ArrayList<>();
        try (var files = Files.list(dir)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
                JsonNode run = json.readTree(Files.readString(file));
                runs.add(new Run(
                        Layout.valueOf(run.path("layout").asString()),
                        run.path("rate").asInt(),
                        Work.Skew.valueOf(run.path("skew").asString()),
                        run.path("busy_before").asDouble(1),
                        run.path("figures")));
            }
        }
        runs.sort(Comparator.comparing(Run::layout).thenComparing(Run::skew).thenComparingInt(Run::rate));
        return runs;
    }

    /** The cores that the same transactions cost when they change nothing. */
    private static double baseline(Run run, List<Run> runs) {
        return runs.stream()
                .filter(other -> other.layout() == run.layout() && other.rate() == 0)
                .mapToDouble(other -> other.figure("cpu_cores_all_nodes"))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double marginal(Run run, List<Run> runs) {
        return run.figure("cpu_cores_all_nodes") - baseline(run, runs);
    }

    private static String row(Run run, List<Run> runs) {
        return line(
                word(run.layout()),
                run.rate() == 0 ? "baseline" : word(run.skew()),
                Integer.toString(run.rate()),
                whole(run.figure("drawn_per_s")),
                whole(run.figure("changed_per_s")),
                hundredths(run.figure("cpu_cores_all_nodes")),
                run.rate() == 0 ? "" : "**" + hundredths(marginal(run, runs)) + "**",
                whole(run.figure("rounds_per_s")),
                hundredths(run.figure("round_p50_ms")) + " / " + hundredths(run.figure("round_p99_ms")) + " / "
                        + whole(run.figure("round_max_ms")),
                whole(run.figure("commit_p50_ms")) + " / " + whole(run.figure("commit_p99_ms")),
                whole(run.figure("rss_mb")),
                whole(run.figure("heap_live_mb")),
                whole(run.figure("written_mb_per_s_all_nodes")),
                whole(run.figure("disk_mb")),
                tenths(run.figure("start_all_s")),
                tenths(run.figure("restore_s")),
                whole(run.busy() * 100) + " %");
    }

    private static String faults(Run run) {
        return line(
                word(run.layout()),
                tenths(run.figure("restart_level_again_s")),
                tenths(run.figure("restart_restore_s")),
                tenths(run.figure("transfer_level_again_s")),
                tenths(run.figure("transfer_restore_s")),
                run.figures().path("nodes_equal_after_faults").asInt() == 1 ? "yes" : "NO");
    }

    private static String line(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String whole(double value) {
        return text("%,.0f", value);
    }

    private static String tenths(double value) {
        return text("%.1f", value);
    }

    private static String hundredths(double value) {
        return text("%.2f", value);
    }

    private static String text(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** Cores that the entry path costs, a bar a run, with the bar that is allowed. */
    private static String picture(List<Run> runs) {
        List<Run> shown = runs.stream().filter(run -> run.rate() > 0).toList();
        double most = shown.stream().mapToDouble(run -> marginal(run, runs)).max().orElse(1);
        int lineHeight = 18;
        int left = 250;
        double perCore = 360 / Math.max(most, BAR_CORES);
        int height = 60 + shown.size() * lineHeight;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"760\" height=\"%d\" fill=\"#fff\"/>%n"
                        + "<text x=\"10\" y=\"20\" font-size=\"14\">Cores the entry path costs, four nodes together"
                        + " (line: a quarter of two cores)</text>%n",
                height,
                height));
        int y = 40;
        for (Run run : shown) {
            double cores = Math.max(0, marginal(run, runs));
            boolean reached = run.figure("drawn_per_s") > 0.95 * run.rate();
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"10\" y=\"%d\">%s, %s, %,d rows/s</text>%n"
                            + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>%n"
                            + "<text x=\"%.1f\" y=\"%d\">%.2f%s</text>%n",
                    y + 10,
                    word(run.layout()),
                    word(run.skew()),
                    run.rate(),
                    left,
                    y,
                    cores * perCore,
                    reached ? "#3a7" : "#c63",
                    left + cores * perCore + 5,
                    y + 10,
                    cores,
                    reached ? "" : String.format(Locale.ROOT, " (reached %,.0f/s)", run.figure("drawn_per_s"))));
            y += lineHeight;
        }
        double bar = left + BAR_CORES * perCore;
        return svg.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" y1=\"34\" x2=\"%.1f\" y2=\"%d\" stroke=\"#c00\" stroke-dasharray=\"4 3\"/>%n</svg>%n",
                        bar,
                        bar,
                        y))
                .toString();
    }
}

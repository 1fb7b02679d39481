package org.allmende.benchmarks.entrypath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What it costs to keep a million rows in the engine. {@code prepare} makes a network and fills it, once per layout;
 * {@code run} starts a copy of it, changes rows at a rate, and leaves one file of figures; {@code report} turns such files into
 * tables and a picture.
 */
final class EntryPath {
    private static final String USAGE = """
            matrix  [as run]              every layout: prepare where need be, run, report
            prepare --layout single|pages|records [--rows 1000000] [--dir benchmarks/target/entry-path]
            run     --layout single|pages|records [--rates 0,5000,20000,50000] [--skews uniform,skewed]
                    [--warm 120] [--settle 10] [--seconds 15] [--faults true|false]
                    [--out docs/benchmarks/entry-path] [--dir ...] [--rows ...] [--jvm "FLAGS FOR NODES"]
            report  [--out docs/benchmarks/entry-path]
            Rates are changed rows a second; 0: the same transactions change nothing, what is left is the engine's own
            cost. A rate above one that was not reached is not tried.""";

    /** Of all nodes together: the gossip of every run costs the same. */
    private static final int TRANSACTIONS_PER_SECOND = 400;

    private static final int PREPARING_SNAPSHOT_SECONDS = 10;
    private static final int SNAPSHOT_SECONDS = 60;
    private static final int FAULTY = 3;
    private static final int WARM_RATE = 2_000;

    /** What counts as keeping up: nearly all that was offered is applied, and not ever later. */
    private static final double REACHED = 0.95;

    private static final int LATE_MILLIS = 5_000;
    private static final int LIGHT_ROWS = 2;

    private final Map<String, String> options;

    private EntryPath(Map<String, String> options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0 || arguments.length % 2 == 0) {
            refuse("a verb, then pairs of --name and value");
        }
        Map<String, String> options = new TreeMap<>();
        for (int i = 1; i < arguments.length; i += 2) {
            options.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
        }
        EntryPath entryPath = new EntryPath(options);
        switch (arguments[0]) {
            case "matrix" -> entryPath.matrix();
            case "prepare" -> entryPath.prepare();
            case "run" -> entryPath.run();
            case "report" -> Report.write(entryPath.out());
            default -> refuse("unknown verb " + arguments[0]);
        }
    }

    private static void refuse(String why) {
        System.err.println(why + "\n" + USAGE);
        System.exit(2);
    }

    private void matrix() throws IOException, InterruptedException {
        for (Layout layout : Layout.values()) {
            EntryPath ofLayout = with(Map.of("layout", layout.toString().toLowerCase(Locale.ROOT)));
            if (!Files.exists(ofLayout.prepared())) {
                ofLayout.prepare();
            }
            ofLayout.run();
            Network.delete(ofLayout.prepared());
        }
        Report.write(out());
    }

    private EntryPath with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(options);
        all.putAll(more);
        return new EntryPath(all);
    }

    private void prepare() throws IOException {
        Path prepared = prepared();
        Network.delete(prepared);
        try (Network network =
                new Network(prepared, jvmFlags(), layout(), rows(), PREPARING_SNAPSHOT_SECONDS)) {
            network.start();
            System.out.println("filled: " + network.ask(0, "fill " + rows()));
            long filled = System.currentTimeMillis();
            require(network.level(), "the nodes hold different rows");
            // One that was begun before may end after: the next holds every row for certain.
            network.awaitSnapshotsSince(filled);
            network.awaitSnapshotsSince(System.currentTimeMillis());
        }
    }

    /** One network, warm, through all rates: what differs between two figures is the rate, not the machine. */
    private void run() throws IOException, InterruptedException {
        require(Files.exists(prepared()), "first: prepare --layout " + layout().name().toLowerCase(Locale.ROOT));
        Path dir = dir().resolve("run");
        Network.delete(dir);
        Network.copy(prepared(), dir);
        double busy = Environment.awaitQuiet();
        try (Network network = new Network(dir, jvmFlags(), layout(), rows(), SNAPSHOT_SECONDS)) {
            double started = network.start();
            load(network, WARM_RATE, Work.Skew.UNIFORM);
            Network.pause(number("warm", 120));
            network.all("unload");
            require(network.level(), "the nodes hold different rows after warming up");
            Set<Work.Skew> tooMuch = new HashSet<>();
            for (int rate : rates()) {
                for (Work.Skew skew : rate == 0 ? List.of(Work.Skew.UNIFORM) : skews()) {
                    if (!tooMuch.contains(skew)) {
                        Map<String, Object> figures = new TreeMap<>();
                        Map<String, Object> result = result(rate, skew, busy, figures);
                        figures.put("start_all_s", started);
                        if (!step(network, rate, skew, result, figures)) {
                            tooMuch.add(skew);
                        }
                        save(result);
                    }
                }
            }
            if (Boolean.parseBoolean(text("faults", "true"))) {
                Map<String, Object> figures = new TreeMap<>();
                faults(network, Work.Skew.UNIFORM, figures);
                save(result(-1, Work.Skew.UNIFORM, busy, figures));
            }
        } catch (IllegalStateException e) {
            // A layout that brings a node down is a finding, and the figures up to there are written.
            System.err.println("ended early: " + e.getMessage() + "; the nodes' last words:\n" + Network.lastWords(dir));
        }
        Network.delete(dir);
    }

    private Map<String, Object> result(int rate, Work.Skew skew, double busy, Map<String, Object> figures)
            throws IOException, InterruptedException {
        Map<String, Object> result = new TreeMap<>();
        result.put("name", name(rate, skew));
        result.put("command", "benchmarks/entry-path run --layout " + layout().toString().toLowerCase(Locale.ROOT));
        result.put("machine", Environment.machine());
        result.put("commit", Environment.commit());
        result.put("busy_before", busy);
        result.put("layout", layout().name());
        result.put("rate", rate);
        result.put("skew", skew.name());
        result.put("figures", figures);
        return result;
    }

    private static void load(Network network, int rate, Work.Skew skew) {
        int perNode = TRANSACTIONS_PER_SECOND / NodeProcess.NODES;
        network.all("load " + perNode + " " + rate / TRANSACTIONS_PER_SECOND + " " + skew);
    }

    /** Measures one rate; whether it was reached. */
    private boolean step(
            Network network, int rate, Work.Skew skew, Map<String, Object> result, Map<String, Object> figures)
            throws IOException {
        measure(network, rate, skew, result, figures);
        figures.put("disk_mb", network.diskMegabytes(0));
        return value(figures, "drawn_per_s") >= REACHED * rate && value(figures, "commit_p99_ms") < LATE_MILLIS;
    }

    private void measure(
            Network network, int rate, Work.Skew skew, Map<String, Object> result, Map<String, Object> figures) {
        load(network, rate, skew);
        Network.pause(number("settle", 10));
        network.all("begin");
        Network.pause(number("seconds", 15));
        List<Map<String, Object>> nodes = network.all("figures");
        network.all("unload");
        result.put("nodes", nodes);
        for (String figure : List.of("cpu_cores", "written_mb_per_s", "refused")) {
            figures.put(figure + "_all_nodes", nodes.stream().mapToDouble(node -> value(node, figure)).sum());
        }
        for (String figure : List.of("drawn_per_s", "changed_per_s", "rounds_per_s", "restore_s")) {
            figures.put(figure, nodes.stream().mapToDouble(node -> value(node, figure)).average().orElse(-1));
        }
        for (String figure : nodes.get(0).keySet()) {
            if (figure.endsWith("_ms") || figure.equals("rss_mb")) {
                figures.put(figure, nodes.stream().mapToDouble(node -> value(node, figure)).max().orElse(-1));
            }
        }
        long begun = System.nanoTime();
        figures.put("nodes_equal", network.level() ? 1 : 0);
        figures.put("drain_s", Network.secondsSince(begun));
        figures.put("heap_live_mb", network.all("memory").stream()
                .mapToDouble(node -> value(node, "heap_live_mb"))
                .max()
                .orElse(-1));
    }

    /** One node is killed and starts again; then it is killed, loses its disk, and starts again. The others work lightly. */
    private void faults(Network network, Work.Skew skew, Map<String, Object> figures) throws IOException {
        for (int node = 0; node < FAULTY; node++) {
            network.ask(node, "load 40 " + LIGHT_ROWS + " " + skew);
        }
        network.kill(FAULTY);
        figures.put("restart_level_again_s", network.startAgain(FAULTY));
        figures.put("restart_ordering_s", value(network.ask(FAULTY, "status"), "ordering_after_s"));
        figures.put("restart_restore_s", value(network.ask(FAULTY, "status"), "restore_s"));
        network.kill(FAULTY);
        network.wipe(FAULTY);
        figures.put("transfer_level_again_s", network.startAgain(FAULTY));
        figures.put("transfer_restore_s", value(network.ask(FAULTY, "status"), "restore_s"));
        for (int node = 0; node < FAULTY; node++) {
            network.ask(node, "unload");
        }
        figures.put("nodes_equal_after_faults", network.level() ? 1 : 0);
    }

    private void save(Map<String, Object> result) throws IOException {
        Files.createDirectories(out());
        Path file = out().resolve(result.get("name") + ".json");
        String text = JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(rounded(result));
        Files.writeString(file, text + "\n");
        System.out.println(file + "\n" + text);
    }

    /** Four digits say what a measurement knows. */
    private static Object rounded(Object value) {
        return switch (value) {
            case Double number when Math.abs(number) < 1e15 ->
                new java.math.BigDecimal(number, new java.math.MathContext(4)).stripTrailingZeros().doubleValue();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new TreeMap<>();
                map.forEach((key, each) -> copy.put(key, rounded(each)));
                yield copy;
            }
            case List<?> list -> list.stream().map(EntryPath::rounded).toList();
            default -> value;
        };
    }

    private String name(int rate, Work.Skew skew) {
        String what = rate < 0 ? "faults" : rate == 0 ? "baseline" : skew + "-" + rate;
        return (layout() + "-" + what).toLowerCase(Locale.ROOT);
    }

    private List<Integer> rates() {
        return Arrays.stream(text("rates", "0,5000,20000,50000").split(",")).map(Integer::valueOf).toList();
    }

    private List<Work.Skew> skews() {
        return Arrays.stream(text("skews", "uniform,skewed").split(","))
                .map(skew -> Work.Skew.valueOf(skew.toUpperCase(Locale.ROOT)))
                .toList();
    }

    private static double value(Map<String, Object> figures, String name) {
        return figures.get(name) instanceof Number number ? number.doubleValue() : -1;
    }

    private Layout layout() {
        return Layout.valueOf(text("layout", "records").toUpperCase(Locale.ROOT));
    }

    private Path dir() {
        return Path.of(text("dir", "benchmarks/target/entry-path"));
    }

    private Path prepared() {
        return dir().resolve("prepared-" + layout().name().toLowerCase(Locale.ROOT));
    }

    private Path out() {
        return Path.of(text("out", "docs/benchmarks/entry-path"));
    }

    private int rows() {
        return number("rows", 1_000_000);
    }

    private List<String> jvmFlags() {
        return Arrays.stream(text("jvm", "").split(" ")).filter(flag -> !flag.isEmpty()).toList();
    }

    private String text(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}

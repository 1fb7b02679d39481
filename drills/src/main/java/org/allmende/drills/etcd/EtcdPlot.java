package org.allmende.drills.etcd;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allmende.drills.Machine;
import org.allmende.drills.Svg;
import org.allmende.drills.Verdict;
import org.allmende.drills.etcd.Clients.Work;

/** What {@link EtcdBench} measured, as a picture: for each kind of request two bars for every number of clients. */
public final class EtcdPlot {
    private static final Map<String, String> COLOURS =
            new TreeMap<>(Map.of(EtcdFigures.ALLMENDE, "#27c", EtcdFigures.ETCD, "#999"));
    private static final int WIDTH = 780;
    private static final int LEFT = 150;
    private static final int RIGHT = 680;
    private static final int BAR = 13;
    private static final int GROUP = 38;
    private static final int HEAD = 40;

    private EtcdPlot() {}

    /** @return SVG */
    public static String of(Verdict verdict) {
        Map<Work, Map<Integer, Map<String, Double>>> shown = new TreeMap<>();
        for (Work work : Work.values()) {
            shown.put(work, rates(work, verdict.figures()));
        }
        int groups = shown.values().stream().mapToInt(Map::size).sum();
        double most = shown.values().stream()
                .flatMap(rates -> rates.values().stream())
                .flatMap(rates -> rates.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        Svg svg = new Svg(WIDTH, HEAD * (shown.size() + 1) + GROUP * groups + 20);
        int legend = LEFT;
        for (var colour : COLOURS.entrySet()) {
            svg.box(legend, 12, 10, 10, colour.getValue());
            svg.text(legend + 14.0, 21, "start", colour.getKey());
            legend += 90;
        }
        double y = HEAD;
        for (var work : shown.entrySet()) {
            svg.text(10, y + 18, "start", title(work.getKey()));
            y += HEAD - 12;
            for (var clients : work.getValue().entrySet()) {
                svg.text(LEFT - 10.0, y + 18, "end", clients.getKey() + (clients.getKey() == 1 ? " client" : " clients"));
                double bar = y;
                for (var rate : clients.getValue().entrySet()) {
                    double end = LEFT + (RIGHT - LEFT) * rate.getValue() / most;
                    svg.box(LEFT, bar, Math.max(1, end - LEFT), BAR, COLOURS.getOrDefault(rate.getKey(), Svg.INK));
                    svg.text(end + 6, bar + 11, "start", Svg.number(rate.getValue()));
                    bar += BAR + 2;
                }
                y += GROUP;
            }
            y += 12;
        }
        svg.text(10, y + 18, "start", Machine.description());
        return svg.finish();
    }

    private static String title(Work work) {
        return switch (work) {
            case PUTS -> "Puts a second";
            case LINEARIZABLE_GETS -> "Linearizable gets a second";
            case SERIALIZABLE_GETS -> "Serializable gets a second";
        };
    }

    /** By the number of clients, then by the system's word. */
    private static Map<Integer, Map<String, Double>> rates(Work work, Map<String, Number> figures) {
        Map<Integer, Map<String, Double>> rates = new TreeMap<>();
        for (String word : List.of(EtcdFigures.ALLMENDE, EtcdFigures.ETCD)) {
            Pattern name = Pattern.compile(word + "_" + work.word() + "_per_s_(\\d+)");
            figures.forEach((figure, value) -> {
                Matcher matcher = name.matcher(figure);
                if (matcher.matches()) {
                    rates.computeIfAbsent(Integer.valueOf(matcher.group(1)), clients -> new TreeMap<>())
                            .put(word, value.doubleValue());
                }
            });
        }
        return rates;
    }
}

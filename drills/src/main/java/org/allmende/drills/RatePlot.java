package org.allmende.drills;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@link ConsensusBench} measured, as a picture: for each way of offering, the time from when an operation was due
 * to its receipt, by the rate at which they were offered. The axis of time is logarithmic.
 */
public final class RatePlot {
    private static final int WIDTH = 780;
    private static final int PANEL_HEIGHT = 260;
    private static final int FOOT_HEIGHT = 24;
    private static final int LEFT = 70;
    private static final int RIGHT = 740;
    private static final int TOP = 40;
    private static final int BOTTOM = 210;
    private static final double MILLIS_MIN = 10;
    private static final double MILLIS_MAX = 10_000;
    private static final Map<String, String> COLOURS =
            new TreeMap<>(Map.of("p50", "#27c", "p99", "#c73", "worst", "#999"));

    private RatePlot() {}

    /** @return SVG */
    public static String of(Verdict verdict) {
        Svg svg = new Svg(WIDTH, 2 * PANEL_HEIGHT + FOOT_HEIGHT);
        panel(svg, 0, ConsensusFigures.SINGLE, verdict);
        panel(svg, PANEL_HEIGHT, ConsensusFigures.BATCHED, verdict);
        svg.text(LEFT, 2.0 * PANEL_HEIGHT + 10, "start", Machine.description());
        return svg.finish();
    }

    private static void panel(Svg svg, int top, ConsensusFigures.Kind kind, Verdict verdict) {
        Map<String, NavigableMap<Integer, Double>> lines = lines(kind.rateName(), verdict.figures());
        double bar = kind.medianMillisMax();
        int most = lines.values().stream().mapToInt(NavigableMap::lastKey).max().orElse(1);
        svg.text(LEFT, top + 20.0, "start", kind.title() + " through four nodes: time to the receipt");
        for (double millis = MILLIS_MIN; millis <= MILLIS_MAX; millis *= 10) {
            svg.line(LEFT, top + y(millis), RIGHT, top + y(millis), "#ddd");
            svg.text(LEFT - 6.0, top + y(millis) + 4, "end", Svg.number(millis) + " ms");
        }
        svg.bar(LEFT, top + y(bar), RIGHT, top + y(bar));
        svg.text(LEFT + 4.0, top + y(bar) - 4, "start", "half of them within " + Svg.number(bar) + " ms");
        int legend = LEFT;
        for (var line : lines.entrySet()) {
            String colour = COLOURS.getOrDefault(line.getKey(), Svg.INK);
            Double beforeX = null;
            Double beforeY = null;
            for (var point : line.getValue().entrySet()) {
                double x = LEFT + (RIGHT - LEFT) * (double) point.getKey() / most;
                double y = top + y(point.getValue());
                if (beforeX != null && beforeY != null) {
                    svg.line(beforeX, beforeY, x, y, colour);
                }
                svg.dot(x, y, colour);
                beforeX = x;
                beforeY = y;
            }
            svg.box(legend, top + 236.0, 10, 10, colour);
            svg.text(legend + 14.0, top + 245.0, "start", line.getKey());
            legend += 70;
        }
        lines.values().stream().findFirst().ifPresent(line -> line.keySet().forEach(rate -> {
            svg.text(LEFT + (RIGHT - LEFT) * (double) rate / most, top + BOTTOM + 16.0, "middle", Svg.number(rate));
        }));
        svg.text(RIGHT, top + 245.0, "end", "operations offered a second");
    }

    /** From what is shown to milliseconds by rate. */
    private static Map<String, NavigableMap<Integer, Double>> lines(String rateName, Map<String, Number> figures) {
        Pattern step = Pattern.compile(Pattern.quote(rateName) + "_at_(\\d+)_(p50|p99|worst)_ms");
        Map<String, NavigableMap<Integer, Double>> lines = new TreeMap<>();
        figures.forEach((name, value) -> {
            Matcher matcher = step.matcher(name);
            if (matcher.matches()) {
                lines.computeIfAbsent(matcher.group(2), line -> new TreeMap<>())
                        .put(Integer.parseInt(matcher.group(1)), value.doubleValue());
            }
        });
        return lines;
    }

    private static double y(double millis) {
        double held = Math.clamp(millis, MILLIS_MIN, MILLIS_MAX);
        double share = Math.log(held / MILLIS_MIN) / Math.log(MILLIS_MAX / MILLIS_MIN);
        return BOTTOM - share * (BOTTOM - TOP);
    }
}

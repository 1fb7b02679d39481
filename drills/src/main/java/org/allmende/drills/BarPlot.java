package org.allmende.drills;

import java.util.LinkedHashMap;
import java.util.Map;

/** Figures that are rates a second as bars below each other, on a logarithmic scale, with what was demanded of some. */
public final class BarPlot {
    private static final int WIDTH = 760;
    private static final int LEFT = 300;
    private static final int RIGHT = 640;
    private static final int LINE_HEIGHT = 20;
    private static final double MIN = 100;
    private static final double MAX = 10_000_000;

    private BarPlot() {}

    /**
     * @param title of the picture
     * @param verdict whose figures with a name of a rate are drawn: that has {@code _per_s} in it
     * @param demanded of figures, the least
     * @return SVG
     */
    public static String of(String title, Verdict verdict, Map<String, Double> demanded) {
        Map<String, Number> rates = new LinkedHashMap<>(verdict.figures());
        rates.keySet().removeIf(name -> !name.contains("_per_s"));
        Svg svg = new Svg(WIDTH, 76 + LINE_HEIGHT * rates.size());
        svg.text(10, 20, "start", title + " (logarithmic; dashed: demanded)");
        double y = 40;
        for (var figure : rates.entrySet()) {
            double value = figure.getValue().doubleValue();
            svg.text(10, y + 11, "start", figure.getKey().replace('_', ' '));
            svg.box(LEFT, y, x(value) - LEFT, 13, "#27c");
            svg.text(x(value) + 6, y + 11, "start", Svg.number(value));
            Double least = demanded.get(figure.getKey());
            if (least != null) {
                svg.bar(x(least), y - 3, x(least), y + 16);
            }
            y += LINE_HEIGHT;
        }
        svg.text(10, y + 20, "start", Machine.description());
        return svg.finish();
    }

    private static double x(double value) {
        double share = Math.log(Math.clamp(value, MIN, MAX) / MIN) / Math.log(MAX / MIN);
        return LEFT + share * (RIGHT - LEFT);
    }
}

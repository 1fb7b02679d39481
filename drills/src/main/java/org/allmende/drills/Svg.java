package org.allmende.drills;

import java.util.Locale;

/** A picture in the making: a white page, and what is drawn on it in pixels from its upper left corner. */
public final class Svg {
    /** Of what is written. */
    public static final String INK = "#333";
    /** Of what is demanded. */
    public static final String BAR = "#c00";

    private final StringBuilder content = new StringBuilder();

    /** Of so many pixels. */
    public Svg(int width, int height) {
        add(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                width, height));
        add(String.format(
                Locale.ROOT,
                "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>",
                width, height));
    }

    /** @param anchor where of the text the place is: start, middle or end */
    public void text(double x, double y, String anchor, String text) {
        add(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
                x, y, anchor, INK, escaped(text)));
    }

    /** A thin one. */
    public void line(double x1, double y1, double x2, double y2, String colour) {
        add(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                x1, y1, x2, y2, colour));
    }

    /** What is demanded. */
    public void bar(double x1, double y1, double x2, double y2) {
        add(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>",
                x1, y1, x2, y2, BAR));
    }

    /** A filled one. */
    public void box(double x, double y, double width, double height, String colour) {
        add(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x, y, width, height, colour));
    }

    /** A small filled circle around a point. */
    public void dot(double x, double y, String colour) {
        add(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
                x, y, colour));
    }

    /** The picture; nothing is drawn after. */
    public String finish() {
        return content.append("</svg>\n").toString();
    }

    /** A number as people write it: 12,500. */
    public static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private void add(String element) {
        content.append(element).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}

package org.allmende.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of words under headings, each column as wide as its widest word; columns of numbers stand to the right. */
final class TextTable {
    private static final String GUTTER = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    /** @throws IllegalArgumentException when it has not one word per heading */
    TextTable row(Object... words) {
        if (words.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(words.length + " words under " + rows.getFirst().size() + " headings");
        }
        rows.add(List.of(words).stream().map(String::valueOf).toList());
        return this;
    }

    /** Lines, each ended. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String word = row.get(column);
                String padding = " ".repeat(width(column) - length(word));
                line.append(column == 0 ? "" : GUTTER);
                line.append(isNumeric(column) ? padding + word : word + padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.size() > 1
                && rows.stream().skip(1).map(row -> row.get(column)).allMatch(word -> word.matches("[0-9.,]+|-|"));
    }

    private static int length(String word) {
        return word.codePointCount(0, word.length());
    }
}

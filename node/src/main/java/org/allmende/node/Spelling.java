package org.allmende.node;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant who mistyped a word. */
public final class Spelling {
    private Spelling() {}

    /**
     * The known word that is nearest: few letters to change, add or remove, and a beginning in common, which people
     * seldom mistype; of equals the first.
     *
     * @throws java.util.NoSuchElementException when none is known
     */
    public static String nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate) - 2 * beginning(word, candidate)))
                .orElseThrow();
    }

    private static int beginning(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    /** Levenshtein's distance, one row of his table at a time. */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(Math.min(current[column - 1], above[column]) + 1, above[column - 1] + change);
            }
            above = current;
        }
        return above[to.length()];
    }
}

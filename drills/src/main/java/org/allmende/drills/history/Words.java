package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The words of one line, taken one by one: bare ones, and quoted ones for what has spaces or odd characters. */
final class Words {
    private static final Pattern BARE = Pattern.compile("[\\w./:+@-]+");

    private final String line;
    private final List<String> words = new ArrayList<>();
    private int taken;

    Words(String line) {
        this.line = line;
        for (int at = 0; at < line.length(); ) {
            if (Character.isWhitespace(line.charAt(at))) {
                at++;
                continue;
            }
            int end = line.charAt(at) == '"' ? endOfQuoted(at) : endOfBare(at);
            words.add(line.substring(at, end));
            at = end;
        }
    }

    private int endOfBare(int from) {
        int end = from;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private int endOfQuoted(int from) {
        for (int end = from + 1; end < line.length(); end++) {
            if (line.charAt(end) == '\\') {
                end++;
            } else if (line.charAt(end) == '"') {
                return end + 1;
            }
        }
        throw new IllegalArgumentException("a quote without an end in: " + line);
    }

    /** As a word of a line. */
    static String quoted(String text) {
        if (BARE.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each == '"' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (isOdd(each)) {
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append('"').toString();
    }

    /** Whether it would end a line, or not survive a file. */
    private static boolean isOdd(char each) {
        return Character.isISOControl(each) || Character.isSurrogate(each);
    }

    /** Any text. */
    String text(String expected) {
        String word = word(expected);
        if (!word.startsWith("\"")) {
            return word;
        }
        StringBuilder text = new StringBuilder();
        for (int at = 1; at < word.length() - 1; at++) {
            if (word.charAt(at) != '\\') {
                text.append(word.charAt(at));
            } else if (word.charAt(++at) != 'u') {
                text.append(word.charAt(at));
            } else {
                try {
                    text.append((char) Integer.parseInt(word, at + 1, at + 5, 16));
                } catch (NumberFormatException | IndexOutOfBoundsException e) {
                    throw unexpected("four hexadecimal digits after \\u", word);
                }
                at += 4;
            }
        }
        return text.toString();
    }

    long number(String expected) {
        String word = word(expected);
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw unexpected(expected, word);
        }
    }

    /** One of the words of the language; never quoted. */
    String word(String expected) {
        if (isAtEnd()) {
            throw unexpected(expected, "the end");
        }
        return words.get(taken++);
    }

    /** Takes the next word if it is this one. */
    boolean take(String word) {
        boolean isNext = !isAtEnd() && words.get(taken).equals(word);
        taken += isNext ? 1 : 0;
        return isNext;
    }

    /** Takes the next word, which is this one. */
    void expect(String word) {
        if (!take(word)) {
            throw unexpected("'" + word + "'", isAtEnd() ? "the end" : words.get(taken));
        }
    }

    boolean isAtEnd() {
        return taken == words.size();
    }

    /** Nothing more comes. */
    void end() {
        if (!isAtEnd()) {
            throw unexpected("the end of the line", words.get(taken));
        }
    }

    IllegalArgumentException unexpected(String expected, String found) {
        return new IllegalArgumentException("expected " + expected + " and found '" + found + "' in: " + line);
    }
}

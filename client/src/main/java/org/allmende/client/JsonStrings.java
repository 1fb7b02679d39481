package org.allmende.client;

import java.util.HashMap;
import java.util.Map;

/**
 * The members of a JSON object (RFC 8259) that are strings: all that a refusal holds for a client. A library would
 * cost a command line more of its start than the rest of this client.
 */
final class JsonStrings {
    private final String text;
    private int at;

    private JsonStrings(String text) {
        this.text = text;
    }

    /** Those before the first fault; none when {@code text} is no object. Never throws. */
    static Map<String, String> members(String text) {
        Map<String, String> members = new HashMap<>();
        try {
            new JsonStrings(text).object(members);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // What was read until here is as good as it gets; the status says the rest.
        }
        return members;
    }

    private void object(Map<String, String> members) {
        expect('{');
        while (next() != '}') {
            String name = string();
            expect(':');
            if (next() == '"') {
                members.put(name, string());
            } else {
                skipValue();
            }
            if (next() == ',') {
                at++;
            }
        }
    }

    /** Anything but a string, up to the comma or bracket that ends it. */
    private void skipValue() {
        int depth = 0;
        while (true) {
            char c = next();
            if (depth == 0 && (c == ',' || c == '}')) {
                return;
            }
            if (c == '"') {
                string();
                continue;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            at++;
        }
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            out.append(c == '\\' ? escaped(text.charAt(at++)) : c);
        }
        return out.toString();
    }

    private char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> c;
        };
    }

    private char next() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (next() != c) {
            throw new IllegalArgumentException("no " + c + " at " + at);
        }
        at++;
    }
}

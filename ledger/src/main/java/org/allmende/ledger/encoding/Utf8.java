package org.allmende.ledger.encoding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 (RFC 3629) without replacement: a string has one form in bytes, or none. */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** @throws IllegalArgumentException when half a surrogate pair stands alone: it has no form in UTF-8 */
    static int size(String text, String where) {
        long size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                continue;
            }
            if (!Character.isSurrogate(unit)) {
                size += unit < 0x800 ? 1 : 2;
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                size += 2; // Four bytes for two units.
                i++;
            } else {
                throw new IllegalArgumentException(
                        where + ": half a surrogate pair stands alone at " + i + ", which UTF-8 cannot say");
            }
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    /** Writes {@link #size} bytes. */
    static void write(String text, byte[] into, int from) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                into[at++] = (byte) unit;
            } else if (unit < 0x800) {
                into[at++] = (byte) (0xc0 | unit >> 6);
                into[at++] = (byte) (0x80 | unit & 0x3f);
            } else if (!Character.isSurrogate(unit)) {
                into[at++] = (byte) (0xe0 | unit >> 12);
                into[at++] = (byte) (0x80 | unit >> 6 & 0x3f);
                into[at++] = (byte) (0x80 | unit & 0x3f);
            } else {
                int point = Character.toCodePoint(unit, text.charAt(++i));
                into[at++] = (byte) (0xf0 | point >> 18);
                into[at++] = (byte) (0x80 | point >> 12 & 0x3f);
                into[at++] = (byte) (0x80 | point >> 6 & 0x3f);
                into[at++] = (byte) (0x80 | point & 0x3f);
            }
        }
    }

    static byte[] bytes(String text, String where) {
        byte[] bytes = new byte[size(text, where)];
        write(text, bytes, 0);
        return bytes;
    }

    static String read(byte[] content, int from, int size, String where) throws MalformedException {
        String text = new String(content, from, size, StandardCharsets.UTF_8);
        // Java puts U+FFFD in the place of what is malformed. Where there is one, it was in the bytes, or they are
        // not what the text would be written as.
        if (text.indexOf(REPLACEMENT) >= 0) {
            byte[] again = text.getBytes(StandardCharsets.UTF_8);
            if (!Arrays.equals(again, 0, again.length, content, from, from + size)) {
                throw new MalformedException("byte " + from + ": " + where + " is not UTF-8");
            }
        }
        return text;
    }

    /** The order of the UTF-8 bytes, which is that of the code points, and not the one of {@link String#compareTo}. */
    static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                // Surrogates, 0xd800 to 0xdfff, stand for points above all that one unit can say.
                boolean apart = Character.isSurrogate(left) != Character.isSurrogate(right);
                return apart ? (Character.isSurrogate(left) ? 1 : -1) : Character.compare(left, right);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}

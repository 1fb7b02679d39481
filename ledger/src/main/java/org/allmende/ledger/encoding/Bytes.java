package org.allmende.ledger.encoding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An immutable string of bytes, ordered as unsigned bytes.
 *
 * <p>Every key, value, id and signature of the ledger is one: unlike an array it is equal by content and
 * can be a component of a record.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;
    private int hash;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A copy of {@code content}. */
    public static Bytes of(byte... content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /** {@code content} itself, not copied: the caller gives the array up and never writes to it again. */
    public static Bytes wrap(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content);
    }

    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException when {@code hex} is not an even number of hexadecimal digits */
    public static Bytes hex(String hex) {
        return wrap(HexFormat.of().parseHex(hex));
    }

    public int length() {
        return content.length;
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    public byte at(int index) {
        return content[index];
    }

    /** A copy. */
    public byte[] toArray() {
        return content.clone();
    }

    /** The array itself, for readers on hot paths that promise not to write to it. */
    public byte[] unsafeArray() {
        return content;
    }

    /** The bytes from {@code from}, inclusive, to {@code to}, exclusive. */
    public Bytes slice(int from, int to) {
        return wrap(Arrays.copyOfRange(content, from, to));
    }

    public Bytes concat(Bytes tail) {
        byte[] joined = Arrays.copyOf(content, content.length + tail.content.length);
        System.arraycopy(tail.content, 0, joined, content.length, tail.content.length);
        return wrap(joined);
    }

    public boolean startsWith(Bytes prefix) {
        return content.length >= prefix.content.length
                && Arrays.mismatch(content, 0, prefix.content.length, prefix.content, 0, prefix.content.length) < 0;
    }

    public String toHex() {
        return HexFormat.of().formatHex(content);
    }

    /** The text these bytes are in UTF-8, malformed parts replaced: for people, never for comparison. */
    public String toText() {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = Arrays.hashCode(content);
            hash = known;
        }
        return known;
    }

    /** Hexadecimal, cut after 32 bytes. */
    @Override
    public String toString() {
        return content.length <= 32
                ? toHex()
                : HexFormat.of().formatHex(content, 0, 32) + "…(" + content.length + " bytes)";
    }
}

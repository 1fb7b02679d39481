package org.allmende.consensus.hashgraph;

import java.util.Arrays;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Rows packed one after another: the rows of a page, or what a round changed.
 *
 * <p>Numbers are written seven bits at a time, least significant first, with the top bit set on all but the last byte.
 * A row is the length of its key, the key, the length of its value, the value; a change is its table, the length of
 * its key, the key, then 0 when the row is gone, or the length of its value plus one and the value. What is packed
 * here is hashed and compared between nodes, so it has exactly one form.
 */
final class PackedRows {
    private PackedRows() {}

    /** The packed size of a row, in bytes. */
    static int size(Bytes key, Bytes value) {
        return size(key.length()) + key.length() + size(value.length()) + value.length();
    }

    /** The packed size of a change, in bytes. */
    static int size(Change change) {
        int keyed = size(change.table()) + size(change.key().length()) + change.key().length();
        Bytes value = change.value();
        return keyed + (value == null ? 1 : size(value.length() + 1) + value.length());
    }

    private static int size(int number) {
        return number == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(number)) / 7;
    }

    /** Grows as rows are added. */
    static final class Writer {
        private byte[] content;
        private int length;

        Writer(int expectedBytes) {
            content = new byte[expectedBytes];
        }

        int length() {
            return length;
        }

        void row(Bytes key, Bytes value) {
            ensure(size(key, value));
            sized(key);
            sized(value);
        }

        void change(Change change) {
            ensure(size(change));
            number(change.table());
            sized(change.key());
            Bytes value = change.value();
            if (value == null) {
                number(0);
            } else {
                number(value.length() + 1);
                raw(value);
            }
        }

        /** Copies {@code [from, to)} of what was written behind {@code head} bytes of zero. */
        byte[] copy(int from, int to, int head) {
            byte[] copy = new byte[head + to - from];
            System.arraycopy(content, from, copy, head, to - from);
            return copy;
        }

        private void ensure(int more) {
            if (length + more > content.length) {
                content = Arrays.copyOf(content, Math.max(content.length * 2, length + more));
            }
        }

        private void sized(Bytes bytes) {
            number(bytes.length());
            raw(bytes);
        }

        private void raw(Bytes bytes) {
            System.arraycopy(bytes.unsafeArray(), 0, content, length, bytes.length());
            length += bytes.length();
        }

        private void number(int number) {
            int rest = number;
            while ((rest & ~0x7f) != 0) {
                content[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            content[length++] = (byte) rest;
        }
    }

    /** Walks what a {@link Writer} packed. */
    static final class Reader {
        private final byte[] content;
        private int position;

        Reader(byte[] content, int from) {
            this.content = content;
            this.position = from;
        }

        boolean hasNext() {
            return position < content.length;
        }

        int position() {
            return position;
        }

        Bytes sized() {
            return raw(number());
        }

        RowKey rowKey() {
            int table = number();
            return new RowKey(table, sized());
        }

        /** The value of a change, null when the row is gone. */
        @Nullable
        Bytes changed() {
            int sizePlusOne = number();
            return sizePlusOne == 0 ? null : raw(sizePlusOne - 1);
        }

        private Bytes raw(int size) {
            if (size < 0 || size > content.length - position) {
                throw new IllegalStateException("The state holds a page or change record that ends within a row. "
                        + "This node's disk is damaged: remove its data folder, it rebuilds from the other nodes.");
            }
            Bytes raw = Bytes.wrap(Arrays.copyOfRange(content, position, position + size));
            position += size;
            return raw;
        }

        private int number() {
            int number = 0;
            for (int shift = 0; shift < Integer.SIZE && position < content.length; shift += 7) {
                byte next = content[position++];
                number |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return number;
                }
            }
            return -1;
        }
    }
}

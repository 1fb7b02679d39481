package org.allmende.benchmarks.entrypath;

import java.nio.ByteBuffer;
import org.allmende.ledger.encoding.Bytes;

/** A transaction of the benchmark: a few bytes that every node expands into the same changed rows. */
sealed interface Work {
    /** The size of every transaction, so that gossip costs the same whatever a transaction changes. */
    int BYTES = 64;

    /** Which rows are drawn. */
    enum Skew {
        /** Every row alike. */
        UNIFORM,
        /** By rank: each doubling of the rank is drawn as often as the last, which is nearly Zipf's law with exponent 1. */
        SKEWED
    }

    /** Sets {@code count} rows, the next of an order without order that begins at {@code first}. */
    record Fill(int first, int count) implements Work {}

    /** Draws {@code count} rows and changes them; the same row may be drawn again. */
    record Draw(int node, long sequence, int count, Skew skew) implements Work {}

    static Bytes encode(Work work) {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        switch (work) {
            case Fill fill -> out.put((byte) 0).putInt(fill.first()).putInt(fill.count());
            case Draw draw -> out.put((byte) (draw.skew() == Skew.UNIFORM ? 1 : 2))
                    .putInt(draw.node())
                    .putLong(draw.sequence())
                    .putInt(draw.count());
        }
        return Bytes.wrap(out.array());
    }

    static Work decode(Bytes bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes.unsafeArray());
        int kind = in.get();
        return switch (kind) {
            case 0 -> new Fill(in.getInt(), in.getInt());
            case 1, 2 -> {
                Skew skew = kind == 1 ? Skew.UNIFORM : Skew.SKEWED;
                int node = in.getInt();
                long sequence = in.getLong();
                yield new Draw(node, sequence, in.getInt(), skew);
            }
            default -> throw new IllegalArgumentException("no transaction begins with " + kind);
        };
    }
}

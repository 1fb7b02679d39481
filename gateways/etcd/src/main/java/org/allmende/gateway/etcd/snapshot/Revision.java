package org.allmende.gateway.etcd.snapshot;

import java.nio.ByteBuffer;
import org.allmende.ledger.encoding.Bytes;

/**
 * Which change of an etcd: each transaction has one {@code main}, and in it each change its own {@code sub}.
 *
 * @param main from 1
 * @param sub from 0
 */
public record Revision(long main, long sub) implements Comparable<Revision> {
    /** Eight bytes big-endian, an underscore, eight bytes big-endian. */
    static final int BYTES = 17;

    private static final int SEPARATOR_AT = 8;

    /** Smaller than that of any change. */
    static final Revision NONE = new Revision(0, 0);

    public Revision {
        if (main < 0 || sub < 0) {
            throw new IllegalArgumentException("no revision is negative: " + main + "." + sub);
        }
    }

    /**
     * @param bytes {@value #BYTES} of them, and what may follow
     * @throws IllegalArgumentException when they are no revision
     */
    static Revision decode(Bytes bytes) {
        if (bytes.length() < BYTES || bytes.at(SEPARATOR_AT) != '_') {
            throw new IllegalArgumentException("no revision is written as " + bytes);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes.unsafeArray());
        return new Revision(buffer.getLong(0), buffer.getLong(SEPARATOR_AT + 1));
    }

    Bytes encode() {
        return Bytes.wrap(ByteBuffer.allocate(BYTES)
                .putLong(main)
                .put((byte) '_')
                .putLong(sub)
                .array());
    }

    @Override
    public int compareTo(Revision other) {
        int byMain = Long.compare(main, other.main);
        return byMain != 0 ? byMain : Long.compare(sub, other.sub);
    }

    @Override
    public String toString() {
        return main + "." + sub;
    }
}

package org.allmende.consensus.conformance;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.allmende.ledger.encoding.Bytes;

/**
 * What the suite submits. Its bytes follow from these three, so that who applies it can tell whether they are whole.
 *
 * @param notBeforeMillis until this agreed time the machine has no room for it
 * @param size in bytes, at least {@link #BYTES_MIN}
 */
record Transaction(long id, long notBeforeMillis, int size) {
    static final int BYTES_MIN = 16;
    static final int SMALL = 200;

    /** Longer than any scenario may take to settle: what is lost is waited for, and never counts as expired. */
    static final Duration VALID = Duration.ofMinutes(30);

    static Transaction small(long id) {
        return new Transaction(id, 0, SMALL);
    }

    Bytes encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(size).putLong(id).putLong(notBeforeMillis);
        while (bytes.hasRemaining()) {
            bytes.put((byte) (id * 31 + bytes.position()));
        }
        return Bytes.wrap(bytes.array());
    }

    /** @throws IllegalStateException when these are not the bytes of any transaction */
    static Transaction of(Bytes encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded.unsafeArray());
        Transaction read = new Transaction(bytes.getLong(), bytes.getLong(), encoded.length());
        if (!read.encoded().equals(encoded)) {
            throw new IllegalStateException("the bytes of transaction " + read.id() + " are not those submitted");
        }
        return read;
    }
}

package org.allmende.ledger.transaction;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.encoding.Fixed;

/**
 * Names a transaction: 8 bytes of valid-until (milliseconds, big-endian), then the first 24 bytes of the SHA-256 of
 * the domain tag and the transaction's bytes, without the proof.
 *
 * <p>The time inside lets anybody tell from the id alone whether it may still be applied, can never be applied, or
 * is so old that the network has forgotten it. 24 bytes of a hash leave a collision as far out of reach as 2^96
 * steps.
 */
public record TransactionId(@Fixed(TransactionId.BYTES) Bytes value) {
    /** How long an id is. */
    public static final int BYTES = 32;

    /** The domain of both the id and the signature of a transaction. */
    public static final String DOMAIN = "allmende/1/transaction";

    public static TransactionId of(long validUntilMillis, Bytes transaction) {
        byte[] id = new byte[BYTES];
        ByteBuffer.wrap(id).putLong(validUntilMillis);
        byte[] digest = Digests.sha256(DOMAIN, transaction).unsafeArray();
        System.arraycopy(digest, 0, id, Long.BYTES, id.length - Long.BYTES);
        return new TransactionId(Bytes.wrap(id));
    }

    /** @throws IllegalArgumentException when {@code text} is not 64 hexadecimal digits */
    public static TransactionId parse(String text) {
        Bytes value = Bytes.hex(text);
        if (value.length() != BYTES) {
            throw new IllegalArgumentException("a transaction id is 64 hexadecimal digits");
        }
        return new TransactionId(value);
    }

    public long validUntilMillis() {
        return ByteBuffer.wrap(Arrays.copyOf(value.unsafeArray(), Long.BYTES)).getLong();
    }

    @Override
    public String toString() {
        return value.toHex();
    }
}

package org.allmende.simulation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.SortedMap;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;

/**
 * What the digest of a state should be, by the rows that nodes told of: tables that hold rows, each as its number, how
 * many rows there are, and these by their keys; whole numbers least byte first.
 */
final class ExpectedDigest {
    /** The row that says where a ledger stands is told with the others, and is none of the state's. */
    private static final int HEAD_TABLE = 0;

    private ExpectedDigest() {}

    /** @param rows by table, then key */
    static Bytes of(SortedMap<Integer, SortedMap<Bytes, Bytes>> rows) {
        MessageDigest digest = Digests.sha256();
        digest.update("allmende/1/state\0".getBytes(StandardCharsets.US_ASCII));
        rows.forEach((table, of) -> {
            if (table != HEAD_TABLE && !of.isEmpty()) {
                digest.update(leastByteFirst(Integer.BYTES + Long.BYTES).putInt(table).putLong(of.size()).array());
                of.forEach((key, value) -> {
                    part(digest, key);
                    part(digest, value);
                });
            }
        });
        return Bytes.wrap(digest.digest());
    }

    private static void part(MessageDigest digest, Bytes bytes) {
        digest.update(leastByteFirst(Integer.BYTES).putInt(bytes.length()).array());
        digest.update(bytes.toArray());
    }

    private static ByteBuffer leastByteFirst(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

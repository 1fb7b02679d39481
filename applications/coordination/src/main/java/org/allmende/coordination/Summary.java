package org.allmende.coordination;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;

/**
 * What a receipt keeps of a result, all numbers big-endian: 8 bytes of revision; of a delete and a transaction also 8
 * bytes of keys deleted; of a transaction also one byte, 1 when its compares held and 0 when not.
 *
 * @param deleted 0 too where the result says nothing of it
 * @param succeeded of a transaction only
 */
public record Summary(long revision, long deleted, Optional<Boolean> succeeded) {
    private static final int PLAIN = Long.BYTES;
    private static final int DELETE = 2 * Long.BYTES;
    private static final int TXN = DELETE + 1;

    static Bytes encode(CoordinationResult result) {
        ByteBuffer buffer = ByteBuffer.allocate(TXN).putLong(result.revision());
        switch (result) {
            case DeleteRangeResult delete -> buffer.putLong(delete.deleted());
            case TxnResult txn -> buffer.putLong(txn.deleted()).put((byte) (txn.succeeded() ? 1 : 0));
            case PutResult put -> {}
            case CoordinationResult.Created created -> {}
            case CoordinationResult.Done done -> {}
            case CoordinationResult.Compacted compacted -> {}
            case CoordinationResult.Granted granted -> {}
            case CoordinationResult.Renewed renewed -> {}
            case CoordinationResult.Revoked revoked -> buffer.putLong(revoked.deleted());
        }
        return Bytes.wrap(buffer.array()).slice(0, buffer.position());
    }

    /** @throws MalformedException when these bytes are no summary of a coordination result */
    public static Summary decode(Bytes bytes) throws MalformedException {
        if (bytes.length() != PLAIN && bytes.length() != DELETE && bytes.length() != TXN) {
            throw new MalformedException("a summary has 8, 16 or 17 bytes, not " + bytes.length());
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
        long revision = buffer.getLong();
        long deleted = buffer.hasRemaining() ? buffer.getLong() : 0;
        if (!buffer.hasRemaining()) {
            return new Summary(revision, deleted, Optional.empty());
        }
        byte branch = buffer.get();
        if (branch != 0 && branch != 1) {
            throw new MalformedException("the branch in a summary is 0 or 1, not " + branch);
        }
        return new Summary(revision, deleted, Optional.of(branch == 1));
    }
}

package org.allmende.coordination;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;

/**
 * What a receipt keeps of a result, all numbers big-endian: 8 bytes of revision; of a delete, a revocation and a
 * transaction also 8 bytes of keys deleted; of a transaction also one byte, 1 when its compares held and 0 when not.
 * Where the result says more than that, 15 bytes of its hash follow: the first of SHA-256 over the domain
 * {@code allmende/1/coordination-result} and its Borsh. So whoever holds a receipt can tell whether a result that
 * somebody shows is the one that was given: {@link org.allmende.ledger.Result#summary} of it is the same.
 *
 * @param deleted 0 too where the result says nothing of it
 * @param succeeded of a transaction only
 */
public record Summary(long revision, long deleted, Optional<Boolean> succeeded) {
    private static final String DOMAIN = "allmende/1/coordination-result";
    private static final int PLAIN = Long.BYTES;
    private static final int DELETE = 2 * Long.BYTES;
    private static final int TXN = DELETE + 1;

    /** Nobody finds another result to a hash of so many bytes. */
    private static final int HASH = 15;

    private static final Codec<CoordinationResult> RESULT = Schema.standard().codec(CoordinationResult.class);

    static Bytes encode(CoordinationResult result) {
        ByteBuffer buffer = ByteBuffer.allocate(TXN + HASH).putLong(result.revision());
        boolean saysMore =
                switch (result) {
                    case DeleteRangeResult delete -> {
                        buffer.putLong(delete.deleted());
                        yield !delete.prevKvs().isEmpty();
                    }
                    case TxnResult txn -> {
                        buffer.putLong(txn.deleted()).put((byte) (txn.succeeded() ? 1 : 0));
                        yield !txn.responses().isEmpty();
                    }
                    case CoordinationResult.Revoked revoked -> {
                        buffer.putLong(revoked.deleted());
                        yield false;
                    }
                    case PutResult put -> put.prevKv().isPresent();
                    case CoordinationResult.Created created -> false;
                    case CoordinationResult.Done done -> false;
                    case CoordinationResult.Compacted compacted -> false;
                    case CoordinationResult.Granted granted -> true;
                    case CoordinationResult.Renewed renewed -> true;
                };
        if (saysMore) {
            buffer.put(Digests.sha256(DOMAIN, RESULT.encode(result)).unsafeArray(), 0, HASH);
        }
        return Bytes.wrap(buffer.array()).slice(0, buffer.position());
    }

    /** @throws MalformedException when these bytes are no summary of a coordination result */
    public static Summary decode(Bytes bytes) throws MalformedException {
        int told = switch (bytes.length()) {
            case PLAIN, DELETE, TXN -> bytes.length();
            case PLAIN + HASH, DELETE + HASH, TXN + HASH -> bytes.length() - HASH;
            default -> throw new MalformedException(
                    "a summary has 8, 16 or 17 bytes, and may have 15 of a hash, but not " + bytes.length());
        };
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray(), 0, told);
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

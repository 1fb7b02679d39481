package org.allmende.gateway.etcd.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.stream.Stream;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.Rpc.Compare;
import org.allmende.etcd.protocol.Rpc.RangeRequest;
import org.allmende.ledger.seeds.Seed;

/** Random requests of the service of keys, right and wrong ones. */
final class KeyRequests {
    /** Requests of a transaction that etcd takes. */
    private static final int TXN_OPERATIONS_MAX = 128;

    private final Seed seed;

    KeyRequests(Seed seed) {
        this.seed = seed;
    }

    /** Whether a put in it keeps the value or the lease that its key has. */
    static boolean keepsWhatIsThere(Rpc.TxnRequest txn) {
        return Stream.concat(txn.getSuccessList().stream(), txn.getFailureList().stream())
                .anyMatch(operation -> operation.getRequestPut().getIgnoreValue()
                        || operation.getRequestPut().getIgnoreLease()
                        || keepsWhatIsThere(operation));
    }

    private static boolean keepsWhatIsThere(Rpc.RequestOp operation) {
        return operation.hasRequestTxn() && keepsWhatIsThere(operation.getRequestTxn());
    }

    Message any() {
        return switch (seed.between(1, 40)) {
            case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 -> range();
            case 13, 14, 15, 16, 17, 18, 19, 20, 21 -> put();
            case 22, 23, 24, 25 -> deleteRange();
            case 26 -> compaction();
            case 27 -> deleteEverything();
            default -> txn(1);
        };
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    ByteString key() {
        return seed.oneIn(60)
                ? ByteString.EMPTY
                : bytes(seed.pick("a", "a", "b", "b", "c", "aa", "ab", "a\0", "\0", "é"));
    }

    ByteString rangeEnd() {
        return switch (seed.between(1, 6)) {
            case 1, 2, 3 -> ByteString.EMPTY;
            case 4 -> bytes("\0");
            default -> bytes(seed.pick("a", "a\0", "ab", "b", "b\0", "c", "d", "\uffff"));
        };
    }

    private ByteString value() {
        return bytes(seed.pick("", "1", "2", "3", "10", "zzz"));
    }

    /** None, some that were chosen by who asks, some by the server, and some that nobody ever granted. */
    long lease() {
        return switch (seed.between(1, 10)) {
            case 1, 2 -> LeaseRequests.chosen(seed);
            case 3 -> Numbers.lease(1);
            case 4 -> Numbers.lease(seed.between(1, LeaseRequests.NAMED));
            case 5 -> seed.pick(-1L, 999L, Long.MAX_VALUE, Long.MIN_VALUE);
            default -> 0;
        };
    }

    private long revision() {
        return switch (seed.between(1, 12)) {
            case 1, 2, 3 -> Numbers.revision(-seed.between(0, 15));
            case 4 -> Numbers.revision(seed.between(1, 2));
            case 5 -> Numbers.compacted(seed.between(-1, 1));
            case 6 -> seed.pick(-1L, 1L, 2L, Long.MAX_VALUE, Long.MIN_VALUE);
            default -> 0;
        };
    }

    private long bound() {
        return seed.oneIn(8) ? Numbers.revision(-seed.between(-1, 15)) : seed.oneIn(60) ? -1 : 0;
    }

    RangeRequest range() {
        return seed.oneIn(5) ? first() : range(revision());
    }

    /** Some of all keys. */
    private RangeRequest first() {
        return RangeRequest.newBuilder()
                .setKey(bytes("\0"))
                .setRangeEnd(bytes("\0"))
                .setLimit(seed.between(1, 3))
                .build();
    }

    private RangeRequest range(long revision) {
        RangeRequest.Builder range = RangeRequest.newBuilder()
                .setKey(key())
                .setRangeEnd(rangeEnd())
                .setRevision(revision)
                .setKeysOnly(seed.oneIn(8))
                .setCountOnly(seed.oneIn(8))
                .setSerializable(seed.oneIn(8))
                .setMinModRevision(bound())
                .setMaxModRevision(bound())
                .setMinCreateRevision(bound())
                .setMaxCreateRevision(bound());
        if (seed.oneIn(3)) {
            range.setLimit(seed.pick(1L, 1L, 2L, 3L, 100L, Long.MAX_VALUE, -1L, Long.MIN_VALUE));
        }
        if (seed.oneIn(3)) {
            range.setSortOrderValue(seed.between(0, 2)).setSortTargetValue(seed.between(0, 4));
        }
        return range.build();
    }

    Rpc.PutRequest put() {
        Rpc.PutRequest.Builder put = Rpc.PutRequest.newBuilder()
                .setKey(key())
                .setValue(value())
                .setLease(lease())
                .setPrevKv(seed.nextBoolean());
        if (seed.oneIn(6)) {
            put.setIgnoreValue(true);
            if (!seed.oneIn(4)) {
                put.clearValue();
            }
        }
        if (seed.oneIn(6)) {
            put.setIgnoreLease(true);
            if (!seed.oneIn(4)) {
                put.clearLease();
            }
        }
        return put.build();
    }

    private Rpc.DeleteRangeRequest deleteRange() {
        return Rpc.DeleteRangeRequest.newBuilder()
                .setKey(key())
                .setRangeEnd(rangeEnd())
                .setPrevKv(seed.nextBoolean())
                .build();
    }

    private Rpc.DeleteRangeRequest deleteEverything() {
        return Rpc.DeleteRangeRequest.newBuilder()
                .setKey(bytes("\0"))
                .setRangeEnd(bytes("\0"))
                .setPrevKv(true)
                .build();
    }

    private Rpc.CompactionRequest compaction() {
        return Rpc.CompactionRequest.newBuilder()
                .setRevision(
                        switch (seed.between(1, 8)) {
                            case 1 -> Numbers.revision(1);
                            case 2 -> Numbers.compacted(seed.between(-1, 1));
                            case 3 -> seed.pick(0L, -1L, 1L, Long.MAX_VALUE);
                            case 4 -> Numbers.revision(0);
                            default -> Numbers.revision(-seed.between(0, 10));
                        })
                .setPhysical(seed.nextBoolean())
                .build();
    }

    private Rpc.TxnRequest txn(int depth) {
        Rpc.TxnRequest.Builder txn = Rpc.TxnRequest.newBuilder();
        for (int i = seed.between(0, 2); i > 0; i--) {
            txn.addCompare(compare());
        }
        for (int i = seed.between(0, 3); i > 0; i--) {
            txn.addSuccess(operation(depth));
        }
        for (int i = seed.between(0, 3); i > 0; i--) {
            txn.addFailure(operation(depth));
        }
        if (seed.oneIn(40)) {
            addMany(txn, TXN_OPERATIONS_MAX + seed.between(0, 1));
        }
        return txn.build();
    }

    /** @param operations so many in one branch, or comparisons */
    private void addMany(Rpc.TxnRequest.Builder txn, int operations) {
        boolean compares = seed.oneIn(3);
        while (compares && txn.getCompareCount() < operations) {
            txn.addCompare(compare());
        }
        while (!compares && txn.getSuccessCount() < operations) {
            txn.addSuccess(Rpc.RequestOp.newBuilder().setRequestRange(RangeRequest.newBuilder().setKey(key())));
        }
    }

    private Rpc.RequestOp operation(int depth) {
        Rpc.RequestOp.Builder operation = Rpc.RequestOp.newBuilder();
        return switch (seed.between(1, 24)) {
            case 1, 2, 3, 4, 5, 6, 7 -> operation.setRequestRange(rangeOfTxn()).build();
            case 8, 9, 10, 11, 12, 13, 14, 15 -> operation.setRequestPut(put()).build();
            case 16, 17, 18, 19 -> operation.setRequestDeleteRange(deleteRange()).build();
            case 20 -> seed.oneIn(6) ? operation.build() : operation.setRequestPut(put()).build();
            default ->
                depth < 3
                        ? operation.setRequestTxn(txn(depth + 1)).build()
                        : operation.setRequestPut(put()).build();
        };
    }

    /** Mostly of now: another revision ends the transaction. */
    private RangeRequest rangeOfTxn() {
        RangeRequest range = range();
        return seed.oneIn(4) ? range : range.toBuilder().clearRevision().build();
    }

    private Compare compare() {
        Compare.Builder compare = Compare.newBuilder()
                .setKey(key())
                .setResultValue(seed.between(0, 3))
                .setTargetValue(seed.between(0, 4));
        if (seed.oneIn(4)) {
            compare.setRangeEnd(rangeEnd());
        }
        // Which of two leases is the larger one, when a server chose them, is its own affair.
        boolean order = compare.getResult() == Compare.CompareResult.GREATER
                || compare.getResult() == Compare.CompareResult.LESS;
        switch (seed.oneIn(20) ? seed.between(0, 5) : compare.getTargetValue()) {
            case 0 -> compare.setVersion(seed.pick(0L, 1L, 2L, 3L, -1L));
            case 1 -> compare.setCreateRevision(seed.nextBoolean() ? 0 : Numbers.revision(-seed.between(0, 5)));
            case 2 -> compare.setModRevision(seed.nextBoolean() ? 0 : Numbers.revision(-seed.between(0, 5)));
            case 3 -> compare.setValue(value());
            case 4 -> compare.setLease(order ? LeaseRequests.chosen(seed) : lease());
            default -> {}
        }
        return compare.build();
    }
}

package org.allmende.coordination;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/** What can be said against a request without looking at any key, in the order in which etcd says it. */
final class RequestCheck {
    private long requests;
    private long bytes;

    private RequestCheck() {}

    static Optional<CoordinationReason> objection(Request request) {
        RequestCheck check = new RequestCheck();
        CoordinationReason reason = check.of(request, CoordinationLimits.TXN_OPERATIONS_MAX, 1);
        if (reason == null && request instanceof TxnRequest txn && DuplicateKeys.in(txn)) {
            reason = CoordinationReason.DUPLICATE_KEY;
        }
        if (reason == null && check.bytes > CoordinationLimits.REQUEST_BYTES_MAX) {
            reason = CoordinationReason.REQUEST_TOO_LARGE;
        }
        return Optional.ofNullable(reason);
    }

    static Optional<CoordinationReason> objection(KeyRange range) {
        return Optional.ofNullable(new RequestCheck().range(range.key(), range.rangeEnd()));
    }

    private @Nullable CoordinationReason of(Request request, int operationsLeft, int depth) {
        return switch (request) {
            case PutRequest put -> of(put);
            case RangeRequest range -> range(range.key(), range.rangeEnd());
            case DeleteRangeRequest delete -> range(delete.key(), delete.rangeEnd());
            case TxnRequest txn -> of(txn, operationsLeft, depth);
        };
    }

    private @Nullable CoordinationReason of(PutRequest put) {
        CoordinationReason reason = key(put.key(), CoordinationLimits.KEY_BYTES_MAX);
        if (reason != null) {
            return reason;
        }
        if (put.ignoreValue() && !put.value().isEmpty()) {
            return CoordinationReason.VALUE_PROVIDED;
        }
        if (put.ignoreLease() && put.lease() != 0) {
            return CoordinationReason.LEASE_PROVIDED;
        }
        bytes += put.value().length();
        return null;
    }

    private @Nullable CoordinationReason of(TxnRequest txn, int operationsLeft, int depth) {
        int compares = txn.compares().size();
        int largest = Math.max(compares, Math.max(txn.success().size(), txn.failure().size()));
        requests += compares + txn.success().size() + txn.failure().size();
        if (largest > operationsLeft
                || requests > CoordinationLimits.TXN_REQUESTS_MAX
                || depth > CoordinationLimits.TXN_DEPTH_MAX) {
            return CoordinationReason.TOO_MANY_OPERATIONS;
        }
        for (Compare compare : txn.compares()) {
            CoordinationReason reason = range(compare.key(), compare.rangeEnd());
            if (reason != null) {
                return reason;
            }
            if (compare.expected() instanceof Compare.Expected.Value(Bytes value)) {
                bytes += value.length();
            }
        }
        CoordinationReason reason = of(txn.success(), operationsLeft - largest, depth + 1);
        return reason != null ? reason : of(txn.failure(), operationsLeft - largest, depth + 1);
    }

    private @Nullable CoordinationReason of(List<Request> branch, int operationsLeft, int depth) {
        for (Request request : branch) {
            CoordinationReason reason = of(request, operationsLeft, depth);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private @Nullable CoordinationReason range(Bytes key, Bytes rangeEnd) {
        // Alone it is a key and no bound: the end of its range, one byte longer, would be none either.
        boolean alone = rangeEnd.isEmpty();
        CoordinationReason reason =
                key(key, alone ? CoordinationLimits.KEY_BYTES_MAX : CoordinationLimits.BOUND_BYTES_MAX);
        bytes += rangeEnd.length();
        return reason == null && rangeEnd.length() > CoordinationLimits.BOUND_BYTES_MAX
                ? CoordinationReason.KEY_TOO_LARGE
                : reason;
    }

    private @Nullable CoordinationReason key(Bytes key, int bytesMax) {
        bytes += key.length();
        if (key.isEmpty()) {
            return CoordinationReason.EMPTY_KEY;
        }
        return key.length() > bytesMax ? CoordinationReason.KEY_TOO_LARGE : null;
    }
}

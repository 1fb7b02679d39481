package org.allmende.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.Compare.Relation;

/** Decides which branches of a transaction are taken, all of them before anything is changed, as etcd does. */
final class Branches {
    private final KeyReader reader;

    Branches(KeyReader reader) {
        this.reader = reader;
    }

    /**
     * The branch a transaction takes.
     *
     * @param nested those that the transactions in it take, in their order
     */
    record Taken(TxnRequest txn, boolean succeeded, List<Taken> nested) {
        List<Request> requests() {
            return succeeded ? txn.success() : txn.failure();
        }
    }

    Taken taken(TxnRequest txn) {
        boolean succeeded = txn.compares().stream().allMatch(this::holds);
        List<Taken> nested = new ArrayList<>();
        for (Request request : succeeded ? txn.success() : txn.failure()) {
            if (request instanceof TxnRequest inner) {
                nested.add(taken(inner));
            }
        }
        return new Taken(txn, succeeded, nested);
    }

    private boolean holds(Compare compare) {
        boolean[] holds = {true};
        boolean[] found = {false};
        reader.walk(new KeyRange(compare.key(), compare.rangeEnd()), KeyReader.NOW, (at, version) -> {
            found[0] = true;
            holds[0] = holds(compare, Optional.of(version.of(at)));
            return holds[0];
        });
        return found[0] ? holds[0] : holds(compare, Optional.empty());
    }

    private static boolean holds(Compare compare, Optional<KeyValue> key) {
        return switch (compare.expected()) {
            // etcd's applyCompare: a missing value is neither equal to nor different from any.
            case Compare.Expected.Value expected ->
                key.isPresent() && holds(compare.relation(), key.get().value().compareTo(expected.value()));
            case Compare.Expected.Version expected ->
                holds(compare.relation(), key.map(KeyValue::version), expected.version());
            case Compare.Expected.CreateRevision expected ->
                holds(compare.relation(), key.map(KeyValue::createRevision), expected.revision());
            case Compare.Expected.ModRevision expected ->
                holds(compare.relation(), key.map(KeyValue::modRevision), expected.revision());
            case Compare.Expected.Lease expected ->
                holds(compare.relation(), key.map(KeyValue::lease), expected.lease());
        };
    }

    private static boolean holds(Relation relation, Optional<Long> stored, long expected) {
        return holds(relation, Long.compare(stored.orElse(0L), expected));
    }

    private static boolean holds(Relation relation, int comparison) {
        return switch (relation) {
            case EQUAL -> comparison == 0;
            case GREATER -> comparison > 0;
            case LESS -> comparison < 0;
            case NOT_EQUAL -> comparison != 0;
        };
    }
}

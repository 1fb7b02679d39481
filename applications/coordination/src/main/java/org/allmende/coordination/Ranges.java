package org.allmende.coordination;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.RangeRequest.SortOrder;
import org.allmende.coordination.RangeRequest.SortTarget;

/** Answers range requests, in the order of etcd's own steps: fetch, filter, sort, cut, leave values out. */
final class Ranges {
    private Ranges() {}

    /** What is wrong with the revision a range outside of a transaction asks for. */
    static Optional<CoordinationReason> objection(RangeRequest request, Keyspace keyspace) {
        if (request.revision() > keyspace.revision()) {
            return Optional.of(CoordinationReason.FUTURE_REVISION);
        }
        return request.revision() > 0 && request.revision() < keyspace.compacted()
                ? Optional.of(CoordinationReason.COMPACTED)
                : Optional.empty();
    }

    /** @param current the revision to answer as the current one */
    static RangeResult answer(RangeRequest request, long current, KeyReader reader, Effort effort) {
        List<KeyValue> found = new ArrayList<>();
        long fetch = fetched(request);
        long[] count = {0};
        // Any revision below 1 is the current one to etcd.
        long revision = request.revision() <= 0 ? KeyReader.NOW : request.revision();
        reader.walk(new KeyRange(request.key(), request.rangeEnd()), revision, (at, version) -> {
            count[0]++;
            if (count[0] <= fetch) {
                KeyValue keyValue = version.of(at);
                if (passes(request, keyValue)) {
                    found.add(keyValue);
                }
            }
            // One more than can be answered: the limit may still cut it off.
            return found.size() <= CoordinationLimits.ANSWER_KEYS_MAX + 1
                    || effort.refuse(CoordinationReason.TOO_MANY_KEYS);
        });
        sort(request, found);
        boolean more = request.limit() > 0 && found.size() > request.limit();
        List<KeyValue> answered = new ArrayList<>();
        for (KeyValue keyValue : more ? found.subList(0, (int) request.limit()) : found) {
            KeyValue shown = request.keysOnly() ? keyValue.withoutValue() : keyValue;
            if (!effort.answer(shown)) {
                break;
            }
            answered.add(shown);
        }
        return new RangeResult(current, answered, count[0], more);
    }

    /** How many keys are looked at closer: one over the limit, unless the order or a filter may want any of them. */
    private static long fetched(RangeRequest request) {
        if (request.countOnly()) {
            return 0;
        }
        boolean any = request.sortOrder() != SortOrder.NONE
                || request.minModRevision() != 0
                || request.maxModRevision() != 0
                || request.minCreateRevision() != 0
                || request.maxCreateRevision() != 0;
        return any || request.limit() <= 0 || request.limit() == Long.MAX_VALUE ? Long.MAX_VALUE : request.limit() + 1;
    }

    private static boolean passes(RangeRequest request, KeyValue keyValue) {
        return (request.minModRevision() == 0 || keyValue.modRevision() >= request.minModRevision())
                && (request.maxModRevision() == 0 || keyValue.modRevision() <= request.maxModRevision())
                && (request.minCreateRevision() == 0 || keyValue.createRevision() >= request.minCreateRevision())
                && (request.maxCreateRevision() == 0 || keyValue.createRevision() <= request.maxCreateRevision());
    }

    private static void sort(RangeRequest request, List<KeyValue> found) {
        if (request.sortTarget() == SortTarget.KEY && request.sortOrder() != SortOrder.DESCEND) {
            return;
        }
        Comparator<KeyValue> ascending =
                switch (request.sortTarget()) {
                    case KEY -> Comparator.comparing(KeyValue::key);
                    case VERSION -> Comparator.comparingLong(KeyValue::version);
                    case CREATE -> Comparator.comparingLong(KeyValue::createRevision);
                    case MOD -> Comparator.comparingLong(KeyValue::modRevision);
                    case VALUE -> Comparator.comparing(KeyValue::value);
                };
        found.sort(request.sortOrder() == SortOrder.DESCEND ? ascending.reversed() : ascending);
    }
}

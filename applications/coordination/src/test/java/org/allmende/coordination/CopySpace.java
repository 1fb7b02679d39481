package org.allmende.coordination;

import static org.allmende.coordination.CoordinationExpectation.refuseIf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How much a keyspace may take, and its alarms. What it takes is in no number here: all its rows are gone through. */
final class CopySpace {
    private long quota = 2_147_483_648L;
    private final List<Alarm> alarms = new ArrayList<>();

    CopySpace copy() {
        CopySpace copy = new CopySpace();
        copy.quota = quota;
        copy.alarms.addAll(alarms);
        return copy;
    }

    /** @return whether there was another before */
    boolean setQuota(long bytes) {
        boolean another = bytes != quota;
        quota = bytes;
        return another;
    }

    /** @return whether that was news */
    boolean change(Alarm alarm, boolean raised) {
        if (!raised) {
            refuseIf(!alarms.remove(alarm), CoordinationReason.ALARM_NOT_FOUND);
            return true;
        }
        return !alarms.contains(alarm) && alarms.add(alarm);
    }

    boolean isFullFor(long more, PastRows rows) {
        return has(Alarm.Kind.NO_SPACE) || quota > 0 && rows.bytes() + more > quota;
    }

    /** Whether 1.5 MiB in 4,096 puts might not fit. */
    boolean mayBeFull(PastRows rows) {
        return quota > 0 && rows.bytes() + 1_572_864 + 4_096 * 64 > quota;
    }

    boolean has(Alarm.Kind kind) {
        return alarms.stream().anyMatch(alarm -> alarm.kind() == kind);
    }

    /** Against a request on keys. */
    void check(Request request, PastRows rows) {
        long most = most(request);
        refuseIf(most > 0 && isFullFor(most, rows), CoordinationReason.NO_SPACE);
        refuseIf(has(Alarm.Kind.CORRUPT) && !isReading(request), CoordinationReason.SAID_TO_BE_CORRUPT);
    }

    /** What was really stored, where nothing but puts counts. */
    void checkStored(List<KeyEvent> events, PastRows rows) {
        long stored = events.stream()
                .filter(event -> event.kind() == KeyEvent.Kind.PUT)
                .mapToLong(CopySpace::bytes)
                .sum();
        refuseIf(quota > 0 && stored > 0 && rows.bytes() + stored > quota, CoordinationReason.NO_SPACE);
    }

    static long bytes(KeyEvent event) {
        int value = event.kind() == KeyEvent.Kind.PUT ? event.keyValue().value().length() : 0;
        return 64L + event.keyValue().key().length() + value;
    }

    private static long most(Request request) {
        if (request instanceof PutRequest put) {
            return 64L + put.key().length() + put.value().length();
        }
        if (request instanceof TxnRequest txn) {
            return Math.max(most(txn.success()), most(txn.failure()));
        }
        return 0;
    }

    private static long most(List<Request> branch) {
        long all = 0;
        for (Request request : branch) {
            all += most(request);
        }
        return all;
    }

    private static boolean isReading(Request request) {
        return request instanceof RangeRequest
                || request instanceof TxnRequest txn
                        && txn.success().stream().allMatch(CopySpace::isReading)
                        && txn.failure().stream().allMatch(CopySpace::isReading);
    }

    SpaceAnswer answer(long height, PastRows rows) {
        List<Alarm> sorted = alarms.stream()
                .sorted(Comparator.comparing(Alarm::kind).thenComparingLong(Alarm::member))
                .toList();
        return new SpaceAnswer.Found(height, rows.bytes(), quota, sorted, rows.isSwept());
    }
}

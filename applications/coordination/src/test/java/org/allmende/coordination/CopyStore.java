package org.allmende.coordination;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allmende.coordination.Compare.Expected;
import org.allmende.coordination.RangeRequest.SortOrder;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a keyspace is, as simply as it can be said: a whole copy of all keys for every revision, and the events between
 * them. Slow, and without any idea in common with how it is kept in tables.
 */
final class CopyStore {
    /** The keys after each revision from 1 on. */
    private final List<SortedMap<Bytes, KeyValue>> keys = new ArrayList<>();

    /** The events of each revision from 1 on, with what was before. */
    private final List<List<KeyEvent>> events = new ArrayList<>();

    private final SortedMap<Long, Lease> leases = new TreeMap<>();
    private long graceMillis;
    private long compacted = -1;

    /** @param timerMillis when somebody will look whether it has ended */
    private record Lease(AccountId account, long ttlSeconds, long renewedMillis, long timerMillis) {}

    CopyStore() {
        keys.add(new TreeMap<>());
        events.add(List.of());
    }

    CopyStore(CopyStore other) {
        keys.addAll(other.keys);
        events.addAll(other.events);
        leases.putAll(other.leases);
        graceMillis = other.graceMillis;
        compacted = other.compacted;
    }

    /** An operation came to nothing. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final CoordinationReason reason;

        Refusal(CoordinationReason reason) {
            this.reason = reason;
        }
    }

    long revision() {
        return keys.size();
    }

    /** How many keys there are now. */
    int keys() {
        return keys.getLast().size();
    }

    long compacted() {
        return compacted;
    }

    CoordinationResult compact(long revision) {
        refuseIf(revision > revision(), CoordinationReason.FUTURE_REVISION);
        refuseIf(revision <= compacted, CoordinationReason.COMPACTED);
        compacted = revision;
        return new CoordinationResult.Compacted(revision());
    }

    /** Refuses what is wrong with a request whatever the keys are. */
    void check(Request request) {
        new Work().checkShape(request);
        if (request instanceof TxnRequest txn) {
            refuseIf(duplicate(txn.success()) || duplicate(txn.failure()), CoordinationReason.DUPLICATE_KEY);
        }
    }

    /** The puts and deletions of the last revision. */
    List<KeyEvent> lastEvents() {
        return events.getLast();
    }

    /** Rows of history once everything before a revision is swept away. */
    long historyRows(long swept) {
        return events.stream()
                .flatMap(List::stream)
                .filter(event -> event.revision() >= swept)
                .count();
    }

    /** Rows of versions likewise: those from {@code swept} on, and below it what a key still is there. */
    long versionRows(long swept) {
        SortedMap<Bytes, Boolean> isBelow = new TreeMap<>();
        for (KeyEvent event : events.stream().flatMap(List::stream).toList()) {
            if (event.revision() < swept) {
                isBelow.put(event.keyValue().key(), event.kind() == KeyEvent.Kind.PUT);
            } else if (event.revision() == swept) {
                isBelow.put(event.keyValue().key(), false);
            }
        }
        return historyRows(swept) + isBelow.values().stream().filter(below -> below).count();
    }

    // ---- leases

    CoordinationResult grant(long id, long ttlSeconds, AccountId account, long nowMillis) {
        long ttl = Math.max(2, ttlSeconds);
        leases.put(id, new Lease(account, ttl, nowMillis, nowMillis + ttl * 1_000));
        return new CoordinationResult.Granted(revision(), ttl);
    }

    boolean hasLease(long id) {
        return leases.containsKey(id);
    }

    int leases() {
        return leases.size();
    }

    long leasedKeys() {
        return keys.getLast().values().stream().filter(each -> each.lease() != 0).count();
    }

    CoordinationResult renew(List<Long> ids, Predicate<AccountId> holds, long nowMillis) {
        List<Long> renewed = new ArrayList<>();
        for (long id : ids) {
            Lease lease = leases.get(id);
            if (lease == null || !holds.test(lease.account())) {
                renewed.add(0L);
            } else {
                leases.put(id, new Lease(lease.account(), lease.ttlSeconds(), nowMillis, lease.timerMillis()));
                renewed.add(lease.ttlSeconds());
            }
        }
        return new CoordinationResult.Renewed(revision(), renewed);
    }

    CoordinationResult revoke(long id, Predicate<AccountId> holds) {
        Lease lease = leases.get(id);
        if (lease == null) {
            throw new Refusal(CoordinationReason.LEASE_NOT_FOUND);
        }
        refuseIf(!holds.test(lease.account()), CoordinationReason.NOT_ALLOWED);
        int deleted = end(id);
        return new CoordinationResult.Revoked(revision(), deleted);
    }

    /** Every key that has it goes, in one revision. @return how many */
    int end(long id) {
        leases.remove(id);
        Work work = new Work();
        List<KeyValue> attached =
                work.now.values().stream().filter(each -> each.lease() == id).toList();
        work.delete(attached);
        keep(work);
        return attached.size();
    }

    long endMillis(long id) {
        return Math.max(endWithoutGapMillis(id), graceMillis + lease(id).ttlSeconds() * 1_000);
    }

    long endWithoutGapMillis(long id) {
        return lease(id).renewedMillis() + lease(id).ttlSeconds() * 1_000;
    }

    long timerMillis(long id) {
        return lease(id).timerMillis();
    }

    void setTimer(long id, long millis) {
        Lease lease = lease(id);
        leases.put(id, new Lease(lease.account(), lease.ttlSeconds(), lease.renewedMillis(), millis));
    }

    void gap(long nowMillis) {
        graceMillis = nowMillis;
    }

    /** Those whose time has come: by when they are looked at, then by the bytes of their ids. */
    private List<Long> due(long nowMillis) {
        return leases.keySet().stream()
                .filter(id -> timerMillis(id) <= nowMillis)
                .sorted(Comparator.comparingLong(this::timerMillis).thenComparing(Long::compareUnsigned))
                .toList();
    }

    /** What a round at this time does before anything else. */
    void expire(long nowMillis) {
        for (long id : due(nowMillis)) {
            if (endMillis(id) > nowMillis) {
                setTimer(id, endMillis(id));
            } else {
                end(id);
            }
        }
    }

    private Lease lease(long id) {
        Lease lease = leases.get(id);
        if (lease == null) {
            throw new IllegalArgumentException("there is no lease " + id);
        }
        return lease;
    }

    List<LeaseInfo> leaseInfos() {
        return leases.entrySet().stream()
                .map(each -> new LeaseInfo(
                        each.getKey(),
                        each.getValue().account(),
                        each.getValue().ttlSeconds(),
                        endMillis(each.getKey()),
                        keysOf(each.getKey()).size()))
                .toList();
    }

    List<Bytes> keysOf(long lease) {
        return keys.getLast().values().stream()
                .filter(each -> each.lease() == lease)
                .map(KeyValue::key)
                .toList();
    }

    // ---- keys

    /** By somebody who may attach keys to any lease. */
    CoordinationResult apply(Request request) {
        return apply(request, account -> true);
    }

    /** @param holds whether it is done by who may attach keys to the leases of this account */
    CoordinationResult apply(Request request, Predicate<AccountId> holds) {
        Work work = new Work(holds);
        CoordinationResult result =
                switch (request) {
                    case PutRequest put -> work.put(put);
                    case DeleteRangeRequest delete -> work.delete(delete);
                    case TxnRequest txn -> work.txn(txn);
                    case RangeRequest range -> throw new IllegalArgumentException("a range is no operation");
                };
        keep(work);
        return result;
    }

    private void keep(Work work) {
        if (!work.done.isEmpty()) {
            keys.add(work.now);
            events.add(work.done);
        }
    }

    RangeResult range(RangeRequest request) {
        refuseIf(request.revision() > revision(), CoordinationReason.FUTURE_REVISION);
        refuseIf(request.revision() > 0 && request.revision() < compacted, CoordinationReason.COMPACTED);
        return range(request, keys.getLast(), revision());
    }

    private RangeResult range(RangeRequest request, SortedMap<Bytes, KeyValue> now, long current) {
        SortedMap<Bytes, KeyValue> all = request.revision() <= 0 ? now : keys.get((int) request.revision() - 1);
        List<KeyValue> inRange = all.values().stream()
                .filter(in(request.key(), request.rangeEnd()))
                .toList();
        if (request.countOnly()) {
            return new RangeResult(current, List.of(), inRange.size(), false);
        }
        boolean filtered = request.minModRevision() != 0
                || request.maxModRevision() != 0
                || request.minCreateRevision() != 0
                || request.maxCreateRevision() != 0;
        Stream<KeyValue> found = inRange.stream();
        if (request.limit() > 0 && request.sortOrder() == SortOrder.NONE && !filtered) {
            found = found.limit(request.limit() + 1);
        }
        List<KeyValue> sorted = found.filter(each -> within(
                        each.modRevision(), request.minModRevision(), request.maxModRevision()))
                .filter(each -> within(each.createRevision(), request.minCreateRevision(), request.maxCreateRevision()))
                .sorted(order(request))
                .map(each -> request.keysOnly()
                        ? new KeyValue(
                                each.key(),
                                each.createRevision(),
                                each.modRevision(),
                                each.version(),
                                Bytes.EMPTY,
                                each.lease())
                        : each)
                .toList();
        boolean more = request.limit() > 0 && sorted.size() > request.limit();
        return new RangeResult(
                current,
                more ? sorted.subList(0, (int) request.limit()) : sorted,
                inRange.size(),
                more);
    }

    private static boolean within(long revision, long min, long max) {
        return (min == 0 || min <= revision) && (max == 0 || revision <= max);
    }

    private static Comparator<KeyValue> order(RangeRequest request) {
        Comparator<KeyValue> by =
                switch (request.sortTarget()) {
                    case KEY -> Comparator.comparing(KeyValue::key);
                    case VERSION -> Comparator.comparingLong(KeyValue::version);
                    case CREATE -> Comparator.comparingLong(KeyValue::createRevision);
                    case MOD -> Comparator.comparingLong(KeyValue::modRevision);
                    case VALUE -> Comparator.comparing(KeyValue::value);
                };
        return request.sortOrder() == SortOrder.DESCEND ? by.reversed() : by;
    }

    /** All events of these keys from a revision on. */
    List<KeyEvent> history(HistoryRequest request) {
        refuseIf(request.fromRevision() < compacted, CoordinationReason.COMPACTED);
        Predicate<KeyValue> in = in(request.key(), request.rangeEnd());
        return events.stream()
                .flatMap(List::stream)
                .filter(event -> event.revision() >= request.fromRevision() && in.test(event.keyValue()))
                .map(event -> request.prevKv() && event.revision() - 1 >= compacted
                        ? event
                        : new KeyEvent(event.kind(), event.keyValue(), Optional.empty()))
                .toList();
    }

    private static Predicate<KeyValue> in(Bytes key, Bytes rangeEnd) {
        if (rangeEnd.isEmpty()) {
            return each -> each.key().equals(key);
        }
        boolean endless = rangeEnd.equals(Bytes.of((byte) 0));
        return each ->
                each.key().compareTo(key) >= 0 && (endless || each.key().compareTo(rangeEnd) < 0);
    }

    private static void refuseIf(boolean wrong, CoordinationReason reason) {
        if (wrong) {
            throw new Refusal(reason);
        }
    }

    /** One operation. */
    private final class Work {
        private final SortedMap<Bytes, KeyValue> before = keys.getLast();
        private final SortedMap<Bytes, KeyValue> now = new TreeMap<>(before);
        private final List<KeyEvent> done = new ArrayList<>();
        private final Predicate<AccountId> holds;

        Work() {
            this(account -> false);
        }

        Work(Predicate<AccountId> holds) {
            this.holds = holds;
        }

        private long current() {
            return revision() + (done.isEmpty() ? 0 : 1);
        }

        private PutResult put(PutRequest put) {
            checkShape(put);
            checkLease(put);
            return doPut(put);
        }

        private void checkLease(PutRequest put) {
            if (put.lease() != 0) {
                Lease lease = leases.get(put.lease());
                if (lease == null) {
                    throw new Refusal(CoordinationReason.LEASE_NOT_FOUND);
                }
                refuseIf(!holds.test(lease.account()), CoordinationReason.NOT_ALLOWED);
            }
        }

        private PutResult doPut(PutRequest put) {
            @Nullable KeyValue old = now.get(put.key());
            refuseIf(old == null && (put.ignoreValue() || put.ignoreLease()), CoordinationReason.KEY_NOT_FOUND);
            long revision = revision() + 1;
            KeyValue made = old == null
                    ? new KeyValue(put.key(), revision, revision, 1, put.value(), put.lease())
                    : new KeyValue(
                            put.key(),
                            old.createRevision(),
                            revision,
                            old.version() + 1,
                            put.ignoreValue() ? old.value() : put.value(),
                            put.ignoreLease() ? old.lease() : put.lease());
            now.put(put.key(), made);
            boolean created = made.createRevision() == revision;
            done.add(new KeyEvent(
                    KeyEvent.Kind.PUT, made, created ? Optional.empty() : Optional.ofNullable(before.get(put.key()))));
            return new PutResult(current(), put.prevKv() ? Optional.ofNullable(old) : Optional.empty());
        }

        private DeleteRangeResult delete(DeleteRangeRequest delete) {
            checkShape(delete);
            List<KeyValue> found =
                    now.values().stream().filter(in(delete.key(), delete.rangeEnd())).toList();
            delete(found);
            return new DeleteRangeResult(current(), found.size(), delete.prevKv() ? found : List.of());
        }

        private void delete(List<KeyValue> found) {
            for (KeyValue each : found) {
                now.remove(each.key());
                done.add(new KeyEvent(
                        KeyEvent.Kind.DELETE,
                        new KeyValue(each.key(), 0, revision() + 1, 0, Bytes.EMPTY, 0),
                        Optional.ofNullable(before.get(each.key()))));
            }
        }

        private TxnResult txn(TxnRequest txn) {
            checkShape(txn);
            refuseIf(duplicate(txn.success()) || duplicate(txn.failure()), CoordinationReason.DUPLICATE_KEY);
            List<Request> flat = takenRequests(txn);
            for (Request request : flat) {
                if (request instanceof PutRequest put) {
                    refuseIf(
                            (put.ignoreValue() || put.ignoreLease()) && !before.containsKey(put.key()),
                            CoordinationReason.KEY_NOT_FOUND);
                    checkLease(put);
                }
            }
            for (Request request : flat) {
                if (request instanceof RangeRequest range) {
                    refuseIf(range.revision() > revision(), CoordinationReason.FUTURE_REVISION);
                    refuseIf(range.revision() != 0 && range.revision() < compacted, CoordinationReason.COMPACTED);
                }
            }
            return doTxn(txn);
        }

        private TxnResult doTxn(TxnRequest txn) {
            List<Response> responses = new ArrayList<>();
            boolean yes = holds(txn);
            for (Request request : yes ? txn.success() : txn.failure()) {
                responses.add(
                        switch (request) {
                            case PutRequest put -> doPut(put);
                            case DeleteRangeRequest delete -> delete(delete);
                            case RangeRequest range -> range(range, now, current());
                            case TxnRequest nested -> doTxn(nested);
                        });
            }
            return new TxnResult(current(), yes, responses);
        }

        /** All requests of the taken branches, without the transactions around them. */
        private List<Request> takenRequests(TxnRequest txn) {
            List<Request> flat = new ArrayList<>();
            for (Request request : holds(txn) ? txn.success() : txn.failure()) {
                if (request instanceof TxnRequest nested) {
                    flat.addAll(takenRequests(nested));
                } else {
                    flat.add(request);
                }
            }
            return flat;
        }

        private boolean holds(TxnRequest txn) {
            return txn.compares().stream().allMatch(compare -> {
                List<KeyValue> found = before.values().stream()
                        .filter(in(compare.key(), compare.rangeEnd()))
                        .toList();
                if (found.isEmpty()) {
                    return !(compare.expected() instanceof Expected.Value)
                            && holds(compare, new KeyValue(compare.key(), 0, 0, 0, Bytes.EMPTY, 0));
                }
                return found.stream().allMatch(each -> holds(compare, each));
            });
        }

        private boolean holds(Compare compare, KeyValue each) {
            int sign =
                    switch (compare.expected()) {
                        case Expected.Version(long version) -> Long.compare(each.version(), version);
                        case Expected.CreateRevision(long revision) -> Long.compare(each.createRevision(), revision);
                        case Expected.ModRevision(long revision) -> Long.compare(each.modRevision(), revision);
                        case Expected.Lease(long lease) -> Long.compare(each.lease(), lease);
                        case Expected.Value(Bytes value) -> each.value().compareTo(value);
                    };
            return switch (compare.relation()) {
                case EQUAL -> sign == 0;
                case NOT_EQUAL -> sign != 0;
                case LESS -> sign < 0;
                case GREATER -> sign > 0;
            };
        }

        private void checkShape(Request request) {
            switch (request) {
                case PutRequest put -> {
                    refuseIf(put.key().isEmpty(), CoordinationReason.EMPTY_KEY);
                    refuseIf(put.ignoreValue() && !put.value().isEmpty(), CoordinationReason.VALUE_PROVIDED);
                    refuseIf(put.ignoreLease() && put.lease() != 0, CoordinationReason.LEASE_PROVIDED);
                }
                case RangeRequest range -> refuseIf(range.key().isEmpty(), CoordinationReason.EMPTY_KEY);
                case DeleteRangeRequest delete -> {
                    refuseIf(delete.key().isEmpty(), CoordinationReason.EMPTY_KEY);
                    // As the bound of a range it may be one byte longer.
                    refuseIf(
                            delete.rangeEnd().isEmpty() && delete.key().length() > 4_000,
                            CoordinationReason.KEY_TOO_LARGE);
                }
                case TxnRequest txn -> {
                    refuseIf(txn.compares().size() > 128, CoordinationReason.TOO_MANY_OPERATIONS);
                    txn.compares()
                            .forEach(each -> refuseIf(each.key().isEmpty(), CoordinationReason.EMPTY_KEY));
                    txn.success().forEach(this::checkShape);
                    txn.failure().forEach(this::checkShape);
                }
            }
        }
    }

    private record Deleted(Bytes key, Bytes rangeEnd) {
        /** The end as it is written, so that the zero byte ends a range before it begins. */
        boolean holds(Bytes candidate) {
            return rangeEnd.isEmpty()
                    ? candidate.equals(key)
                    : candidate.compareTo(key) >= 0 && candidate.compareTo(rangeEnd) < 0;
        }
    }

    private static boolean duplicate(List<Request> branch) {
        return collect(branch, new ArrayList<>(), new ArrayList<>());
    }

    /** Adds what the branch puts and deletes. @return whether it has a duplicate key */
    private static boolean collect(List<Request> branch, List<Bytes> puts, List<Deleted> deletes) {
        boolean duplicate = false;
        for (Request request : branch) {
            if (request instanceof DeleteRangeRequest delete) {
                deletes.add(new Deleted(delete.key(), delete.rangeEnd()));
            }
        }
        for (Request request : branch) {
            if (request instanceof TxnRequest nested) {
                List<Bytes> putsThen = new ArrayList<>();
                List<Bytes> putsElse = new ArrayList<>();
                List<Deleted> deletesWithin = new ArrayList<>();
                duplicate |= collect(nested.success(), putsThen, deletesWithin);
                List<Deleted> deletesElse = new ArrayList<>();
                duplicate |= collect(nested.failure(), putsElse, deletesElse);
                putsElse.removeAll(putsThen);
                putsThen.addAll(putsElse);
                for (Bytes key : putsThen) {
                    duplicate |= puts.contains(key) || deletes.stream().anyMatch(each -> each.holds(key));
                }
                puts.addAll(putsThen);
                deletes.addAll(deletesWithin);
                deletes.addAll(deletesElse);
            }
        }
        for (Request request : branch) {
            if (request instanceof PutRequest put) {
                duplicate |= puts.contains(put.key()) || deletes.stream().anyMatch(each -> each.holds(put.key()));
                puts.add(put.key());
            }
        }
        return duplicate;
    }
}

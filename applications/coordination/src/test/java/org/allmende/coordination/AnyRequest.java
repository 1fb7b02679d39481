package org.allmende.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.allmende.coordination.Compare.Expected;
import org.allmende.coordination.Compare.Relation;
import org.allmende.coordination.RangeRequest.SortOrder;
import org.allmende.coordination.RangeRequest.SortTarget;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;

/** Requests by chance, over so few keys, values and revisions that they meet each other. Now and then one is wrong. */
final class AnyRequest {
    private static final List<String> KEYS = List.of("a", "a\0", "ab", "b", "c", "\u00ff", "\u00ff\u00ff");
    private static final List<String> ENDS = List.of("", "", "\0", "a\0", "b", "c", "d", "\u00ff");

    private final Seed seed;
    private final long revision;
    private final List<Long> leases;

    /** @param revision about where the keyspace is */
    AnyRequest(Seed seed, long revision) {
        this(seed, revision, List.of());
    }

    /** @param leases about those the keyspace has */
    AnyRequest(Seed seed, long revision, List<Long> leases) {
        this.seed = seed;
        this.revision = revision;
        this.leases = leases;
    }

    /** One that can be an operation. */
    Request operation() {
        return switch (seed.between(0, 4)) {
            case 0, 1 -> put();
            case 2 -> delete();
            default -> txn(0);
        };
    }

    private Bytes key() {
        return seed.oneIn(100) ? Bytes.EMPTY : Words.b(seed.pick(KEYS));
    }

    /** Few, so that they meet; one of them negative, as etcd has nothing against that. */
    long lease() {
        return seed.pick(1L, 2L, 3L, -1L);
    }

    /** If there is one, mostly. */
    long leaseThatLives() {
        return leases.isEmpty() || seed.oneIn(8) ? lease() : seed.pick(leases);
    }

    private Bytes end() {
        return Words.b(seed.pick(ENDS));
    }

    private Bytes value() {
        return Words.b(seed.pick("", "1", "2", "3"));
    }

    private long someRevision() {
        return seed.between(-1, (int) revision + 1);
    }

    private PutRequest put() {
        boolean ignoreValue = seed.oneIn(10);
        return new PutRequest(
                key(),
                ignoreValue && !seed.oneIn(10) ? Bytes.EMPTY : value(),
                seed.oneIn(60) ? 7 : seed.oneIn(leases.isEmpty() ? 8 : 3) ? leaseThatLives() : 0,
                seed.nextBoolean(),
                ignoreValue,
                seed.oneIn(10));
    }

    private DeleteRangeRequest delete() {
        return new DeleteRangeRequest(key(), end(), seed.nextBoolean());
    }

    RangeRequest range() {
        return new RangeRequest(
                key(),
                end(),
                seed.between(-1, 4),
                seed.nextBoolean() ? 0 : someRevision(),
                seed.pick(SortOrder.values()),
                seed.pick(SortTarget.values()),
                seed.oneIn(4),
                seed.oneIn(6),
                seed.oneIn(5) ? someRevision() : 0,
                seed.oneIn(5) ? someRevision() : 0,
                seed.oneIn(5) ? someRevision() : 0,
                seed.oneIn(5) ? someRevision() : 0);
    }

    private TxnRequest txn(int depth) {
        return new TxnRequest(some(2, this::compare), some(3, () -> inTxn(depth)), some(2, () -> inTxn(depth)));
    }

    private Request inTxn(int depth) {
        return switch (seed.between(0, depth < 2 ? 5 : 4)) {
            case 0, 1 -> put();
            case 2 -> delete();
            case 3, 4 -> range();
            default -> txn(depth + 1);
        };
    }

    private Compare compare() {
        Expected expected =
                switch (seed.between(0, 4)) {
                    case 0 -> new Expected.Version(seed.between(0, 3));
                    case 1 -> new Expected.CreateRevision(someRevision());
                    case 2 -> new Expected.ModRevision(someRevision());
                    case 3 -> new Expected.Lease(seed.between(0, 2));
                    default -> new Expected.Value(value());
                };
        return new Compare(key(), end(), seed.pick(Relation.values()), expected);
    }

    private <T> List<T> some(int most, Supplier<? extends T> one) {
        List<T> list = new ArrayList<>();
        int count = seed.between(0, most);
        for (int i = 0; i < count; i++) {
            list.add(one.get());
        }
        return list;
    }

    HistoryRequest history() {
        return new HistoryRequest(
                Words.b(seed.pick(KEYS)), end(), Math.max(0, someRevision()), seed.between(1, 5), seed.nextBoolean());
    }
}

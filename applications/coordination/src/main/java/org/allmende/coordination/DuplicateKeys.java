package org.allmende.coordination;

import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allmende.ledger.encoding.Bytes;

/**
 * Which requests may not stand in one branch of a transaction: etcd's {@code checkIntervals}, with the limits it has.
 *
 * <p>A key is put once, and not put where it is deleted. Of a nested transaction both branches count, against each
 * other only where one puts what the other puts. Puts of a nested transaction are not held against deletes of a later
 * one, and a delete of everything from a key on is held against nothing; both seen on etcd 3.4.
 */
final class DuplicateKeys {
    private final Set<Bytes> puts = new TreeSet<>();
    private final Deletes deletes = new Deletes();
    private boolean duplicate;

    private DuplicateKeys() {}

    static boolean in(TxnRequest txn) {
        return of(txn.success()).duplicate || of(txn.failure()).duplicate;
    }

    private static DuplicateKeys of(List<Request> branch) {
        DuplicateKeys keys = new DuplicateKeys();
        for (Request request : branch) {
            if (request instanceof DeleteRangeRequest delete) {
                keys.deletes.add(new KeyRange(delete.key(), delete.rangeEnd()));
            }
        }
        for (Request request : branch) {
            if (request instanceof TxnRequest nested) {
                keys.addNested(of(nested.success()), of(nested.failure()));
            }
        }
        for (Request request : branch) {
            if (request instanceof PutRequest put) {
                keys.put(put.key());
            }
        }
        return keys;
    }

    private void addNested(DuplicateKeys success, DuplicateKeys failure) {
        duplicate |= success.duplicate || failure.duplicate;
        success.puts.forEach(this::put);
        for (Bytes key : failure.puts) {
            // Only one of the two branches will be taken.
            if (!success.puts.contains(key)) {
                put(key);
            }
        }
        deletes.add(success.deletes);
        deletes.add(failure.deletes);
    }

    private void put(Bytes key) {
        duplicate |= !puts.add(key) || deletes.contains(key);
    }

    /** Ranges that are deleted, joined where they touch. */
    private static final class Deletes {
        private final NavigableMap<Bytes, Bytes> ends = new TreeMap<>();

        void add(KeyRange range) {
            // Without an end etcd takes the zero byte for one, and so deletes nothing here.
            range.end().ifPresent(end -> add(range.key(), end));
        }

        void add(Deletes others) {
            others.ends.forEach(this::add);
        }

        private void add(Bytes from, Bytes to) {
            if (from.compareTo(to) >= 0) {
                return;
            }
            var before = ends.floorEntry(from);
            boolean reachedBefore = before != null && before.getValue().compareTo(from) >= 0;
            Bytes start = reachedBefore ? before.getKey() : from;
            NavigableMap<Bytes, Bytes> touched = ends.subMap(start, true, to, true);
            Bytes end = to;
            if (!touched.isEmpty() && touched.lastEntry().getValue().compareTo(to) > 0) {
                end = touched.lastEntry().getValue();
            }
            touched.clear();
            ends.put(start, end);
        }

        boolean contains(Bytes key) {
            var before = ends.floorEntry(key);
            return before != null && before.getValue().compareTo(key) > 0;
        }
    }
}

package org.allmende.gateway.etcd.snapshot;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.jspecify.annotations.Nullable;

/** etcd's rules of revisions as simply as they can be said: what its snapshot holds, and what it answers. */
final class ModelStore {
    /** Keys have one of so many leases, with the ids from 1 on. */
    static final int LEASES = 9;

    private final NavigableMap<Revision, Change> changes = new TreeMap<>();
    private final NavigableMap<Bytes, Mvcc.KeyValue> now = new TreeMap<>();
    private long revision = 1;
    private long compacted;
    private long changed;

    /** As many transactions, each of some puts and deletes of different keys. */
    static ModelStore random(Seed seed, int transactions, int valueBytesMax) {
        ModelStore store = new ModelStore();
        int keys = seed.between(1, 1 + transactions / 2);
        for (int i = 0; i < transactions; i++) {
            store.begin();
            int first = seed.nextInt(keys);
            for (int number = first; number < Math.min(keys, first + seed.between(1, 4)); number++) {
                if (seed.oneIn(4)) {
                    store.delete(key(number));
                } else {
                    int bytes = seed.between(0, seed.oneIn(10) ? valueBytesMax : Math.min(40, valueBytesMax));
                    store.put(key(number), bytes(seed.bytes(bytes)), seed.oneIn(3) ? lease(seed) : 0);
                }
            }
        }
        return store;
    }

    private static long lease(Seed seed) {
        return seed.between(1, LEASES);
    }

    static ByteString key(int number) {
        return ByteString.copyFromUtf8("/registry/" + number);
    }

    static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.unsafeArray());
    }

    /** What is changed from now on until the next call is one transaction. */
    void begin() {
        changed = 0;
    }

    void put(ByteString key, ByteString value, long lease) {
        Revision at = next();
        Mvcc.@Nullable KeyValue before = now.get(Buckets.bytes(key));
        Mvcc.KeyValue after = Mvcc.KeyValue.newBuilder()
                .setKey(key)
                .setCreateRevision(before == null ? at.main() : before.getCreateRevision())
                .setModRevision(at.main())
                .setVersion(before == null ? 1 : before.getVersion() + 1)
                .setValue(value)
                .setLease(lease)
                .build();
        now.put(Buckets.bytes(key), after);
        changes.put(at, new Change.Put(at, after));
    }

    void delete(ByteString key) {
        if (now.remove(Buckets.bytes(key)) != null) {
            Revision at = next();
            changes.put(at, new Change.Deletion(at, key));
        }
    }

    private Revision next() {
        revision += changed == 0 ? 1 : 0;
        return new Revision(revision, changed++);
    }

    void compact(long to) {
        if (to <= compacted) {
            return;
        }
        compacted = to;
        NavigableMap<Bytes, Change> kept = new TreeMap<>();
        NavigableMap<Revision, Change> old = changes.headMap(new Revision(to + 1, 0), false);
        old.values().forEach(change -> kept.put(Buckets.bytes(change.key()), change));
        kept.values().removeIf(change -> change instanceof Change.Deletion);
        old.values().retainAll(List.copyOf(kept.values()));
    }

    long revision() {
        return revision;
    }

    long compacted() {
        return compacted;
    }

    /** All keys as of a revision that is not compacted. */
    List<Mvcc.KeyValue> at(long then) {
        NavigableMap<Bytes, Mvcc.KeyValue> keys = new TreeMap<>();
        for (Change change : changes.headMap(new Revision(then + 1, 0), false).values()) {
            switch (change) {
                case Change.Put put -> keys.put(Buckets.bytes(put.key()), put.keyValue());
                case Change.Deletion deletion -> keys.remove(Buckets.bytes(deletion.key()));
            }
        }
        return new ArrayList<>(keys.values());
    }

    Content content() {
        return Content.EMPTY
                .at(new SnapshotState(revision, compacted, 7, "3.4.0", false, 1))
                .changes(List.copyOf(changes.values()))
                .leases(LongStream.rangeClosed(1, LEASES)
                        .mapToObj(id -> new StoredLease(id, ttlSeconds(id), 0))
                        .toList());
    }

    static long ttlSeconds(long lease) {
        return 10_000 + lease;
    }
}

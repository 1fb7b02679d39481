package org.allmende.coordination;

import java.util.Optional;
import org.allmende.coordination.CoordinationTables.Change;
import org.allmende.coordination.CoordinationTables.ChangeKey;
import org.allmende.coordination.CoordinationTables.LeaseKey;
import org.allmende.coordination.CoordinationTables.Leased;
import org.allmende.coordination.CoordinationTables.LeasedKey;
import org.allmende.coordination.CoordinationTables.Version;
import org.allmende.coordination.CoordinationTables.VersionKey;
import org.allmende.ledger.encoding.Bytes;

/** Makes one revision of one keyspace: all changes of an operation, numbered in their order. */
final class KeyWriter {
    private final CoordinationTables tables;
    private final int keyspace;
    private final long revisionBefore;
    private int changes;
    private int keysMore;
    private long bytesMore;
    private long bytesPut;

    KeyWriter(CoordinationTables tables, int keyspace, long revisionBefore) {
        this.tables = tables;
        this.keyspace = keyspace;
        this.revisionBefore = revisionBefore;
    }

    int changes() {
        return changes;
    }

    /** Keys there are more, or fewer, than before. */
    int keysMore() {
        return keysMore;
    }

    /** Bytes of the versions made. */
    long bytesMore() {
        return bytesMore;
    }

    /** Likewise, without those of deletions. */
    long bytesPut() {
        return bytesPut;
    }

    /** The current revision: the one being made, once there is a first change of it. */
    long revision() {
        return changes == 0 ? revisionBefore : revisionBefore + 1;
    }

    /** @param before what the key is now, if it exists */
    void put(Bytes key, Bytes value, long lease, Optional<KeyValue> before) {
        long created = before.map(KeyValue::createRevision).orElse(revisionBefore + 1);
        long version = before.map(KeyValue::version).orElse(0L) + 1;
        keysMore += before.isEmpty() ? 1 : 0;
        move(key, before.map(KeyValue::lease).orElse(0L), lease);
        change(key, new Version(created, version, lease, value));
    }

    /**
     * The key must exist.
     *
     * @param lease what it is attached to; 0: nothing
     */
    void delete(Bytes key, long lease) {
        keysMore--;
        move(key, lease, 0);
        change(key, Version.TOMBSTONE);
    }

    /** Attaches a key to another lease, which there is; 0: to none. */
    private void move(Bytes key, long from, long to) {
        if (from == to) {
            return;
        }
        if (from != 0) {
            tables.leased.remove(new LeasedKey(LeaseKey.of(keyspace, from), key));
            count(from, -1);
        }
        if (to != 0) {
            tables.leased.put(new LeasedKey(LeaseKey.of(keyspace, to), key), Leased.IT_IS);
            count(to, 1);
        }
    }

    private void count(long lease, int more) {
        LeaseKey key = LeaseKey.of(keyspace, lease);
        tables.leases.put(key, tables.leases.get(key).orElseThrow().with(more));
    }

    private void change(Bytes key, Version version) {
        long revision = revisionBefore + 1;
        tables.versions.put(new VersionKey(keyspace, key, revision, changes), version);
        tables.history.put(new ChangeKey(keyspace, revision, changes), new Change(key));
        changes++;
        long bytes = version.bytes(key);
        bytesMore += bytes;
        if (!version.isTombstone()) {
            bytesPut += bytes;
        }
    }
}

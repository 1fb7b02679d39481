package org.allmende.coordination;

import java.util.Optional;
import org.allmende.coordination.CoordinationTables.Change;
import org.allmende.coordination.CoordinationTables.ChangeKey;
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

    /** The current revision: the one being made, once there is a first change of it. */
    long revision() {
        return changes == 0 ? revisionBefore : revisionBefore + 1;
    }

    /** @param before what the key is now, if it exists */
    void put(Bytes key, Bytes value, long lease, Optional<KeyValue> before) {
        long created = before.map(KeyValue::createRevision).orElse(revisionBefore + 1);
        long version = before.map(KeyValue::version).orElse(0L) + 1;
        keysMore += before.isEmpty() ? 1 : 0;
        change(key, new Version(created, version, lease, value));
    }

    /** The key must exist. */
    void delete(Bytes key) {
        keysMore--;
        change(key, Version.TOMBSTONE);
    }

    private void change(Bytes key, Version version) {
        long revision = revisionBefore + 1;
        tables.versions.put(new VersionKey(keyspace, key, revision, changes), version);
        tables.history.put(new ChangeKey(keyspace, revision, changes), new Change(key));
        changes++;
    }
}

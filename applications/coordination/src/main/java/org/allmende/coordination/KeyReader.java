package org.allmende.coordination;

import java.util.Optional;
import org.allmende.coordination.CoordinationTables.Version;
import org.allmende.coordination.CoordinationTables.VersionKey;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.table.TableView;
import org.allmende.ledger.table.TableView.Row;
import org.allmende.ledger.table.TableView.Visitor;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one keyspace as they are after a revision. */
final class KeyReader {
    /** The newest revision there is. */
    static final long NOW = Long.MAX_VALUE;

    /** After so many versions of one key it is cheaper to look up the one that counts than to pass all others. */
    private static final int PASSED_MAX = 16;

    private final TableView<VersionKey, Version> versions;
    private final int keyspace;
    private final Effort effort;

    KeyReader(TableView<VersionKey, Version> versions, int keyspace, Effort effort) {
        this.versions = versions;
        this.keyspace = keyspace;
        this.effort = effort;
    }

    /** The key after {@code revision}, unless it does not exist then. */
    Optional<KeyValue> get(Bytes key, long revision) {
        return newest(key, revision)
                .filter(row -> !row.value().isTombstone())
                .map(row -> row.value().of(row.key()));
    }

    /** Visits those keys of the range that exist after {@code revision}, ascending. */
    void walk(KeyRange range, long revision, Visitor<VersionKey, Version> visitor) {
        VersionKey to = range.end()
                .map(end -> VersionKey.before(keyspace, end))
                .orElseGet(() -> VersionKey.before(keyspace + 1, Bytes.EMPTY));
        VersionKey from = VersionKey.before(keyspace, range.key());
        while (from != null) {
            from = new Stretch(revision, visitor).walk(from, to);
        }
    }

    private Optional<Row<VersionKey, Version>> newest(Bytes key, long revision) {
        Newest newest = new Newest();
        versions.descend(VersionKey.before(keyspace, key), VersionKey.after(keyspace, key, revision), newest);
        return Optional.ofNullable(newest.row);
    }

    /** Takes the first row it sees. */
    private final class Newest implements Visitor<VersionKey, Version> {
        private @Nullable Row<VersionKey, Version> row;

        @Override
        public boolean visit(VersionKey at, Version version) {
            if (effort.visit()) {
                row = new Row<>(at, version);
            }
            return false;
        }
    }

    /** A walk from version to version, until it ends or meets a key with so many that it is better to look up. */
    private final class Stretch implements Visitor<VersionKey, Version> {
        private final long revision;
        private final Visitor<VersionKey, Version> visitor;
        private @Nullable VersionKey last;
        private @Nullable Row<VersionKey, Version> newest;
        private int passed;
        private boolean stopped;

        Stretch(long revision, Visitor<VersionKey, Version> visitor) {
            this.revision = revision;
            this.visitor = visitor;
        }

        /** @return where to go on, or null */
        @Nullable VersionKey walk(VersionKey from, VersionKey to) {
            versions.ascend(from, to, this);
            VersionKey at = last;
            if (stopped || at == null) {
                return null;
            }
            if (passed < PASSED_MAX) {
                deliver();
                return null;
            }
            newest = newest(at.key(), revision).orElse(null);
            return deliver() ? VersionKey.after(keyspace, at.key(), NOW) : null;
        }

        @Override
        public boolean visit(VersionKey at, Version version) {
            boolean nextKey = last == null || !last.key().equals(at.key());
            if (!effort.visit() || nextKey && !deliver()) {
                stopped = true;
                return false;
            }
            last = at;
            passed = nextKey ? 1 : passed + 1;
            if (at.revision() <= revision) {
                newest = new Row<>(at, version);
            }
            return passed < PASSED_MAX;
        }

        /** The key that was passed is shown. @return whether to go on */
        private boolean deliver() {
            Row<VersionKey, Version> row = newest;
            newest = null;
            return row == null || row.value().isTombstone() || visitor.visit(row.key(), row.value());
        }
    }
}

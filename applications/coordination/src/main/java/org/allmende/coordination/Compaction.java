package org.allmende.coordination;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.allmende.coordination.CoordinationTables.Change;
import org.allmende.coordination.CoordinationTables.ChangeKey;
import org.allmende.coordination.CoordinationTables.Space;
import org.allmende.coordination.CoordinationTables.Sweep;
import org.allmende.coordination.CoordinationTables.SweepKey;
import org.allmende.coordination.CoordinationTables.Version;
import org.allmende.coordination.CoordinationTables.VersionKey;
import org.allmende.ledger.Context;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.table.TableView.Row;
import org.allmende.ledger.timer.Timer;

/**
 * Removes what a compaction gave up. That it cannot be read any more is so from the first moment; the rows go a few
 * in every round, driven by a timer that is due at once, so that no compaction can hold up a round. Keyspaces have their
 * turns: whose sweep has waited longest goes first, so that one that is compacted all the time keeps no other waiting.
 *
 * <p>What is given up at a target revision: every change before it, every version of a key that a later one not
 * after the target replaced, and every deletion before it. What was changed by the target revision itself stays, its
 * deletions too: a watcher may begin there (etcd issues 18089 and 19179 are about losing these), and the next
 * compaction takes them. The sweep follows the history, whose order makes everything it has passed final.
 */
final class Compaction {
    private static final Bytes SWEEP = Bytes.utf8("sweep");

    private final CoordinationTables tables;
    private final Spaces spaces;
    private final int sweptPerRoundMax;

    Compaction(CoordinationTables tables, Spaces spaces, int sweptPerRoundMax) {
        this.tables = tables;
        this.spaces = spaces;
        this.sweptPerRoundMax = sweptPerRoundMax;
    }

    /** Begins to remove what is before {@code target}, together with what an earlier sweep has left. */
    void begin(int keyspace, long target, Context context) {
        SweepKey key = new SweepKey(keyspace);
        long waitingSince = tables.sweeps.get(key).map(Sweep::waitingSince).orElse(context.height());
        tables.sweeps.put(key, new Sweep(target, 0, 0, waitingSince));
        setTimer(context);
    }

    /** Does one round's part. */
    void goOn(Context context) {
        int left = sweptPerRoundMax;
        for (Row<SweepKey, Sweep> row : underWay()) {
            if (left > 0) {
                left -= sweep(row.key(), row.value(), left, context.height());
            }
        }
        if (tables.sweeps.size() > 0) {
            setTimer(context);
        }
    }

    /** Due in the next round, not again in this one. */
    private static void setTimer(Context context) {
        context.timers().set(new Timer(context.timeMillis() + 1, SWEEP));
    }

    /** Those that have waited longest first; among them by keyspace. */
    private List<Row<SweepKey, Sweep>> underWay() {
        List<Row<SweepKey, Sweep>> rows = new ArrayList<>();
        tables.sweeps.ascend(null, null, (key, sweep) -> rows.add(new Row<>(key, sweep)));
        rows.sort(Comparator.comparingLong(row -> row.value().waitingSince()));
        return rows;
    }

    /** @return how many changes it looked at */
    private int sweep(SweepKey key, Sweep sweep, int limit, long height) {
        List<Row<ChangeKey, Change>> changes = new ArrayList<>();
        tables.history.ascend(
                new ChangeKey(key.keyspace(), sweep.revision(), sweep.sub()),
                new ChangeKey(key.keyspace(), sweep.target() + 1, 0),
                (at, change) -> changes.add(new Row<>(at, change)) && changes.size() < limit);
        Space space = spaces.of(key.keyspace());
        long removed = 0;
        for (Row<ChangeKey, Change> change : changes) {
            removed += sweep(change.key(), change.value().key(), sweep.target());
        }
        if (removed > 0) {
            spaces.add(key.keyspace(), space, -removed);
        }
        if (changes.size() < limit) {
            tables.sweeps.remove(key);
        } else {
            ChangeKey last = changes.getLast().key();
            tables.sweeps.put(key, new Sweep(sweep.target(), last.revision(), last.sub() + 1, height));
        }
        return changes.size();
    }

    /** @return bytes of the versions removed */
    private long sweep(ChangeKey change, Bytes key, long target) {
        boolean before = change.revision() < target;
        VersionKey own = new VersionKey(change.keyspace(), key, change.revision(), change.sub());
        // Within the target revision nothing replaces anything: a watcher that begins there sees every step of it.
        long removed = removeUpTo(before ? own : new VersionKey(change.keyspace(), key, target, 0));
        if (before) {
            tables.history.remove(change);
            if (tables.versions.get(own).map(Version::isTombstone).orElse(false)) {
                tables.versions.remove(own);
                removed += Version.TOMBSTONE.bytes(key);
            }
        }
        return removed;
    }

    /** Removes the versions of a key before this one: as the sweep passes each change, never more than a few. */
    private long removeUpTo(VersionKey to) {
        List<VersionKey> replaced = new ArrayList<>();
        long[] removed = {0};
        tables.versions.ascend(VersionKey.before(to.keyspace(), to.key()), to, (at, version) -> {
            removed[0] += version.bytes(at.key());
            return replaced.add(at);
        });
        replaced.forEach(tables.versions::remove);
        return removed[0];
    }
}

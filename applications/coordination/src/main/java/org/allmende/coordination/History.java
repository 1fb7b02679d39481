package org.allmende.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.CoordinationTables.Change;
import org.allmende.coordination.CoordinationTables.ChangeKey;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.Version;
import org.allmende.coordination.CoordinationTables.VersionKey;
import org.allmende.ledger.table.TableView;
import org.allmende.ledger.table.TableView.Visitor;

/** Collects one page of what happened, revision by revision. */
final class History implements Visitor<ChangeKey, Change> {
    private final HistoryRequest request;
    private final KeyRange range;
    private final Keyspace keyspace;
    private final TableView<VersionKey, Version> versions;
    private final KeyReader reader;
    private final List<KeyEvent> events = new ArrayList<>();
    private long nextRevision;
    private long revision = -1;
    private long bytes;
    private int passed;

    private History(HistoryRequest request, Keyspace keyspace, TableView<VersionKey, Version> versions) {
        this.request = request;
        this.range = new KeyRange(request.key(), request.rangeEnd());
        this.keyspace = keyspace;
        this.versions = versions;
        this.reader = new KeyReader(versions, keyspace.number(), Effort.ofQuery());
        this.nextRevision = Math.max(request.fromRevision(), keyspace.revision() + 1);
    }

    static HistoryAnswer answer(
            HistoryRequest request,
            Keyspace keyspace,
            long height,
            TableView<ChangeKey, Change> changes,
            TableView<VersionKey, Version> versions) {
        Optional<CoordinationReason> objection =
                RequestCheck.objection(new KeyRange(request.key(), request.rangeEnd()));
        if (objection.isPresent()) {
            return new HistoryAnswer.Refused(height, objection.get());
        }
        if (request.fromRevision() < keyspace.compacted()) {
            return new HistoryAnswer.Compacted(height, keyspace.revision(), keyspace.compacted());
        }
        History history = new History(request, keyspace, versions);
        changes.ascend(
                new ChangeKey(keyspace.number(), request.fromRevision(), 0),
                new ChangeKey(keyspace.number() + 1, 0, 0),
                history);
        return new HistoryAnswer.Page(height, keyspace.revision(), history.nextRevision, history.events);
    }

    @Override
    public boolean visit(ChangeKey at, Change change) {
        if (at.revision() != revision && isFull()) {
            nextRevision = at.revision();
            return false;
        }
        revision = at.revision();
        passed++;
        if (range.contains(change.key())) {
            KeyEvent event = event(at, change);
            bytes += event.keyValue().bytes()
                    + event.prevKv().map(KeyValue::bytes).orElse(0);
            events.add(event);
        }
        return true;
    }

    private boolean isFull() {
        return events.size() >= request.limit()
                || bytes >= CoordinationLimits.HISTORY_PAGE_BYTES
                || passed >= CoordinationLimits.HISTORY_PASSED;
    }

    private KeyEvent event(ChangeKey at, Change change) {
        VersionKey key = new VersionKey(keyspace.number(), change.key(), at.revision(), at.sub());
        Version version = versions.get(key)
                .orElseThrow(() -> new IllegalStateException("history has " + at + ", versions has not"));
        if (version.isTombstone()) {
            return new KeyEvent(
                    KeyEvent.Kind.DELETE, KeyValue.deleted(change.key(), at.revision()), prevKv(change, at.revision()));
        }
        KeyValue keyValue = version.of(key);
        boolean created = keyValue.createRevision() == at.revision();
        return new KeyEvent(
                KeyEvent.Kind.PUT, keyValue, created ? Optional.empty() : prevKv(change, at.revision()));
    }

    /** What the key was after the revision before, as etcd has it, even when this revision changed it twice. */
    private Optional<KeyValue> prevKv(Change change, long revision) {
        long before = revision - 1;
        return request.prevKv() && before >= keyspace.compacted()
                ? reader.get(change.key(), before)
                : Optional.empty();
    }
}

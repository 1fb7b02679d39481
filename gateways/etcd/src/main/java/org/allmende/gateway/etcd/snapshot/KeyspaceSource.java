package org.allmende.gateway.etcd.snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeResult;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.kv.Responses;
import org.allmende.gateway.etcd.store.AllLeases;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.ledger.encoding.Bytes;

/**
 * What a keyspace holds as of one reading, in etcd's terms. Keys that were last changed before the compacted revision are
 * looked up one by one, in the order of those changes; only their names are held.
 */
public final class KeyspaceSource implements SnapshotSource {
    private static final int PAGE = 1_000;

    private final Reading reading;
    private final long compacted;

    public KeyspaceSource(Reading reading) {
        this.reading = reading;
        this.compacted = compacted(reading);
    }

    private static long compacted(Reading reading) {
        return history(reading, 0, 1) instanceof HistoryAnswer.Compacted gone ? gone.compactRevision() : 0;
    }

    private static HistoryAnswer history(Reading reading, long from, int limit) {
        return reading.history(
                new HistoryRequest(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd(), from, limit, false));
    }

    @Override
    public SnapshotState state() {
        return new SnapshotState(reading.revision(), compacted, reading.height(), "3.4.0", false, 0);
    }

    @Override
    public Iterator<Change> changes() {
        return new Changes();
    }

    /** Where a key that has stayed as it is since before the compacted revision was last changed. */
    private record Old(long modRevision, Bytes key) {}

    /** First what was last changed before the compacted revision, then the history from there on. */
    private final class Changes implements Iterator<Change> {
        private final Iterator<Old> old = old().iterator();
        private final Queue<KeyEvent> page = new ArrayDeque<>();
        private long nextRevision = compacted;
        private Revision last = Revision.NONE;

        @Override
        public boolean hasNext() {
            if (!old.hasNext() && page.isEmpty() && nextRevision <= reading.revision()) {
                switch (history(reading, nextRevision, PAGE)) {
                    case HistoryAnswer.Page found -> {
                        page.addAll(found.events());
                        nextRevision = found.nextRevision();
                    }
                    case HistoryAnswer.Compacted _ -> throw EtcdError.COMPACTED.exception();
                    case HistoryAnswer.Refused refused -> throw EtcdError.of(refused.reason());
                }
                return hasNext();
            }
            return old.hasNext() || !page.isEmpty();
        }

        @Override
        public Change next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (old.hasNext()) {
                Old next = old.next();
                KeyValue keyValue = ask(RangeRequest.of(next.key()).withRevision(compacted))
                        .keyValues()
                        .getFirst();
                return new Change.Put(place(next.modRevision()), Responses.keyValue(keyValue));
            }
            KeyEvent event = page.remove();
            Revision at = place(event.revision());
            return switch (event.kind()) {
                case PUT -> new Change.Put(at, Responses.keyValue(event.keyValue()));
                case DELETE -> new Change.Deletion(at, Responses.bytes(event.keyValue().key()));
            };
        }

        /** Changes of one revision are numbered as they come. */
        private Revision place(long revision) {
            last = last.main() == revision ? new Revision(revision, last.sub() + 1) : new Revision(revision, 0);
            return last;
        }
    }

    private List<Old> old() {
        List<Old> old = new ArrayList<>();
        if (compacted == 0) {
            return old;
        }
        Bytes from = KeyRange.ALL.key();
        boolean more = true;
        while (more) {
            RangeResult found = ask(RangeRequest.of(from, KeyRange.ALL.rangeEnd())
                    .withRevision(compacted)
                    .withKeysOnly()
                    .withLimit(PAGE));
            for (KeyValue keyValue : found.keyValues()) {
                if (keyValue.modRevision() < compacted) {
                    old.add(new Old(keyValue.modRevision(), keyValue.key()));
                }
                from = keyValue.key().concat(Bytes.of((byte) 0));
            }
            more = found.more();
        }
        old.sort(Comparator.comparingLong(Old::modRevision));
        return old;
    }

    private RangeResult ask(RangeRequest request) {
        return switch (reading.range(request)) {
            case RangeAnswer.Found found -> found.result();
            case RangeAnswer.Refused refused -> throw EtcdError.of(refused.reason());
        };
    }

    @Override
    public Iterator<StoredLease> leases() {
        return AllLeases.of(reading).orElseThrow(() -> EtcdError.of(CoordinationReason.KEYSPACE_NOT_FOUND)).stream()
                .map(lease -> new StoredLease(lease.lease(), lease.ttlSeconds(), 0))
                .sorted((one, other) -> Long.compareUnsigned(one.id(), other.id()))
                .iterator();
    }
}

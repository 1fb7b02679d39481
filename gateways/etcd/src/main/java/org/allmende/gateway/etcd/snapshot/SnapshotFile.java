package org.allmende.gateway.etcd.snapshot;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.allmende.etcd.protocol.Authpb;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What an etcd held, in a file that {@code etcdctl snapshot save} wrote or in its own {@code member/snap/db} while it
 * does not run. Used by one thread, and read from the file as it is asked for.
 */
public final class SnapshotFile implements SnapshotSource, Closeable {
    private static final Bytes ENABLED = Bytes.of((byte) 1);

    private final BoltFile bolt;
    private final SnapshotState state;

    private interface Decoding<T> {
        T decode(BoltEntry entry) throws IOException;
    }

    private SnapshotFile(BoltFile bolt, SnapshotState state) {
        this.bolt = bolt;
        this.state = state;
    }

    /**
     * Reads the whole file once and looks at everything in it, so that nothing is given out before all is known to be
     * good: the hash where there is one, the order and the bounds of all pages, and every entry.
     *
     * @throws SnapshotException when it is not whole, or more than {@link SnapshotLimits} takes
     * @throws IOException when it cannot be read
     */
    public static SnapshotFile open(Path file) throws IOException {
        BoltFile bolt = BoltFile.open(file);
        try {
            return new SnapshotFile(bolt, walk(bolt));
        } catch (IOException | RuntimeException e) {
            bolt.close();
            throw e;
        }
    }

    private static SnapshotState walk(BoltFile bolt) throws IOException {
        BitSet seen = bolt.seenByRoot();
        RevisionOrder order = new RevisionOrder();
        Map<Bytes, Bytes> single = new HashMap<>();
        for (Bytes bucket : bolt.buckets().keySet()) {
            Decoding<?> decoding = decoding(bucket, order, single);
            Entries<?> entries = new Entries<>(bolt, bucket, bolt.cursor(bucket, seen), decoding);
            boolean more = true;
            while (more) {
                more = entries.read().isPresent();
            }
        }
        bolt.checkFreelist(seen);
        if (!bolt.buckets().containsKey(Buckets.KEY)) {
            throw SnapshotException.damaged(bolt.file(), "it is a bbolt database, but none of an etcd");
        }
        try {
            return state(order.newest(), single);
        } catch (IllegalArgumentException e) {
            throw SnapshotException.damaged(bolt.file(), String.valueOf(e.getMessage()));
        }
    }

    private static Decoding<?> decoding(Bytes bucket, RevisionOrder order, Map<Bytes, Bytes> single) {
        Map<Bytes, Decoding<?>> decodings = Map.of(
                Buckets.KEY, entry -> inOrder(order, Change.decode(entry)),
                Buckets.LEASE, StoredLease::decode,
                Buckets.AUTH_USERS, Buckets::decodeUser,
                Buckets.AUTH_ROLES, Buckets::decodeRole,
                Buckets.MEMBERS, Buckets::decodeMember,
                Buckets.ALARM, Buckets::decodeAlarm,
                Buckets.META, entry -> keep(entry, single),
                Buckets.AUTH, entry -> keep(entry, single),
                Buckets.CLUSTER, entry -> keep(entry, single));
        return decodings.getOrDefault(bucket, entry -> entry);
    }

    private static Change inOrder(RevisionOrder order, Change change) {
        if (!order.follows(change.at())) {
            throw new IllegalArgumentException("the change at " + change.at() + " is there twice");
        }
        return change;
    }

    private static BoltEntry keep(BoltEntry entry, Map<Bytes, Bytes> single) {
        if (Buckets.isSingle(entry.key())) {
            single.put(entry.key(), entry.value());
        }
        return entry;
    }

    /** As etcd when it starts: a compaction that was begun is taken up again before anything is read. */
    private static SnapshotState state(Revision newest, Map<Bytes, Bytes> single) {
        long compacted = Math.max(
                compaction(single.get(Buckets.COMPACTION_BEGUN)), compaction(single.get(Buckets.COMPACTION_ENDED)));
        Bytes none = Buckets.bigEndian(0);
        return new SnapshotState(
                RevisionOrder.current(newest, compacted),
                compacted,
                Buckets.bigEndian(single.getOrDefault(Buckets.APPLIED_INDEX, none)),
                single.getOrDefault(Buckets.CLUSTER_VERSION, Bytes.EMPTY).toText(),
                ENABLED.equals(single.get(Buckets.AUTH_ENABLED)),
                Buckets.bigEndian(single.getOrDefault(Buckets.AUTH_REVISION, none)));
    }

    private static long compaction(@Nullable Bytes revision) {
        return revision == null ? 0 : Revision.decode(revision).main();
    }

    /** Whether the file has a hash, which fits. Without one it cannot be told whether each value is what it was. */
    public boolean hashed() {
        return bolt.hashed();
    }

    /** Names of buckets that no etcd up to 3.6 has: whoever imports should say that what is in them is left out. */
    public List<String> unknownBuckets() {
        return bolt.buckets().keySet().stream()
                .filter(bucket -> !Buckets.isKnown(bucket))
                .map(Bytes::toText)
                .toList();
    }

    @Override
    public SnapshotState state() {
        return state;
    }

    @Override
    public Iterator<Change> changes() {
        return entries(Buckets.KEY, Change::decode);
    }

    @Override
    public Iterator<StoredLease> leases() {
        return entries(Buckets.LEASE, StoredLease::decode);
    }

    @Override
    public Iterator<Authpb.User> users() {
        return entries(Buckets.AUTH_USERS, Buckets::decodeUser);
    }

    @Override
    public Iterator<Authpb.Role> roles() {
        return entries(Buckets.AUTH_ROLES, Buckets::decodeRole);
    }

    @Override
    public Iterator<Rpc.Member> members() {
        return entries(Buckets.MEMBERS, Buckets::decodeMember);
    }

    @Override
    public Iterator<Rpc.AlarmMember> alarms() {
        return entries(Buckets.ALARM, Buckets::decodeAlarm);
    }

    private <T> Iterator<T> entries(Bytes bucket, Decoding<T> decoding) {
        try {
            return new Entries<>(bolt, bucket, bolt.cursor(bucket, new BitSet()), decoding);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        bolt.close();
    }

    private static final class Entries<T> implements Iterator<T> {
        private final BoltFile bolt;
        private final Bytes bucket;
        private final BoltCursor cursor;
        private final Decoding<T> decoding;
        private Optional<T> next = Optional.empty();

        private Entries(BoltFile bolt, Bytes bucket, BoltCursor cursor, Decoding<T> decoding) {
            this.bolt = bolt;
            this.bucket = bucket;
            this.cursor = cursor;
            this.decoding = decoding;
        }

        private Optional<T> read() throws IOException {
            Optional<BoltEntry> entry = cursor.next();
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            if (entry.get().bucket()) {
                throw damaged("it has a bucket of its own");
            }
            try {
                return Optional.of(decoding.decode(entry.get()));
            } catch (IllegalArgumentException e) {
                throw damaged(String.valueOf(e.getMessage()));
            } catch (InvalidProtocolBufferException e) {
                throw damaged("what is at " + entry.get().key() + " cannot be decoded");
            }
        }

        private SnapshotException damaged(String what) {
            return SnapshotException.damaged(bolt.file(), "in its bucket '" + bucket.toText() + "' " + what);
        }

        @Override
        public boolean hasNext() {
            if (next.isEmpty()) {
                try {
                    next = read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return next.isPresent();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more entries");
            }
            T taken = next.orElseThrow();
            next = Optional.empty();
            return taken;
        }
    }
}

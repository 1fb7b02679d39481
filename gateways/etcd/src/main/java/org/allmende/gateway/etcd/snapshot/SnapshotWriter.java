package org.allmende.gateway.etcd.snapshot;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.encoding.Bytes;

/** Writes a file that {@code etcdctl snapshot status} and {@code etcdctl snapshot restore} take as their own. */
public final class SnapshotWriter {
    static final String UNFINISHED = ".unfinished";

    private SnapshotWriter() {}

    /**
     * Writes everything in one go. The file is there wholly, its bytes on disk, or not at all; one that was there
     * before is replaced. Its owner alone may read it: it holds every value, and the hashes of passwords.
     *
     * @throws SnapshotException when what the source gives out is in the wrong order, does not fit together, or is more
     *     than {@link SnapshotLimits} takes
     */
    public static void write(Path file, SnapshotSource source) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        try {
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    ownerOnly(unfinished))) {
                BoltWriter bolt = new BoltWriter(file, channel, SnapshotLimits.DATABASE_BYTES_MAX);
                write(file, bolt, source);
                bolt.finish();
                ByteBuffer hash = ByteBuffer.wrap(SnapshotHash.of(channel, channel.position()));
                while (hash.hasRemaining()) {
                    channel.write(hash);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** The buckets in the order of their names, which bbolt asks for. */
    private static void write(Path file, BoltWriter bolt, SnapshotSource source) throws IOException {
        SnapshotState state = source.state();
        RevisionOrder order = new RevisionOrder();
        bolt.bucket(Buckets.ALARM, encoded(source.alarms(), Buckets::encode));
        bolt.bucket(Buckets.AUTH, auth(state));
        bolt.bucket(Buckets.AUTH_ROLES, encoded(source.roles(), Buckets::encode));
        bolt.bucket(Buckets.AUTH_USERS, encoded(source.users(), Buckets::encode));
        bolt.bucket(Buckets.CLUSTER, cluster(state));
        bolt.bucket(Buckets.KEY, encoded(source.changes(), change -> Change.encode(checked(file, order, change))));
        checkNewest(file, order.newest(), state);
        bolt.bucket(Buckets.LEASE, encoded(source.leases(), StoredLease::encode));
        bolt.bucket(Buckets.MEMBERS, encoded(source.members(), SnapshotWriter::member));
        bolt.bucket(Buckets.MEMBERS_REMOVED, Collections.emptyIterator());
        bolt.bucket(Buckets.META, meta(state));
    }

    private static Change checked(Path file, RevisionOrder order, Change change) {
        if (!order.follows(change.at())) {
            throw new UncheckedIOException(SnapshotException.unwritable(
                    file, "the change at " + change.at() + " comes after that at " + order.newest()));
        }
        return change;
    }

    /** etcd keeps no number of its newest revision: it is that of the newest change, or what was compacted to. */
    private static void checkNewest(Path file, Revision newest, SnapshotState state) throws SnapshotException {
        if (RevisionOrder.current(newest, state.compactedRevision()) != state.revision()) {
            throw SnapshotException.unwritable(
                    file,
                    "its newest change is " + newest + " and it is compacted to " + state.compactedRevision()
                            + ", but it is said to be at revision " + state.revision());
        }
    }

    private static Iterator<BoltEntry> auth(SnapshotState state) {
        return List.of(
                        new BoltEntry(Buckets.AUTH_ENABLED, Bytes.of((byte) (state.authEnabled() ? 1 : 0))),
                        new BoltEntry(Buckets.AUTH_REVISION, Buckets.bigEndian(state.authRevision())))
                .iterator();
    }

    private static Iterator<BoltEntry> cluster(SnapshotState state) {
        return state.clusterVersion().isEmpty()
                ? Collections.emptyIterator()
                : List.of(new BoltEntry(Buckets.CLUSTER_VERSION, Bytes.utf8(state.clusterVersion())))
                        .iterator();
    }

    private static Iterator<BoltEntry> meta(SnapshotState state) {
        List<BoltEntry> entries = new ArrayList<>();
        Bytes compacted = new Revision(state.compactedRevision(), 0).encode();
        entries.add(new BoltEntry(Buckets.APPLIED_INDEX, Buckets.bigEndian(state.appliedIndex())));
        if (state.compactedRevision() > 0) {
            entries.add(new BoltEntry(Buckets.COMPACTION_ENDED, compacted));
            entries.add(new BoltEntry(Buckets.COMPACTION_BEGUN, compacted));
        }
        return entries.iterator();
    }

    private static BoltEntry member(Rpc.Member member) {
        try {
            return Buckets.encode(member);
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> Iterator<BoltEntry> encoded(Iterator<T> values, Function<T, BoltEntry> encoding) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return values.hasNext();
            }

            @Override
            public BoltEntry next() {
                return encoding.apply(values.next());
            }
        };
    }

    private static FileAttribute<?>[] ownerOnly(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null && Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}

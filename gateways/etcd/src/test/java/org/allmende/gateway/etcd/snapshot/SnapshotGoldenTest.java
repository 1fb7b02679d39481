package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.allmende.etcd.protocol.Authpb;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that etcd wrote, and one that we wrote, to the last byte. */
class SnapshotGoldenTest {
    private static final long LEASE = 0x390da22c2957760dL;

    @TempDir
    Path dir;

    @Test
    void whatEtcdWrote() throws IOException {
        try (SnapshotFile file = SnapshotFile.open(Image.ofEtcd().write(dir.resolve("etcd")))) {
            assertThat(file.hashed()).isTrue();
            assertThat(file.unknownBuckets()).isEmpty();
            Content content = Content.of(file);
            assertThat(content.state()).isEqualTo(new SnapshotState(8, 4, 23, "3.4.0", true, 10));
            assertThat(content.puts())
                    .containsExactly(
                            put(3, 0, "colour", "green", 2, 2, 0),
                            put(4, 0, "shape", "round", 4, 1, 0),
                            new Change.Deletion(new Revision(5, 0), text("shape")),
                            put(6, 0, "size", "x".repeat(6_000), 6, 1, 0),
                            put(7, 0, "a", "1", 7, 1, 0),
                            put(7, 1, "b", "2", 7, 1, 0),
                            put(8, 0, "session", "alive", 8, 1, LEASE));
            assertThat(content.leased())
                    .containsExactly(
                            new StoredLease(LEASE - 2, 4_000, 0), new StoredLease(LEASE, 3_600, 0));
            assertThat(content.people()).extracting(user -> user.getName().toStringUtf8() + user.getRolesList())
                    .containsExactly("alice[reader]", "certified[]", "root[root]");
            assertThat(content.people()).extracting(user -> user.getPassword().size()).containsExactly(60, 0, 60);
            assertThat(content.people().get(1).getOptions().getNoPassword()).isTrue();
            assertThat(content.duties()).containsExactly(
                    Authpb.Role.newBuilder()
                            .setName(text("reader"))
                            .addKeyPermission(Authpb.Permission.newBuilder().setKey(text("colour")))
                            .addKeyPermission(Authpb.Permission.newBuilder()
                                    .setPermType(Authpb.Permission.Type.READWRITE)
                                    .setKey(text("dir/"))
                                    .setRangeEnd(text("dir0")))
                            .build(),
                    Authpb.Role.newBuilder().setName(text("root")).build());
            assertThat(content.cluster()).containsExactly(Rpc.Member.newBuilder()
                    .setID(0xbdae9bbc11dd390dL)
                    .setName("only")
                    .addPeerURLs("http://127.0.0.1:23801")
                    .addClientURLs("http://127.0.0.1:23791")
                    .build());
            assertThat(content.warnings()).isEmpty();
        }
    }

    @Test
    void whatEtcdKeepsItself() throws IOException {
        Content snapshot = Content.read(Image.ofEtcd().write(dir.resolve("etcd")));
        try (SnapshotFile file = SnapshotFile.open(Image.ofEtcd().writeBare(dir.resolve("db")))) {
            assertThat(file.hashed()).isFalse();
            assertThat(Content.of(file)).isEqualTo(snapshot);
        }
    }

    /** etcd takes it up again when it starts, before it answers anybody. */
    @Test
    void aCompactionThatWasUnderWay() throws IOException {
        TreeMap<String, List<BoltEntry>> buckets = new TreeMap<>();
        buckets.put("key", List.of(Change.encode(put(3, 0, "colour", "green", 2, 2, 0))));
        buckets.put(
                "meta",
                List.of(
                        new BoltEntry(Buckets.COMPACTION_ENDED, new Revision(2, 0).encode()),
                        new BoltEntry(Buckets.COMPACTION_BEGUN, new Revision(3, 0).encode())));
        try (SnapshotFile file = SnapshotFile.open(Image.of(dir, buckets).write(dir.resolve("compacting")))) {
            assertThat(file.state()).isEqualTo(new SnapshotState(3, 3, 0, "", false, 0));
        }
    }

    /** Whoever changes one of these bytes must see that etcd still takes them. */
    @Test
    void whatWeWrote() throws IOException {
        Content content = Content.read(Image.ofEtcd().write(dir.resolve("etcd")));
        Path written = dir.resolve("written");
        SnapshotWriter.write(written, content);
        byte[] bytes = Files.readAllBytes(written);
        // Two metas, the free pages, nine buckets of a page; the keys on a branch, leaves of 1, 2 and 1; and the root.
        assertThat(bytes.length).isEqualTo(18 * Image.PAGE + SnapshotHash.BYTES);
        assertThat(HexFormat.of().formatHex(bytes, 18 * Image.PAGE, bytes.length))
                .isEqualTo("6307f3df677a21b7a0186276b9b27be108798339233dd81070d7d2a921547b96");
        assertThat(Content.read(written)).isEqualTo(content);
    }

    @Test
    void itsOwnerAloneMayReadIt() throws IOException {
        Path written = dir.resolve("written");
        SnapshotWriter.write(written, Content.EMPTY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written))).isEqualTo("rw-------");
        assertThat(dir.toFile().list()).containsExactly("written");
    }

    private static Change put(long main, long sub, String key, String value, long created, long version, long lease) {
        return new Change.Put(
                new Revision(main, sub),
                Mvcc.KeyValue.newBuilder()
                        .setKey(text(key))
                        .setValue(text(value))
                        .setCreateRevision(created)
                        .setModRevision(main)
                        .setVersion(version)
                        .setLease(lease)
                        .build());
    }

    private static ByteString text(String text) {
        return ByteString.copyFromUtf8(text);
    }
}

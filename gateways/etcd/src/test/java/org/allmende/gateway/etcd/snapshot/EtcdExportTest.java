package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.allmende.etcd.protocol.AuthGrpc;
import org.allmende.etcd.protocol.Authpb;
import org.allmende.etcd.protocol.ClusterGrpc;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, etcd's own programs take, and an etcd restored from it answers what the model answers. */
class EtcdExportTest {
    private static final ByteString EVERYTHING = ByteString.copyFrom(new byte[1]);

    /** What etcd 3.4 made of the password "open sesame". */
    private static final String BCRYPT = "$2a$10$pIKVQkWwJ3j9eCf9jmYYbe4bF6yPS6ZddbcEy07icGC7TQAwJN1Jy";

    @TempDir
    Path dir;

    @BeforeAll
    static void etcd() {
        EtcdProgram.assumeInstalled();
    }

    @Seeds(3)
    void everyRevisionIsReadAsItWas(Seed seed) throws Exception {
        ModelStore store = ModelStore.random(seed, 60, 9_000);
        store.compact(seed.between(1, (int) store.revision()));
        SnapshotWriter.write(dir.resolve("snapshot"), store.content());

        String status = EtcdProgram.etcdctl("snapshot", "status", dir.resolve("snapshot").toString(), "-w", "json");
        assertThat(status).contains("\"revision\":" + store.content().puts().getLast().at().main());
        try (EtcdProgram etcd = EtcdProgram.restore(dir.resolve("snapshot"), dir.resolve("restored"))) {
            assertAnswersAs(store, etcd);
            assertLeases(store, etcd);
        }
    }

    private static void assertAnswersAs(ModelStore store, EtcdProgram etcd) {
        for (long revision = Math.max(1, store.compacted()); revision <= store.revision(); revision++) {
            Rpc.RangeResponse answer = range(etcd, revision);
            assertThat(answer.getHeader().getRevision()).isEqualTo(store.revision());
            assertThat(answer.getKvsList()).as("at " + revision).isEqualTo(store.at(revision));
        }
    }

    private static Rpc.RangeResponse range(EtcdProgram etcd, long revision) {
        return KVGrpc.newBlockingStub(etcd.channel())
                .range(Rpc.RangeRequest.newBuilder()
                        .setKey(EVERYTHING)
                        .setRangeEnd(EVERYTHING)
                        .setRevision(revision)
                        .build());
    }

    private static void assertLeases(ModelStore store, EtcdProgram etcd) {
        for (long lease = 1; lease <= ModelStore.LEASES; lease++) {
            long id = lease;
            Rpc.LeaseTimeToLiveResponse answer = LeaseGrpc.newBlockingStub(etcd.channel())
                    .leaseTimeToLive(Rpc.LeaseTimeToLiveRequest.newBuilder()
                            .setID(id)
                            .setKeys(true)
                            .build());
            assertThat(answer.getGrantedTTL()).isEqualTo(ModelStore.ttlSeconds(id));
            assertThat(answer.getKeysList())
                    .containsExactlyInAnyOrderElementsOf(store.at(store.revision()).stream()
                            .filter(each -> each.getLease() == id)
                            .map(Mvcc.KeyValue::getKey)
                            .toList());
        }
    }

    @Test
    void anEmptyStore() throws Exception {
        SnapshotWriter.write(dir.resolve("snapshot"), Content.EMPTY);
        EtcdProgram.etcdctl("snapshot", "status", dir.resolve("snapshot").toString());
        try (EtcdProgram etcd = EtcdProgram.restore(dir.resolve("snapshot"), dir.resolve("restored"))) {
            assertThat(range(etcd, 0).getHeader().getRevision()).isEqualTo(1);
            assertThat(range(etcd, 0).getKvsList()).isEmpty();
        }
    }

    @Test
    void aStoreWhoseLastChangeIsCompactedKeepsItsRevision() throws Exception {
        ModelStore store = new ModelStore();
        store.begin();
        store.put(ModelStore.key(1), ByteString.EMPTY, 0);
        store.begin();
        store.delete(ModelStore.key(1));
        store.compact(3);
        SnapshotWriter.write(dir.resolve("snapshot"), store.content());
        try (EtcdProgram etcd = EtcdProgram.restore(dir.resolve("snapshot"), dir.resolve("restored"))) {
            assertThat(range(etcd, 0).getHeader().getRevision()).isEqualTo(3);
        }
    }

    /** Of 124 leaves one is more than a branch takes: alone on the next, it would end etcd's process here. */
    @Test
    void fromTheLastLeafSomethingIsDeleted() throws Exception {
        ModelStore store = new ModelStore();
        for (int i = 0; i < 2 * 124; i++) {
            store.begin();
            store.put(ModelStore.key(i), ByteString.copyFrom(new byte[1_900]), 0);
        }
        SnapshotWriter.write(dir.resolve("snapshot"), store.content());
        try (EtcdProgram etcd = EtcdProgram.restore(dir.resolve("snapshot"), dir.resolve("restored"))) {
            ByteString lastButOne = ModelStore.key(2 * 124 - 2);
            store.begin();
            store.delete(lastButOne);
            KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(etcd.channel());
            kv.deleteRange(Rpc.DeleteRangeRequest.newBuilder().setKey(lastButOne).build());
            kv.compact(Rpc.CompactionRequest.newBuilder()
                    .setRevision(store.revision())
                    .setPhysical(true)
                    .build());
            assertThat(range(etcd, 0).getKvsList()).isEqualTo(store.at(store.revision()));
        }
    }

    @Seeds(1)
    void whatIsRestoredCanBeDeletedCompactedAndDefragmented(Seed seed) throws Exception {
        ModelStore store = ModelStore.random(seed, 20_000, 1_000);
        SnapshotWriter.write(dir.resolve("snapshot"), store.content());
        try (EtcdProgram etcd = EtcdProgram.restore(dir.resolve("snapshot"), dir.resolve("restored"))) {
            assertThat(range(etcd, 0).getKvsList()).isEqualTo(store.at(store.revision()));
            KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(etcd.channel());
            for (long revision : List.of(store.revision() - 10, store.revision() - 1)) {
                kv.compact(Rpc.CompactionRequest.newBuilder()
                        .setRevision(revision)
                        .setPhysical(true)
                        .build());
            }
            long deleted = kv.deleteRange(Rpc.DeleteRangeRequest.newBuilder()
                            .setKey(EVERYTHING)
                            .setRangeEnd(EVERYTHING)
                            .build())
                    .getHeader()
                    .getRevision();
            kv.compact(Rpc.CompactionRequest.newBuilder()
                    .setRevision(deleted)
                    .setPhysical(true)
                    .build());
            MaintenanceGrpc.newBlockingStub(etcd.channel()).defragment(Rpc.DefragmentRequest.getDefaultInstance());
            assertThat(range(etcd, 0).getKvsList()).isEmpty();
            assertThat(range(etcd, 0).getHeader().getRevision()).isEqualTo(store.revision() + 1);
            etcd.saveSnapshot(dir.resolve("emptied"));
        }
        try (SnapshotFile emptied = SnapshotFile.open(dir.resolve("emptied"))) {
            assertThat(emptied.state().revision()).isEqualTo(store.revision() + 1);
        }
    }

    /** The bug that {@link SnapshotSource#members} warns of. */
    @Test
    void noMemberIsTakenAndAKeyOfItsNameIsLost() throws Exception {
        ModelStore store = new ModelStore();
        for (String key : List.of("abc", "abd")) {
            store.begin();
            store.put(ByteString.copyFromUtf8(key), ByteString.EMPTY, 0);
        }
        Content content = store.content()
                .members(List.of(Rpc.Member.newBuilder().setID(0xabc).setName("other").build()), List.of());
        SnapshotWriter.write(dir.resolve("snapshot"), content);
        try (EtcdProgram etcd = EtcdProgram.restore(dir.resolve("snapshot"), dir.resolve("restored"))) {
            assertThat(range(etcd, 0).getKvsList()).extracting(kv -> kv.getKey().toStringUtf8()).containsExactly("abd");
            assertThat(ClusterGrpc.newBlockingStub(etcd.channel())
                            .memberList(Rpc.MemberListRequest.getDefaultInstance())
                            .getMembersList())
                    .extracting(Rpc.Member::getName)
                    .containsExactly("only");
        }
    }

    @Test
    void usersLogInAndMayDoWhatTheirRolesAllow() throws Exception {
        ModelStore store = new ModelStore();
        store.begin();
        store.put(ByteString.copyFromUtf8("allowed"), ByteString.copyFromUtf8("value"), 0);
        Authpb.Role role = Authpb.Role.newBuilder()
                .setName(ByteString.copyFromUtf8("reader"))
                .addKeyPermission(Authpb.Permission.newBuilder().setKey(ByteString.copyFromUtf8("allowed")))
                .build();
        Authpb.Role root = Authpb.Role.newBuilder().setName(ByteString.copyFromUtf8("root")).build();
        Content content = store.content()
                .auth(List.of(user("alice", "reader"), user("root", "root")), List.of(role, root))
                .at(new SnapshotState(2, 0, 7, "3.4.0", true, 12));
        SnapshotWriter.write(dir.resolve("snapshot"), content);

        try (EtcdProgram etcd = EtcdProgram.restore(dir.resolve("snapshot"), dir.resolve("restored"))) {
            String token = AuthGrpc.newBlockingStub(etcd.channel())
                    .authenticate(Rpc.AuthenticateRequest.newBuilder()
                            .setName("alice")
                            .setPassword("open sesame")
                            .build())
                    .getToken();
            KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(etcd.channel(token));
            assertThat(kv.range(Rpc.RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("allowed")).build())
                            .getKvsList())
                    .isEqualTo(store.at(2));
            assertThatThrownBy(() -> kv.range(Rpc.RangeRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("other"))
                            .build()))
                    .hasMessageContaining("permission denied");
        }
    }

    private static Authpb.User user(String name, String role) {
        return Authpb.User.newBuilder()
                .setName(ByteString.copyFromUtf8(name))
                .setPassword(ByteString.copyFromUtf8(BCRYPT))
                .addRoles(role)
                .build();
    }
}

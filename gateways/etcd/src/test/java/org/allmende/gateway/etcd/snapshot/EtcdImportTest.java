package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.allmende.etcd.protocol.AuthGrpc;
import org.allmende.etcd.protocol.Authpb;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What etcd writes after transactions that the model did too, we read as the model says. */
class EtcdImportTest {
    @TempDir
    Path dir;

    @BeforeAll
    static void etcd() {
        EtcdProgram.assumeInstalled();
    }

    @Seeds(2)
    void whatEtcdWroteIsWhatTheModelHolds(Seed seed) throws Exception {
        ModelStore store = ModelStore.random(seed, 150, 20_000);
        Path snapshot = dir.resolve("snapshot");
        long applied;
        int hash;
        try (EtcdProgram etcd = EtcdProgram.start(dir.resolve("origin"))) {
            grantLeases(etcd);
            repeat(store, etcd);
            long compacted = seed.between(2, (int) store.revision());
            store.compact(compacted);
            KVGrpc.newBlockingStub(etcd.channel())
                    .compact(Rpc.CompactionRequest.newBuilder()
                            .setRevision(compacted)
                            .setPhysical(true)
                            .build());
            etcd.saveSnapshot(snapshot);
            hash = hash(etcd, store.revision());
            applied = MaintenanceGrpc.newBlockingStub(etcd.channel())
                    .status(Rpc.StatusRequest.getDefaultInstance())
                    .getRaftAppliedIndex();
        }

        Content ours;
        try (SnapshotFile file = SnapshotFile.open(snapshot)) {
            ours = Content.of(file);
            assertThat(withoutOldDeletions(ours)).isEqualTo(withoutOldDeletions(store.content()));
            assertThat(ours.leased()).isEqualTo(store.content().leased());
            assertThat(ours.state().revision()).isEqualTo(store.revision());
            assertThat(ours.state().compactedRevision()).isEqualTo(store.compacted());
            // etcd 3.4 writes it with the next change of a key only, and the last was the compaction.
            assertThat(ours.state().appliedIndex()).isBetween(applied - 1, applied);
            assertThat(ours.cluster()).extracting(Rpc.Member::getName).containsExactly("only");
            assertAsEtcdctlSays(snapshot);
            SnapshotWriter.write(dir.resolve("again"), file);
        }
        try (SnapshotFile bare = SnapshotFile.open(dir.resolve("origin/member/snap/db"))) {
            assertThat(bare.hashed()).isFalse();
            assertThat(Content.of(bare).puts()).isEqualTo(ours.puts());
        }
        try (EtcdProgram etcd = EtcdProgram.restore(dir.resolve("again"), dir.resolve("restored"))) {
            assertThat(hash(etcd, store.revision())).as("etcd's own hash of all revisions").isEqualTo(hash);
        }
    }

    private static void grantLeases(EtcdProgram etcd) {
        for (long id = 1; id <= ModelStore.LEASES; id++) {
            LeaseGrpc.newBlockingStub(etcd.channel())
                    .leaseGrant(Rpc.LeaseGrantRequest.newBuilder()
                            .setID(id)
                            .setTTL(ModelStore.ttlSeconds(id))
                            .build());
        }
    }

    private static void repeat(ModelStore store, EtcdProgram etcd) {
        Map<Long, List<Change>> transactions = store.content().puts().stream()
                .collect(Collectors.groupingBy(change -> change.at().main(), TreeMap::new, Collectors.toList()));
        for (List<Change> changes : transactions.values()) {
            Rpc.TxnRequest.Builder transaction = Rpc.TxnRequest.newBuilder();
            changes.forEach(change -> transaction.addSuccess(request(change)));
            KVGrpc.newBlockingStub(etcd.channel()).txn(transaction.build());
        }
    }

    private static Rpc.RequestOp request(Change change) {
        return switch (change) {
            case Change.Put put ->
                Rpc.RequestOp.newBuilder()
                        .setRequestPut(Rpc.PutRequest.newBuilder()
                                .setKey(put.key())
                                .setValue(put.keyValue().getValue())
                                .setLease(put.keyValue().getLease()))
                        .build();
            case Change.Deletion deletion ->
                Rpc.RequestOp.newBuilder()
                        .setRequestDeleteRange(Rpc.DeleteRangeRequest.newBuilder().setKey(deletion.key()))
                        .build();
        };
    }

    private static int hash(EtcdProgram etcd, long revision) {
        return MaintenanceGrpc.newBlockingStub(etcd.channel())
                .hashKV(Rpc.HashKVRequest.newBuilder().setRevision(revision).build())
                .getHash();
    }

    /** Later releases keep the deletion at the compacted revision itself. */
    private static List<Change> withoutOldDeletions(Content content) {
        return content.puts().stream()
                .filter(change -> change instanceof Change.Put
                        || change.at().main() > content.state().compactedRevision())
                .toList();
    }

    /** Its hash is over the names and all entries of all buckets: what we read to the last byte. */
    private static void assertAsEtcdctlSays(Path snapshot) throws Exception {
        CRC32C hash = new CRC32C();
        int entries = 0;
        try (BoltFile bolt = BoltFile.open(snapshot)) {
            for (Bytes bucket : bolt.buckets().keySet()) {
                hash.update(bucket.toArray());
                BoltCursor cursor = bolt.cursor(bucket, new BitSet());
                for (Optional<BoltEntry> entry = cursor.next(); entry.isPresent(); entry = cursor.next()) {
                    hash.update(entry.get().key().toArray());
                    hash.update(entry.get().value().toArray());
                    entries++;
                }
            }
        }
        assertThat(EtcdProgram.etcdctl("snapshot", "status", snapshot.toString(), "-w", "json"))
                .contains("\"hash\":" + hash.getValue() + ",")
                .contains("\"totalKey\":" + entries + ",");
    }

    @Test
    void usersRolesAndAlarms() throws Exception {
        Path snapshot = dir.resolve("snapshot");
        Authpb.Permission permission = Authpb.Permission.newBuilder()
                .setPermType(Authpb.Permission.Type.READWRITE)
                .setKey(ByteString.copyFromUtf8("dir/"))
                .setRangeEnd(ByteString.copyFromUtf8("dir0"))
                .build();
        try (EtcdProgram etcd = EtcdProgram.start(dir.resolve("origin"))) {
            addUsers(AuthGrpc.newBlockingStub(etcd.channel()), permission);
            MaintenanceGrpc.newBlockingStub(etcd.channel())
                    .alarm(Rpc.AlarmRequest.newBuilder()
                            .setAction(Rpc.AlarmRequest.AlarmAction.ACTIVATE)
                            .setMemberID(5)
                            .setAlarm(Rpc.AlarmType.NOSPACE)
                            .build());
            AuthGrpc.newBlockingStub(etcd.channel()).authEnable(Rpc.AuthEnableRequest.getDefaultInstance());
            etcd.saveSnapshot(snapshot, "--user", "root:open sesame");
        }
        assertHolds(Content.read(snapshot), permission);
    }

    private static void addUsers(AuthGrpc.AuthBlockingStub auth, Authpb.Permission permission) {
        for (String name : List.of("root", "alice")) {
            auth.roleAdd(Rpc.AuthRoleAddRequest.newBuilder().setName(name).build());
            auth.userAdd(Rpc.AuthUserAddRequest.newBuilder()
                    .setName(name)
                    .setPassword("open sesame")
                    .setOptions(Authpb.UserAddOptions.getDefaultInstance())
                    .build());
            auth.userGrantRole(Rpc.AuthUserGrantRoleRequest.newBuilder()
                    .setUser(name)
                    .setRole(name)
                    .build());
        }
        auth.roleGrantPermission(Rpc.AuthRoleGrantPermissionRequest.newBuilder()
                .setName("alice")
                .setPerm(permission)
                .build());
    }

    private static void assertHolds(Content content, Authpb.Permission permission) throws IOException {
        assertThat(content.state().authEnabled()).isTrue();
        assertThat(content.people()).extracting(user -> user.getName().toStringUtf8() + user.getRolesList())
                .containsExactly("alice[alice]", "root[root]");
        assertThat(content.people()).allMatch(user -> user.getPassword().toStringUtf8().startsWith("$2a$"));
        assertThat(content.duties()).extracting(Authpb.Role::getKeyPermissionList)
                .containsExactly(List.of(permission), List.of());
        assertThat(content.warnings()).containsExactly(Rpc.AlarmMember.newBuilder()
                .setMemberID(5)
                .setAlarm(Rpc.AlarmType.NOSPACE)
                .build());
    }
}

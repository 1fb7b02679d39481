package org.allmende.gateway.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.etcd.protocol.AuthGrpc;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.Rpc.AlarmRequest.AlarmAction;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not seen beside etcd: whose alarms are, and when a past is gone. */
class AlarmsTest {
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    /** More than three rounds remove. */
    private static final int VERSIONS = 16 * 128;

    @TempDir
    Path dir;

    private static Rpc.PutRequest put(String key) {
        return Rpc.PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
    }

    private static Rpc.AlarmRequest alarm(AlarmAction action) {
        return Rpc.AlarmRequest.newBuilder()
                .setAction(action)
                .setMemberID(7)
                .setAlarm(action == AlarmAction.GET ? Rpc.AlarmType.NONE : Rpc.AlarmType.CORRUPT)
                .build();
    }

    @Test
    void alarmsAreRootsAndRaisingOneForWantOfSpaceIsNobodysRight() throws Exception {
        try (SoloNode node = SoloNode.start(dir);
                Store owner = node.writes()) {
            enableUsers(node.channel);
            var nobody = MaintenanceGrpc.newBlockingStub(node.channel);
            var ann = MaintenanceGrpc.newBlockingStub(as(node.channel, "ann"));
            var root = MaintenanceGrpc.newBlockingStub(as(node.channel, "root"));
            for (AlarmAction action : List.of(AlarmAction.GET, AlarmAction.ACTIVATE, AlarmAction.DEACTIVATE)) {
                assertThatThrownBy(() -> nobody.alarm(alarm(action))).hasMessageContaining("user name is empty");
                assertThatThrownBy(() -> ann.alarm(alarm(action))).hasMessageContaining("permission denied");
            }
            assertThat(root.alarm(alarm(AlarmAction.ACTIVATE)).getAlarmsList()).hasSize(1);
            assertThat(root.alarm(alarm(AlarmAction.GET)).getAlarms(0).getMemberID()).isEqualTo(7);
            assertThat(root.alarm(alarm(AlarmAction.DEACTIVATE)).getAlarmsList()).hasSize(1);

            assertThat(owner.write(new SetQuota(SoloNode.KEYSPACE, 10)).join()).isInstanceOf(Written.Applied.class);
            assertThatThrownBy(() -> KVGrpc.newBlockingStub(as(node.channel, "root")).put(put("a")))
                    .hasMessageContaining("RESOURCE_EXHAUSTED: etcdserver: mvcc: database space exceeded");
            assertThat(root.alarm(alarm(AlarmAction.GET)).getAlarmsList())
                    .extracting(Rpc.AlarmMember::getAlarm)
                    .containsExactly(Rpc.AlarmType.NOSPACE);
        }
    }

    @Test
    void aPhysicalCompactionIsAnsweredWhenTheVersionsAreGone() throws Exception {
        try (SoloNode node = SoloNode.start(dir)) {
            compactPhysically(node);
        }
    }

    @Test
    void soItIsBehindAGatewayOfOnesOwn() throws Exception {
        try (SoloNode node = SoloNode.startBehindOnesOwn(dir)) {
            compactPhysically(node);
        }
    }

    private static void compactPhysically(SoloNode node) {
        KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(node.channel);
        long revision = 0;
        for (int txn = 0; txn < VERSIONS / 128; txn++) {
            Rpc.TxnRequest.Builder request = Rpc.TxnRequest.newBuilder();
            IntStream.range(0, 128)
                    .forEach(i -> request.addSuccess(Rpc.RequestOp.newBuilder().setRequestPut(put("key-" + i))));
            revision = kv.txn(request.build()).getHeader().getRevision();
        }
        var _ = kv.compact(Rpc.CompactionRequest.newBuilder()
                .setRevision(revision)
                .setPhysical(true)
                .build());
        long left = IntStream.range(0, 128).mapToLong(i -> ("key-" + i).length() + 64).sum();
        assertThat(node.coordination.space(node.port.view(), SoloNode.KEYSPACE).toString())
                .contains("bytes=" + left + ",")
                .contains("removing=false");
    }

    private static void enableUsers(Channel channel) {
        AuthGrpc.AuthBlockingStub auth = AuthGrpc.newBlockingStub(channel);
        for (String user : new String[] {"root", "ann"}) {
            var _ = auth.userAdd(Rpc.AuthUserAddRequest.newBuilder()
                    .setName(user)
                    .setPassword("secret")
                    .build());
        }
        var _ = auth.userGrantRole(Rpc.AuthUserGrantRoleRequest.newBuilder()
                .setUser("root")
                .setRole("root")
                .build());
        var _ = auth.authEnable(Rpc.AuthEnableRequest.getDefaultInstance());
    }

    private static Channel as(Channel channel, String user) {
        Metadata metadata = new Metadata();
        metadata.put(
                TOKEN,
                AuthGrpc.newBlockingStub(channel)
                        .authenticate(Rpc.AuthenticateRequest.newBuilder()
                                .setName(user)
                                .setPassword("secret")
                                .build())
                        .getToken());
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }
}

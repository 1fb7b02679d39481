package org.allmende.gateway.etcd;

import static org.allmende.gateway.etcd.UsersTest.DENIED;
import static org.allmende.gateway.etcd.UsersTest.USER_EMPTY;
import static org.allmende.gateway.etcd.UsersTest.assertRefused;
import static org.allmende.gateway.etcd.UsersTest.put;
import static org.allmende.gateway.etcd.UsersTest.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.KVGrpc.KVBlockingStub;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.auth.AuthSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users at a gateway of one's own, which no node tells what bcrypt made of their passwords. */
class UsersOfOnesOwnTest {
    @TempDir
    Path dir;

    /** Another gateway with the same key checks the password, and both know its token. */
    @Test
    void aTokenThatAnotherGatewaySignedIsTaken() throws Exception {
        Path secret = Files.writeString(dir.resolve("secret"), "a secret that is long enough for anybody");
        AuthSettings signed = AuthSettings.parse(
                "jwt,sign-method=HS256,priv-key=" + secret, Duration.ofMinutes(5), AuthSettings.BCRYPT_COST_MIN);
        EtcdSettings settings = EtcdSettings.onLoopback(0).withAuth(signed);
        try (SoloNode node = SoloNode.startBehindOnesOwn(Files.createDirectory(dir.resolve("node")), settings);
                EtcdGateway other = EtcdGateway.open(settings, node.writes())) {
            ManagedChannel others = NettyChannelBuilder.forAddress("127.0.0.1", other.port())
                    .usePlaintext()
                    .build();
            UsersTest.enable(others);
            String token = UsersTest.token(others, "ann");
            others.shutdownNow();
            await().until(() -> isRefused(KVGrpc.newBlockingStub(node.channel)));

            KVBlockingStub nobody = KVGrpc.newBlockingStub(node.channel);
            KVBlockingStub ann = KVGrpc.newBlockingStub(with(node.channel, token));
            KVBlockingStub stranger = KVGrpc.newBlockingStub(with(node.channel, token.replaceAll(".$", "!")));

            assertThat(ann.put(put("a")).getHeader().getRevision()).isEqualTo(2);
            assertRefused(DENIED, Status.Code.PERMISSION_DENIED, () -> ann.put(put("c")));
            assertRefused(USER_EMPTY, Status.Code.INVALID_ARGUMENT, () -> nobody.put(put("a")));
            assertRefused(
                    "etcdserver: invalid auth token", Status.Code.UNAUTHENTICATED, () -> stranger.put(put("a")));
        }
    }

    private static boolean isRefused(KVBlockingStub nobody) {
        try {
            var _ = nobody.range(Rpc.RangeRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("a"))
                    .build());
            return false;
        } catch (StatusRuntimeException e) {
            return USER_EMPTY.equals(e.getStatus().getDescription());
        }
    }
}

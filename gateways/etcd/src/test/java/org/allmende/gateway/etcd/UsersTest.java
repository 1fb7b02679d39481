package org.allmende.gateway.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.allmende.etcd.protocol.AuthGrpc;
import org.allmende.etcd.protocol.Authpb.Permission;
import org.allmende.etcd.protocol.ClusterGrpc;
import org.allmende.etcd.protocol.Electionpb;
import org.allmende.etcd.protocol.ElectionGrpc;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.LockGrpc;
import org.allmende.etcd.protocol.Lockpb;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.WatchGrpc;
import org.allmende.gateway.etcd.auth.AuthSettings;
import org.allmende.gateway.etcd.http.Issuer;
import org.allmende.gateway.etcd.http.Issuer.Issued;
import org.allmende.gateway.etcd.http.TlsSettings;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every service says to a user, to another, and to nobody, where users are asked for. */
class UsersTest {
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    private static final EtcdSettings SETTINGS =
            EtcdSettings.onLoopback(0).withAuth(AuthSettings.DEFAULT.withBcryptCost(AuthSettings.BCRYPT_COST_MIN));
    static final String USER_EMPTY = "etcdserver: user name is empty";
    static final String DENIED = "etcdserver: permission denied";

    @TempDir
    Path dir;

    /** Root, and ann who may do everything with keys from a to c. */
    static void enable(Channel channel) {
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
        var _ = auth.roleAdd(Rpc.AuthRoleAddRequest.newBuilder().setName("r").build());
        var _ = auth.roleGrantPermission(Rpc.AuthRoleGrantPermissionRequest.newBuilder()
                .setName("r")
                .setPerm(Permission.newBuilder()
                        .setPermType(Permission.Type.READWRITE)
                        .setKey(bytes("a"))
                        .setRangeEnd(bytes("c")))
                .build());
        var _ = auth.userGrantRole(Rpc.AuthUserGrantRoleRequest.newBuilder()
                .setUser("ann")
                .setRole("r")
                .build());
        var _ = auth.authEnable(Rpc.AuthEnableRequest.getDefaultInstance());
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    static String token(Channel channel, String user) {
        return AuthGrpc.newBlockingStub(channel)
                .authenticate(Rpc.AuthenticateRequest.newBuilder()
                        .setName(user)
                        .setPassword("secret")
                        .build())
                .getToken();
    }

    static Channel with(Channel channel, String token) {
        Metadata metadata = new Metadata();
        metadata.put(TOKEN, token);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private static Channel as(Channel channel, String user) {
        return with(channel, token(channel, user));
    }

    static Rpc.PutRequest put(String key) {
        return Rpc.PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes("1")).build();
    }

    static void assertRefused(String text, Status.Code code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getDescription()).isEqualTo(text);
            assertThat(e.getStatus().getCode()).isEqualTo(code);
        });
    }

    /** Of the first watcher that is asked for. */
    private static Rpc.WatchResponse watch(Channel channel, String key) throws Exception {
        CompletableFuture<Rpc.WatchResponse> first = new CompletableFuture<>();
        StreamObserver<Rpc.WatchRequest> requests = WatchGrpc.newStub(channel).watch(first(first));
        requests.onNext(Rpc.WatchRequest.newBuilder()
                .setCreateRequest(Rpc.WatchCreateRequest.newBuilder().setKey(bytes(key)).setWatchId(5))
                .build());
        Rpc.WatchResponse response = first.get(20, TimeUnit.SECONDS);
        requests.onError(Status.CANCELLED.asRuntimeException());
        return response;
    }

    private static <T> StreamObserver<T> first(CompletableFuture<T> first) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T value) {
                first.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                first.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                first.completeExceptionally(new IllegalStateException("ended"));
            }
        };
    }

    @Test
    void aWatcherOfWhatTheUserMayNotReadIsCanceledAsItIsMade() throws Exception {
        try (SoloNode node = SoloNode.start(dir.resolve("node"), SETTINGS)) {
            enable(node.channel);
            Channel ann = as(node.channel, "ann");
            assertThat(watch(ann, "b").getCanceled()).isFalse();
            Rpc.WatchResponse denied = watch(ann, "c");
            assertThat(denied.getCreated()).isTrue();
            assertThat(denied.getCanceled()).isTrue();
            assertThat(denied.getWatchId()).isEqualTo(5);
            assertThat(denied.getCancelReason()).isEqualTo("rpc error: code = PermissionDenied desc = " + DENIED);
            assertThat(watch(node.channel, "b").getCancelReason())
                    .isEqualTo("rpc error: code = InvalidArgument desc = " + USER_EMPTY);
            assertThat(watch(with(node.channel, "never.1"), "b").getCancelReason())
                    .isEqualTo("rpc error: code = Unauthenticated desc = etcdserver: invalid auth token");
        }
    }

    @Test
    void leasesAreOfUsersAndTheirKeysOfThoseWhoMayReadThem() throws Exception {
        try (SoloNode node = SoloNode.start(dir.resolve("node"), SETTINGS)) {
            enable(node.channel);
            Channel ann = as(node.channel, "ann");
            Channel root = as(node.channel, "root");
            Rpc.LeaseGrantRequest grant =
                    Rpc.LeaseGrantRequest.newBuilder().setID(7).setTTL(60).build();
            assertRefused(USER_EMPTY, Status.Code.INVALID_ARGUMENT, () -> LeaseGrpc.newBlockingStub(node.channel)
                    .leaseGrant(grant));
            assertThat(LeaseGrpc.newBlockingStub(ann).leaseGrant(grant).getTTL()).isEqualTo(60);
            var _ = KVGrpc.newBlockingStub(root).put(put("x").toBuilder().setLease(7).build());
            Rpc.LeaseTimeToLiveRequest keys =
                    Rpc.LeaseTimeToLiveRequest.newBuilder().setID(7).setKeys(true).build();
            assertRefused(DENIED, Status.Code.PERMISSION_DENIED, () -> LeaseGrpc.newBlockingStub(ann)
                    .leaseTimeToLive(keys));
            assertThat(LeaseGrpc.newBlockingStub(ann)
                            .leaseTimeToLive(keys.toBuilder().setKeys(false).build())
                            .getGrantedTTL())
                    .isEqualTo(60);
            assertRefused(USER_EMPTY, Status.Code.INVALID_ARGUMENT, () -> LeaseGrpc.newBlockingStub(node.channel)
                    .leaseLeases(Rpc.LeaseLeasesRequest.getDefaultInstance()));
            assertThat(renewed(ann).getTTL()).isEqualTo(60);
            assertThatThrownBy(() -> renewed(node.channel)).hasMessageContaining(USER_EMPTY);
            assertRefused(DENIED, Status.Code.PERMISSION_DENIED, () -> LeaseGrpc.newBlockingStub(ann)
                    .leaseRevoke(Rpc.LeaseRevokeRequest.newBuilder().setID(7).build()));
        }
    }

    private static Rpc.LeaseKeepAliveResponse renewed(Channel channel) throws Exception {
        CompletableFuture<Rpc.LeaseKeepAliveResponse> first = new CompletableFuture<>();
        StreamObserver<Rpc.LeaseKeepAliveRequest> requests =
                LeaseGrpc.newStub(channel).leaseKeepAlive(first(first));
        requests.onNext(Rpc.LeaseKeepAliveRequest.newBuilder().setID(7).build());
        return first.get(20, TimeUnit.SECONDS);
    }

    @Test
    void locksAndElectionsAreOfThoseWhoMayWriteTheirKeys() throws Exception {
        try (SoloNode node = SoloNode.start(dir.resolve("node"), SETTINGS)) {
            enable(node.channel);
            Channel ann = as(node.channel, "ann");
            Lockpb.LockRequest lock = Lockpb.LockRequest.newBuilder().setName(bytes("b")).build();
            assertThat(LockGrpc.newBlockingStub(ann).lock(lock).getKey().toStringUtf8()).startsWith("b/");
            assertThatThrownBy(() -> LockGrpc.newBlockingStub(ann)
                            .lock(lock.toBuilder().setName(bytes("x")).build()))
                    .hasMessageContaining(DENIED);
            assertThatThrownBy(() -> LockGrpc.newBlockingStub(node.channel).lock(lock))
                    .hasMessageContaining(USER_EMPTY);
            Electionpb.LeaderRequest leader =
                    Electionpb.LeaderRequest.newBuilder().setName(bytes("x")).build();
            assertThatThrownBy(() -> ElectionGrpc.newBlockingStub(ann).leader(leader))
                    .hasMessageContaining(DENIED);
            assertThatThrownBy(() -> ElectionGrpc.newBlockingStub(ann).observe(leader).hasNext())
                    .hasMessageContaining(DENIED);
        }
    }

    @Test
    void whatConcernsTheWholeKeyspaceIsRoots() throws Exception {
        try (SoloNode node = SoloNode.start(dir.resolve("node"), SETTINGS)) {
            enable(node.channel);
            Channel ann = as(node.channel, "ann");
            Channel root = as(node.channel, "root");
            assertRefused(DENIED, Status.Code.PERMISSION_DENIED, () -> MaintenanceGrpc.newBlockingStub(ann)
                    .hashKV(Rpc.HashKVRequest.getDefaultInstance()));
            assertRefused(USER_EMPTY, Status.Code.INVALID_ARGUMENT, () -> MaintenanceGrpc.newBlockingStub(node.channel)
                    .defragment(Rpc.DefragmentRequest.getDefaultInstance()));
            assertRefused(DENIED, Status.Code.PERMISSION_DENIED, () -> MaintenanceGrpc.newBlockingStub(ann)
                    .snapshot(Rpc.SnapshotRequest.getDefaultInstance())
                    .hasNext());
            assertRefused(DENIED, Status.Code.PERMISSION_DENIED, () -> ClusterGrpc.newBlockingStub(ann)
                    .memberRemove(Rpc.MemberRemoveRequest.getDefaultInstance()));
            assertRefused(USER_EMPTY, Status.Code.INVALID_ARGUMENT, () -> ClusterGrpc.newBlockingStub(node.channel)
                    .memberList(Rpc.MemberListRequest.getDefaultInstance()));
            assertThat(ClusterGrpc.newBlockingStub(ann)
                            .memberList(Rpc.MemberListRequest.getDefaultInstance())
                            .getMembersCount())
                    .isEqualTo(1);
            assertRefused(DENIED, Status.Code.PERMISSION_DENIED, () -> KVGrpc.newBlockingStub(ann)
                    .compact(Rpc.CompactionRequest.newBuilder().setRevision(1).build()));
            assertThat(MaintenanceGrpc.newBlockingStub(root)
                            .hashKV(Rpc.HashKVRequest.getDefaultInstance())
                            .hasHeader())
                    .isTrue();
            assertThat(MaintenanceGrpc.newBlockingStub(node.channel)
                            .status(Rpc.StatusRequest.getDefaultInstance())
                            .getVersion())
                    .as("open to everybody, as etcd's")
                    .isEqualTo(EtcdSettings.VERSION);
            assertThat(AuthGrpc.newBlockingStub(root)
                            .authStatus(Rpc.AuthStatusRequest.getDefaultInstance())
                            .getAuthRevision())
                    .as("one of the beginning, and six changes before users were asked for")
                    .isEqualTo(7);
            assertRefused(
                    "etcdserver: permission not given", Status.Code.INVALID_ARGUMENT, () -> AuthGrpc.newBlockingStub(root)
                            .roleGrantPermission(Rpc.AuthRoleGrantPermissionRequest.newBuilder()
                                    .setName("r")
                                    .build()));
            assertRefused(
                    "etcdserver: a name has at most 256 bytes; choose a shorter one",
                    Status.Code.INVALID_ARGUMENT,
                    () -> AuthGrpc.newBlockingStub(root)
                            .roleAdd(Rpc.AuthRoleAddRequest.newBuilder()
                                    .setName("n".repeat(257))
                                    .build()));
        }
    }

    @Test
    void aTokenComesInJsonAsAuthorization() throws Exception {
        try (SoloNode node = SoloNode.start(dir.resolve("node"), SETTINGS)) {
            enable(node.channel);
            String given = post(node, "/v3/auth/authenticate", "{\"name\":\"ann\",\"password\":\"secret\"}", "none");
            String token = given.replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
            assertThat(post(node, "/v3/kv/put", "{\"key\":\"YQ==\",\"value\":\"MQ==\"}", token))
                    .contains("\"revision\":\"2\"");
            assertThat(post(node, "/v3/kv/put", "{\"key\":\"eA==\"}", token)).contains(DENIED);
            assertThat(post(node, "/v3/kv/put", "{\"key\":\"YQ==\"}", "never.1"))
                    .contains("etcdserver: invalid auth token");
        }
    }

    private static String post(SoloNode node, String path, String body, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + node.endpoint() + path))
                .header("Authorization", token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    @Test
    void aSignedTokenHoldsUntilUsersOrRolesChange() throws Exception {
        Path secret = Files.writeString(dir.resolve("secret"), "a secret that is long enough for anybody");
        AuthSettings auth = AuthSettings.parse(
                "jwt,sign-method=HS256,priv-key=" + secret, AuthSettings.DEFAULT.tokenLife(), 4);
        try (SoloNode node =
                SoloNode.start(dir.resolve("node"), EtcdSettings.onLoopback(0).withAuth(auth))) {
            enable(node.channel);
            Channel ann = as(node.channel, "ann");
            Channel root = as(node.channel, "root");
            assertThat(KVGrpc.newBlockingStub(ann).put(put("a")).hasHeader()).isTrue();
            for (String role : new String[] {"s", "t"}) {
                assertThat(AuthGrpc.newBlockingStub(root)
                                .roleAdd(Rpc.AuthRoleAddRequest.newBuilder().setName(role).build())
                                .hasHeader())
                        .as("root's own changes go on with an old token, as etcd's")
                        .isTrue();
            }
            String old = "etcdserver: revision of auth store is old";
            assertRefused(old, Status.Code.INVALID_ARGUMENT, () -> KVGrpc.newBlockingStub(ann).put(put("a")));
            assertRefused(old, Status.Code.INVALID_ARGUMENT, () -> KVGrpc.newBlockingStub(ann)
                    .range(Rpc.RangeRequest.newBuilder().setKey(bytes("a")).build()));
            assertThat(KVGrpc.newBlockingStub(as(node.channel, "ann")).put(put("a")).hasHeader()).isTrue();
        }
    }

    @Test
    void whoComesWithoutATokenIsWhomItsCertificateNames() throws Exception {
        Issuer issuer = new Issuer(dir, "authority");
        Issued server = issuer.issue(dir, "server");
        TlsSettings tls = TlsSettings.of(server.certificate(), server.key()).trusting(issuer.certificate);
        try (SoloNode node = SoloNode.start(dir.resolve("node"), SETTINGS.withTls(tls))) {
            Map<String, ManagedChannel> channels = new TreeMap<>();
            for (String name : new String[] {"root", "ann", "eve"}) {
                Issued client = issuer.issue(dir, name);
                channels.put(
                        name,
                        NettyChannelBuilder.forAddress("127.0.0.1", node.gateway.port())
                                .sslContext(GrpcSslContexts.forClient()
                                        .trustManager(issuer.certificate.toFile())
                                        .keyManager(
                                                client.certificate().toFile(),
                                                client.key().toFile())
                                        .build())
                                .build());
            }
            try {
                ManagedChannel root = Objects.requireNonNull(channels.get("root"));
                ManagedChannel ann = Objects.requireNonNull(channels.get("ann"));
                ManagedChannel eve = Objects.requireNonNull(channels.get("eve"));
                enable(root);
                assertThat(KVGrpc.newBlockingStub(ann).put(put("a")).hasHeader()).isTrue();
                assertRefused(DENIED, Status.Code.PERMISSION_DENIED, () -> KVGrpc.newBlockingStub(ann)
                        .put(put("x")));
                assertRefused(DENIED, Status.Code.PERMISSION_DENIED, () -> KVGrpc.newBlockingStub(eve)
                        .put(put("a")));
                Channel rootsToken = with(eve, token(eve, "root"));
                assertThat(KVGrpc.newBlockingStub(rootsToken).put(put("x")).hasHeader())
                        .as("a token comes first")
                        .isTrue();
            } finally {
                channels.values().forEach(ManagedChannel::shutdownNow);
            }
        }
    }
}

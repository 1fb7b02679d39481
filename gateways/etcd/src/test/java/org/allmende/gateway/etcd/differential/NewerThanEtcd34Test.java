package org.allmende.gateway.etcd.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import org.allmende.etcd.protocol.AuthGrpc;
import org.allmende.etcd.protocol.Authpb.Permission;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.Rpc.RequestOp;
import org.allmende.etcd.protocol.Rpc.WatchCreateRequest;
import org.allmende.etcd.protocol.Rpc.WatchRequest;
import org.allmende.etcd.protocol.Rpc.WatchResponse;
import org.allmende.gateway.etcd.SoloNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is as in etcd 3.5, and so cannot be held against 3.4: one test for each {@link KnownDifference}. */
class NewerThanEtcd34Test {
    private static final ByteString KEY = ByteString.copyFromUtf8("a");
    private static final WatchRequest PROGRESS = WatchRequest.newBuilder()
            .setProgressRequest(Rpc.WatchProgressRequest.getDefaultInstance())
            .build();

    @TempDir
    Path dir;

    private SoloNode node;
    private Side ours;

    @BeforeEach
    void start() throws Exception {
        node = SoloNode.start(dir);
        ours = new Side(node.channel);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aStreamWithoutWatchersIsToldOfNoProgress() {
        WatchLog watches = ours.watches(1);
        watches.send(PROGRESS);

        watches.send(watch(0));
        watches.send(PROGRESS);

        assertThatOneWasAnswered(watches);
    }

    @Test
    void aStreamWithAWatcherOfARevisionToComeIsToldOfNoProgress() {
        WatchLog watches = ours.watches(1);
        watches.send(watch(9));
        watches.send(PROGRESS);

        watches.send(WatchRequest.newBuilder()
                .setCancelRequest(Rpc.WatchCancelRequest.getDefaultInstance())
                .build());
        watches.send(watch(0));
        watches.send(PROGRESS);

        assertThatOneWasAnswered(watches);
    }

    /** Requests of a stream are taken in their order, so an answer to the first one would have come before. */
    private static void assertThatOneWasAnswered(WatchLog watches) {
        assertThat(watches.await(each -> each.getWatchId() == -1, 0, Side.PATIENCE)).isPresent();
        assertThat(watches.all().getLast().getWatchId()).isEqualTo(-1);
        assertThat(watches.of(-1)).hasSize(1);
    }

    @Test
    void aWatcherFromBelowZeroIsRefused() {
        WatchLog watches = ours.watches(1);
        watches.send(watch(-1));

        WatchResponse answer =
                watches.await(WatchResponse::getCreated, 0, Side.PATIENCE).orElseThrow();
        assertThat(answer.getWatchId()).isEqualTo(-1);
        assertThat(answer.getCanceled()).isTrue();
        assertThat(answer.getCancelReason()).isEqualTo("etcdserver: mvcc: required revision has been compacted");
    }

    @Test
    void aWatcherIsToldWhatTheCompactedRevisionDeleted() {
        ours.ask(Rpc.PutRequest.newBuilder().setKey(KEY).build(), 1, 0);
        ours.ask(Rpc.DeleteRangeRequest.newBuilder().setKey(KEY).build(), 2, 0);
        ours.ask(Rpc.CompactionRequest.newBuilder().setRevision(3).setPhysical(true).build(), 3, 0);
        WatchLog watches = ours.watches(1);
        watches.send(watch(3));

        WatchResponse told =
                watches.await(each -> each.getEventsCount() > 0, 0, Side.PATIENCE).orElseThrow();
        assertThat(told.getEvents(0).getType()).isEqualTo(Mvcc.Event.EventType.DELETE);
        assertThat(told.getEvents(0).getKv().getModRevision()).isEqualTo(3);
    }

    @Test
    void anUnknownOrderIsRefusedWhereItStands() {
        Rpc.RangeRequest unsortable =
                Rpc.RangeRequest.newBuilder().setKey(KEY).setSortTargetValue(9).build();
        Rpc.TxnRequest after = Rpc.TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestPut(Rpc.PutRequest.getDefaultInstance()))
                .addSuccess(RequestOp.newBuilder().setRequestRange(unsortable))
                .build();

        assertThat(ours.ask(unsortable, 1, 0)).hasToString("INVALID_ARGUMENT: etcdserver: invalid sort option");
        assertThat(ours.ask(unsortable.toBuilder().clearKey().build(), 1, 0))
                .hasToString("INVALID_ARGUMENT: etcdserver: key is not provided");
        assertThat(ours.ask(after, 1, 0)).hasToString("INVALID_ARGUMENT: etcdserver: key is not provided");
    }

    @Test
    void aTokenIsPassedOverWhereUsersAreNotAskedFor() {
        Metadata unknown = new Metadata();
        unknown.put(Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER), "never.1");

        assertThat(KVGrpc.newBlockingStub(node.channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(unknown))
                        .put(Rpc.PutRequest.newBuilder().setKey(KEY).build())
                        .getHeader()
                        .getRevision())
                .isEqualTo(2);
    }

    @Test
    void theRoleRootMayDoEverythingWhateverItWasGranted() {
        AuthGrpc.AuthBlockingStub auth = AuthGrpc.newBlockingStub(node.channel);
        var _ = auth.roleAdd(Rpc.AuthRoleAddRequest.newBuilder().setName("root").build());
        var _ = auth.roleGrantPermission(Rpc.AuthRoleGrantPermissionRequest.newBuilder()
                .setName("root")
                .setPerm(Permission.newBuilder().setKey(KEY))
                .build());

        assertThat(auth.roleGet(Rpc.AuthRoleGetRequest.newBuilder().setRole("root").build()).getPermList())
                .containsExactly(Permission.newBuilder()
                        .setPermType(Permission.Type.READWRITE)
                        .setRangeEnd(ByteString.copyFrom(new byte[1]))
                        .build());
    }

    @Test
    void aGrantOfNoPermissionIsRefused() {
        AuthGrpc.AuthBlockingStub auth = AuthGrpc.newBlockingStub(node.channel);
        var _ = auth.roleAdd(Rpc.AuthRoleAddRequest.newBuilder().setName("r").build());

        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> auth.roleGrantPermission(
                        Rpc.AuthRoleGrantPermissionRequest.newBuilder().setName("r").build()))
                .withMessage("INVALID_ARGUMENT: etcdserver: permission not given");
    }

    @Test
    void aTxnThatFailsHalfwayIsRefusedAndChangesNothing() {
        ours.ask(Rpc.PutRequest.newBuilder().setKey(KEY).build(), 1, 0);

        assertThat(ours.ask(
                        Rpc.TxnRequest.newBuilder()
                                .addSuccess(RequestOp.newBuilder()
                                        .setRequestPut(Rpc.PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("z"))))
                                .addSuccess(removal("a"))
                                .addSuccess(keepsValue("a"))
                                .build(),
                        1,
                        0))
                .hasToString("INVALID_ARGUMENT: etcdserver: key not found");

        KVGrpc.KVBlockingStub keys = KVGrpc.newBlockingStub(node.channel);
        Rpc.RangeResponse all = keys.range(Rpc.RangeRequest.newBuilder()
                .setKey(ByteString.copyFrom(new byte[1]))
                .setRangeEnd(ByteString.copyFrom(new byte[1]))
                .build());
        assertThat(all.getHeader().getRevision()).isEqualTo(2);
        assertThat(all.getKvsList()).singleElement().extracting(Mvcc.KeyValue::getKey).isEqualTo(KEY);
    }

    /** Of this key and all behind it. */
    static RequestOp removal(String from) {
        return RequestOp.newBuilder()
                .setRequestDeleteRange(Rpc.DeleteRangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(from))
                        .setRangeEnd(ByteString.copyFrom(new byte[1])))
                .build();
    }

    /** A put that needs its key. */
    static RequestOp keepsValue(String key) {
        return RequestOp.newBuilder()
                .setRequestPut(
                        Rpc.PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).setIgnoreValue(true))
                .build();
    }

    private static WatchRequest watch(long startRevision) {
        return WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder().setKey(KEY).setStartRevision(startRevision))
                .build();
    }
}

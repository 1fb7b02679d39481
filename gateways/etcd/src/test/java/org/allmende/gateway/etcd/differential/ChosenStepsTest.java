package org.allmende.gateway.etcd.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.Rpc.WatchCreateRequest;
import org.allmende.etcd.protocol.Rpc.WatchRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What random steps seldom or never meet, on both servers. */
class ChosenStepsTest {
    private static final ByteString KEY = ByteString.copyFromUtf8("a");

    @TempDir
    static Path dir;

    @BeforeAll
    static void hasEtcd() {
        EtcdProcess.assumeInstalled();
    }

    @Test
    void theIdOfAWatcherEndedByACompactionStaysTakenUntilItIsCanceled() {
        WatchRequest compacted = watch(WatchCreateRequest.newBuilder().setKey(KEY).setStartRevision(2));
        WatchRequest sameId = watch(WatchCreateRequest.newBuilder().setKey(KEY).setWatchId(4));

        check(
                put(0),
                put(0),
                put(0),
                new Step.Watch(1, watch(WatchCreateRequest.newBuilder().setKey(KEY).setStartRevision(2).setWatchId(4))),
                new Step.Ask(Rpc.CompactionRequest.newBuilder().setRevision(4).build()),
                new Step.Watch(1, compacted.toBuilder()
                        .setCreateRequest(compacted.getCreateRequest().toBuilder().setWatchId(5))
                        .build()),
                new Step.Watch(1, sameId),
                new Step.Watch(1, watch(WatchCreateRequest.newBuilder().setKey(KEY).setWatchId(5))),
                new Step.Watch(1, cancel(5)),
                new Step.Watch(1, watch(WatchCreateRequest.newBuilder().setKey(KEY).setWatchId(5))),
                put(0));
    }

    /** By which progress and refusals are told as well. */
    @Test
    void aWatcherMayHaveTheIdMinusOne() {
        check(
                new Step.Watch(1, watch(WatchCreateRequest.newBuilder().setKey(KEY).setWatchId(-1))),
                put(0),
                put(0),
                new Step.Watch(1, cancel(-1)),
                put(0));
    }

    /** On ours it once was of what the watchers had been told of, which came a little later. */
    @Test
    void progressIsOfNoLessThanWhatTheClientWasAnswered() {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Watch(1, watch(WatchCreateRequest.newBuilder().setKey(KEY))));
        for (int i = 0; i < 50; i++) {
            steps.add(put(0));
            steps.add(new Step.Watch(1, WatchRequest.newBuilder()
                    .setProgressRequest(Rpc.WatchProgressRequest.getDefaultInstance())
                    .build()));
        }
        check(steps.toArray(Step[]::new));
    }

    @Test
    void ofSeveralWrongPartsOfATransactionTheFirstOneIsNamed() {
        Rpc.RequestOp nothing = Rpc.RequestOp.getDefaultInstance();
        Rpc.RequestOp noKey = Rpc.RequestOp.newBuilder()
                .setRequestPut(Rpc.PutRequest.getDefaultInstance())
                .build();
        Rpc.Compare noKeyEither = Rpc.Compare.getDefaultInstance();

        check(
                new Step.Ask(Rpc.TxnRequest.newBuilder().addSuccess(nothing).addSuccess(noKey).build()),
                new Step.Ask(Rpc.TxnRequest.newBuilder().addSuccess(noKey).addSuccess(nothing).build()),
                new Step.Ask(Rpc.TxnRequest.newBuilder().addFailure(nothing).addSuccess(noKey).build()),
                new Step.Ask(Rpc.TxnRequest.newBuilder().addFailure(noKey).addSuccess(nothing).build()),
                new Step.Ask(Rpc.TxnRequest.newBuilder().addSuccess(nothing).addCompare(noKeyEither).build()));
    }

    @Test
    void aLeaseThatEndsTakesAllItsKeysInOneRevision() {
        try (Pair pair = Pair.start(dir)) {
            Side theirs = new Side(pair.etcd.channel);
            Side ours = new Side(pair.node.channel);
            for (Side side : List.of(theirs, ours)) {
                side.watches(1)
                        .send(watch(WatchCreateRequest.newBuilder()
                                .setKey(KEY)
                                .setRangeEnd(ByteString.copyFromUtf8("z"))
                                .setPrevKv(true)));
                side.watches(1).await(Rpc.WatchResponse::getCreated, 0, Side.PATIENCE);
                side.ask(Rpc.LeaseGrantRequest.newBuilder().setID(7).setTTL(1).build(), 1, 0);
                side.ask(put("b", 7), 1, 0);
                side.ask(put("a", 7), 1, 0);
                side.ask(put("c", 0), 1, 0);
            }

            for (Side side : List.of(theirs, ours)) {
                assertThat(side.watches(1).await(response -> response.getEventsCount() == 2, 0, Side.PATIENCE))
                        .as("both keys are deleted together, without anybody asking for it")
                        .isPresent();
            }
            assertThat(Watched.told(ours, ours.watches(1), 0)).isEqualTo(Watched.told(theirs, theirs.watches(1), 0));
            Rpc.LeaseTimeToLiveRequest gone =
                    Rpc.LeaseTimeToLiveRequest.newBuilder().setID(7).setKeys(true).build();
            assertThat(ours.comparable(ours.ask(gone, 1, 0))).isEqualTo(theirs.comparable(theirs.ask(gone, 1, 0)));
        }
    }

    /** What {@link NewerThanEtcd34Test} has of ours, to the end of etcd: nothing is compared any more, and it is no difference. */
    @Test
    void aTxnThatFailsHalfwayIsTheEndOfEtcd() {
        try (Pair pair = Pair.start(dir)) {
            Step removesAndKeeps = new Step.Ask(Rpc.TxnRequest.newBuilder()
                    .addSuccess(Rpc.RequestOp.newBuilder()
                            .setRequestTxn(Rpc.TxnRequest.newBuilder()
                                    .addSuccess(NewerThanEtcd34Test.removal("\0"))
                                    .addSuccess(NewerThanEtcd34Test.keepsValue("a"))))
                    .build());

            assertThat(pair.run(List.of(put(0), removesAndKeeps, put(0)))).isEmpty();

            assertThat(new Side(pair.etcd.channel).ask(put("a", 0), 1, 0)).asString().startsWith("UNAVAILABLE");
            assertThat(new Side(pair.node.channel).ask(put("a", 0), 1, 0)).asString().contains("revision: 3");
        }
    }

    private static void check(Step... steps) {
        try (Pair pair = Pair.start(dir)) {
            Optional<Difference> difference = pair.run(List.of(steps));

            assertThat(difference.map(Difference::toString)).isEmpty();
        }
    }

    private static Step put(long lease) {
        return new Step.Ask(put("a", lease));
    }

    private static Rpc.PutRequest put(String key, long lease) {
        return Rpc.PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setLease(lease)
                .build();
    }

    private static WatchRequest watch(WatchCreateRequest.Builder create) {
        return WatchRequest.newBuilder().setCreateRequest(create).build();
    }

    private static WatchRequest cancel(long id) {
        return WatchRequest.newBuilder()
                .setCancelRequest(Rpc.WatchCancelRequest.newBuilder().setWatchId(id))
                .build();
    }
}

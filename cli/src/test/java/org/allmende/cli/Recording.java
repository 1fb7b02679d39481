package org.allmende.cli;

import static com.google.protobuf.ByteString.copyFromUtf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.drills.history.Chronicle;
import org.allmende.drills.history.Evidence;
import org.allmende.drills.history.History;
import org.allmende.drills.history.Linearizability;
import org.allmende.drills.history.Operation;
import org.allmende.drills.history.Ruling;
import org.allmende.drills.history.Watch;
import org.allmende.drills.history.WatchChecker;
import org.allmende.drills.history.WatchEvent;
import org.allmende.drills.history.WatchReport;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.seeds.Seed;

/** Clients, lockers and watchers of etcd at the same few keys, while this and that happens to the network. */
final class Recording {
    private static final int CLIENTS = 6;
    private static final int LOCKERS = 2;
    private static final String FROM = "key-";
    private static final String TO = "key.";

    private final Channel straight;

    /** @param straight to the network, with nothing planted in between: what really happened is asked there */
    Recording(Channel straight) {
        this.straight = straight;
    }

    /** What they were told, and every change that there was. */
    record Recorded(History history, Chronicle chronicle, List<Watch> watches) {
        /** Fails, and keeps evidence beside the test, unless all of it is as it should be. */
        void requireRight(Path evidence, Seed seed) {
            Ruling ruling = new Linearizability().check(history);
            assertThat(ruling)
                    .as(() -> Evidence.of(history, ruling, evidence, "history-" + seed.value()))
                    .isInstanceOf(Ruling.Accepted.class);
            WatchReport report = WatchChecker.check(chronicle, watches);
            assertThat(report.breaches())
                    .as(() -> Evidence.of(chronicle, watches, report, evidence, "watches-" + seed.value()))
                    .isEmpty();
            assertThat(report.events()).isGreaterThan(100);
            System.out.println("judged " + ruling.text() + report.text());
        }
    }

    /** With every client at any of these gateways. */
    Recorded of(List<? extends Channel> gateways, Seed seed, Work.Course course) throws Exception {
        return of(gateways, List.of(), seed, course);
    }

    /**
     * @param gateways at which clients and lockers begin somewhere, and go on at another after a failure; each has a
     *     watcher that begins there
     * @param others clients that are there as well
     */
    Recorded of(List<? extends Channel> gateways, List<RecordingClient> others, Seed seed, Work.Course course)
            throws Exception {
        List<Channel> all = List.copyOf(gateways);
        long begin = clean();
        List<RecordingClient> clients = new ArrayList<>(others);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new RecordingClient("client-" + i, all, seed.split()));
        }
        List<RecordingLocker> lockers = new ArrayList<>();
        for (int i = 0; i < LOCKERS; i++) {
            lockers.add(new RecordingLocker("locker-" + i, "lock-" + begin, all, i));
        }
        List<RecordingWatcher> watchers = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            watchers.add(watcher("watcher-" + i, all, i, begin));
        }
        List<Work.Step> steps = new ArrayList<>();
        clients.forEach(each -> steps.add(each::step));
        lockers.forEach(each -> steps.add(each::step));
        Work.during(steps, course);
        long end = put("key-1", "the end");
        RecordingWatcher chronicler = watcher("chronicler", List.of(straight), 0, begin);
        watchers.add(chronicler);
        for (RecordingWatcher watcher : watchers) {
            await().atMost(Work.SOON).until(() -> watcher.hasSeen(end));
        }
        List<WatchEvent> changes = chronicler.events();
        List<Operation> operations = new ArrayList<>();
        clients.forEach(each -> operations.addAll(each.recorded()));
        lockers.forEach(each -> operations.addAll(each.recorded()));
        return new Recorded(
                new History(operations),
                new Chronicle(changes, 0),
                watchers.stream().map(RecordingWatcher::end).toList());
    }

    private static RecordingWatcher watcher(String name, List<Channel> gateways, int first, long begin) {
        RecordingWatcher watcher = new RecordingWatcher(name, gateways, first, FROM, TO, begin + 1);
        watcher.open();
        return watcher;
    }

    /** The keys are gone, as in the beginning. */
    long clean() {
        return answered(() -> KVGrpc.newBlockingStub(straight)
                .deleteRange(Rpc.DeleteRangeRequest.newBuilder()
                        .setKey(copyFromUtf8(FROM))
                        .setRangeEnd(copyFromUtf8(TO))
                        .build())
                .getHeader()
                .getRevision());
    }

    private long put(String key, String value) {
        return answered(() -> KVGrpc.newBlockingStub(straight)
                .put(Rpc.PutRequest.newBuilder()
                        .setKey(copyFromUtf8(key))
                        .setValue(copyFromUtf8(value))
                        .build())
                .getHeader()
                .getRevision());
    }

    /** The revision it made; asked for again while a node that was away until now says that it cannot. */
    private static long answered(Callable<Long> change) {
        return await().atMost(Work.SOON)
                .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                .until(change, revision -> revision > 0);
    }
}

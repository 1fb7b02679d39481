package org.allmende.drills;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allmende.client.ClientSettings;
import org.allmende.client.NetworkClient;
import org.allmende.client.Watch;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.KeyRange;
import org.allmende.ledger.encoding.Bytes;

/** Watches all keys of a workload from its beginning, and says what it missed, saw twice or out of order. */
final class Watcher implements AutoCloseable {
    private static final Duration LAST_COMES_WITHIN = Duration.ofSeconds(20);

    private final NetworkClient client;
    private final Watch watch;
    private final List<Long> revisions = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Thread thread = Thread.ofPlatform().name("watcher").unstarted(this::run);
    private volatile String end = "";

    private Watcher(NetworkClient client, Watch watch) {
        this.client = client;
        this.watch = watch;
    }

    /** @param prefix of the keys */
    static Watcher start(List<URI> nodes, String prefix) throws IOException, InterruptedException {
        NetworkClient client = NetworkClient.open(ClientSettings.of(nodes));
        Watcher watcher = new Watcher(
                client, client.watch(Workload.KEYSPACE, KeyRange.prefix(Bytes.utf8(prefix + "/")), 1, false));
        watcher.thread.start();
        return watcher;
    }

    private void run() {
        try {
            while (true) {
                Watch.Changes changes = watch.next();
                synchronized (this) {
                    revisions.add(changes.revision());
                    for (KeyEvent event : changes.events()) {
                        seen.merge(event.keyValue().key().toText(), 1, Integer::sum);
                    }
                }
            }
        } catch (IOException e) {
            end = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean hasSeen(Acknowledgements.Write write) {
        return seen.containsKey(write.key());
    }

    /** Once nobody writes any more. Each acknowledged write is one of a key of its own. */
    void judge(Figures figures, List<Acknowledgements.Write> acknowledged) throws InterruptedException {
        long until = System.nanoTime() + LAST_COMES_WITHIN.toNanos();
        while (!acknowledged.stream().allMatch(this::hasSeen) && System.nanoTime() < until) {
            Pause.of(Duration.ofMillis(200));
        }
        synchronized (this) {
            figures.atMost(
                    0,
                    "watch_missed",
                    acknowledged.stream().filter(write -> !hasSeen(write)).count());
            figures.atMost(
                    0, "watch_seen_twice", seen.values().stream().filter(times -> times > 1).count());
            long backwards = 0;
            for (int i = 1; i < revisions.size(); i++) {
                backwards += revisions.get(i) <= revisions.get(i - 1) ? 1 : 0;
            }
            figures.atMost(0, "watch_out_of_order", backwards);
            figures.demand(end.isEmpty(), "the watcher ended: " + end);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        watch.close();
        client.close();
    }
}

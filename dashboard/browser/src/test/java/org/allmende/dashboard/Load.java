package org.allmende.dashboard;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.allmende.client.ClientSettings;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.client.Settlement;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.PutRequest;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.transaction.Group;

/** Clients that write, so that there is something to see. */
final class Load implements AutoCloseable {
    private static final int KEYS_EACH = 12;
    private static final List<String> TOPICS = List.of("config", "lamps", "locks", "routes");

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Thread> clients = new ArrayList<>();

    private Load() {}

    /** Each begins at another node, and writes again {@code pauseMillis} after each receipt. */
    static Load on(LiveNetwork network, int clients, long pauseMillis) throws Exception {
        Load load = new Load();
        Keys keys = network.owner();
        for (int i = 0; i < clients; i++) {
            List<URI> nodes = new ArrayList<>(network.addresses());
            Collections.rotate(nodes, -i);
            String prefix = TOPICS.get(i % TOPICS.size()) + "/" + i;
            load.clients.add(Thread.ofPlatform().name(prefix).start(() -> load.run(keys, nodes, prefix, pauseMillis)));
        }
        return load;
    }

    private void run(Keys keys, List<URI> nodes, String prefix, long pauseMillis) {
        try (NetworkClient client = NetworkClient.open(ClientSettings.of(nodes))) {
            for (int n = 0; !stopped.await(pauseMillis, TimeUnit.MILLISECONDS); n++) {
                try {
                    client.submit(keys, put(prefix + "/" + n % KEYS_EACH, "{\"count\":" + n + "}"));
                } catch (IOException e) {
                    // No node takes it just now; the next one tries again.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One write, with its receipt; it returns when a local read shows it at every node that answers. */
    static void write(LiveNetwork network, String key, String value) throws Exception {
        try (NetworkClient client = NetworkClient.open(ClientSettings.of(network.addresses()))) {
            Settlement settlement = client.submit(network.owner(), put(key, value));
            if (!(settlement instanceof Settlement.Applied applied)) {
                throw new IOException("the write of '" + key + "' came to " + settlement);
            }
            long height = applied.receipt().height();
            await().atMost(Duration.ofSeconds(30)).until(() -> client.statuses().values().stream()
                    .flatMap(Optional::stream)
                    .allMatch(status -> status.health().height() >= height));
        }
    }

    private static Group put(String key, String value) {
        return Group.of(
                new CoordinationOperation.Put("default", PutRequest.of(Bytes.utf8(key), Bytes.utf8(value))));
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

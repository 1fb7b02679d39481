package org.allmende.etcdload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.GetOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** A few jetcd clients, each with a connection to every server, which take turns. */
final class Connections implements AutoCloseable {
    /** As many as share out evenly; more only cost the machine on which all of this runs. */
    private static final int MOST = 4;

    private static final int KEYS = 1_000;
    private static final int VALUE_BYTES = 256;

    private final List<Client> clients = new ArrayList<>();
    private final List<KV> keys = new ArrayList<>();
    private final ByteSequence value = ByteSequence.from(new byte[VALUE_BYTES]);
    private final SplittableRandom random = new SplittableRandom(1);
    private int turn;

    Connections(List<String> endpoints, int most) {
        for (int i = 0; i < Math.min(MOST, most); i++) {
            Client client = Client.builder()
                    .endpoints(endpoints.toArray(String[]::new))
                    .loadBalancerPolicy("round_robin")
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            clients.add(client);
            keys.add(client.getKVClient());
        }
    }

    /** Every key there is to be read; completes when they are there. */
    CompletableFuture<?> fill() {
        List<CompletableFuture<?>> puts = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            puts.add(next().put(key("load/", i), value));
        }
        return CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new));
    }

    CompletableFuture<?> put() {
        return next().put(key("load/", number()), value);
    }

    CompletableFuture<?> get(boolean serializable) {
        return next().get(
                        key("load/", number()),
                        GetOption.builder().withSerializable(serializable).build())
                .thenAccept(Connections::requireFound);
    }

    private static void requireFound(io.etcd.jetcd.kv.GetResponse response) {
        if (response.getKvs().size() != 1) {
            throw new IllegalStateException("a key that was put is not there");
        }
    }

    CompletableFuture<?> put(ByteSequence key, ByteSequence value) {
        return next().put(key, value);
    }

    Watch watches(int number) {
        return clients.get(number % clients.size()).getWatchClient();
    }

    static ByteSequence key(String prefix, int number) {
        return ByteSequence.from(prefix + number, UTF_8);
    }

    private synchronized int number() {
        return random.nextInt(KEYS);
    }

    private synchronized KV next() {
        turn = (turn + 1) % keys.size();
        return keys.get(turn);
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
    }
}

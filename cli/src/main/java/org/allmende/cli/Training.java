package org.allmende.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.allmende.client.ClientSettings;
import org.allmende.client.Consistency;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.PutRequest;
import org.allmende.coordination.RangeRequest;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.transaction.Group;
import org.allmende.node.Refusal;

/**
 * What the start-up caches learn from: the verbs that people wait for, once, so that the command's cache knows what they
 * load; then writes and reads through all nodes, over HTTP and as etcd's clients do, so that the node's cache knows which of
 * its methods are worth compiling at once. For build/train-caches.
 */
final class Training {
    private static final List<String> LINES = List.of(
            "--help",
            "kv put --help",
            "kv put training value",
            "kv get training",
            "kv get --prefix tr --json",
            "kv del training",
            "status",
            "status --json",
            "kv get",
            "no-such-verb");

    private static final int CLIENTS = 4;
    private static final int WRITES_OF_EACH = 150;
    private static final Duration EXERCISE_MOST = Duration.ofSeconds(40);
    private static final Duration ETCD_EXERCISE = Duration.ofSeconds(12);

    private Training() {}

    public static void main(String[] args) throws Refusal, IOException, InterruptedException {
        verbs();
        exercise();
        EtcdTraining.run(NetworkFolder.standard(), Instant.now().plus(ETCD_EXERCISE));
    }

    private static void verbs() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (String line : LINES) {
            int code = Allmende.run(new Screen(InputStream.nullInputStream(), nowhere, nowhere, false), line.split(" "));
            System.out.println("trained '" + line + "', exit code " + code);
        }
    }

    private static void exercise() throws Refusal, IOException, InterruptedException {
        NetworkFolder folder = NetworkFolder.standard();
        Keys keys = Keys.read(folder.ownerKey());
        List<URI> nodes = Where.addresses(folder.readGenesis());
        Instant end = Instant.now().plus(EXERCISE_MOST);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            List<URI> inItsOrder = new ArrayList<>(nodes);
            Collections.rotate(inItsOrder, -i);
            String name = "client" + i;
            clients.add(Thread.ofPlatform().name(name).start(() -> write(keys, inItsOrder, name, end)));
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    private static void write(Keys keys, List<URI> nodes, String name, Instant end) {
        int written = 0;
        try (NetworkClient client = NetworkClient.open(ClientSettings.of(nodes))) {
            while (written < WRITES_OF_EACH && Instant.now().isBefore(end)) {
                Bytes key = Bytes.utf8(name + "/" + written);
                client.submit(keys, Group.of(new CoordinationOperation.Put("default", PutRequest.of(key, key))));
                client.range("default", RangeRequest.of(key), Consistency.LINEARIZABLE);
                written++;
            }
        } catch (IOException e) {
            System.out.println("trained less: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.println("trained with " + written + " writes of " + name);
    }
}

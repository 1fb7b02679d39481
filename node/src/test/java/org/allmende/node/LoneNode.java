package org.allmende.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.awaitility.Awaitility;

/** A network of one node as a process of its own, started as {@code up} starts its nodes, with both gateways. */
final class LoneNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final NodeFolder folder;
    private final int http;
    private final int etcd;
    private final Process process;

    private LoneNode(NodeFolder folder, int http, int etcd, Process process) {
        this.folder = folder;
        this.http = http;
        this.etcd = etcd;
        this.process = process;
    }

    /** Returns when it is ready. */
    static LoneNode start(Path dir, LogFormat log) throws Exception {
        NodeFolder folder = new NodeFolder(dir.resolve("anna"));
        int http = FreePorts.any();
        int etcd = FreePorts.any();
        SecureRandom random = new SecureRandom();
        Bytes operator = Ed25519.publicKey(Ed25519.newSecret(random));
        NodeSettings settings = settings(http, etcd, log);
        NodeCard card = NewNode.make(folder, statement(operator, http), settings, random);
        Genesis genesis = new Genesis(
                "lone",
                Ed25519.newSecret(random),
                true,
                System.currentTimeMillis() - 10_000, // so that the first round is due
                Parameters.DEFAULT,
                List.of(card),
                List.of(new GenesisKeyspace("default", operator)));
        GenesisFile.write(folder.genesis(), genesis);
        LoneNode node = new LoneNode(folder, http, etcd, NodeCommand.start(folder, settings));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !node.process.isAlive() || folder.lastWords(1).startsWith("ready "));
        if (!node.process.isAlive()) {
            throw new AssertionError("it did not start: " + folder.lastWords(5));
        }
        return node;
    }

    private static NodeSettings settings(int http, int etcd, LogFormat log) {
        return new NodeSettings(
                Engine.SOLO,
                "127.0.0.1",
                http,
                List.of(),
                List.of(),
                new EtcdListener(
                        List.of(EtcdListener.address("127.0.0.1:" + etcd)),
                        "default",
                        "",
                        EtcdListener.OFF.members(),
                        EtcdListener.OFF.tls(),
                        EtcdUsers.STANDARD),
                "127.0.0.1",
                NodeSettings.HEAP_MEGABYTES_MIN,
                List.of(),
                log);
    }

    private static NewNode.Statement statement(Bytes operator, int http) {
        return new NewNode.Statement(
                "anna",
                "Anna Albers",
                "Nordlicht Hosting",
                "berlin",
                "DE",
                1,
                operator,
                "127.0.0.1",
                7750,
                "http://127.0.0.1:" + http);
    }

    /** What a Prometheus would get from both of its gateways. */
    String metrics() throws IOException, InterruptedException {
        return get(http, "/metrics") + "\n" + get(etcd, "/metrics");
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + " answers " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        }
    }

    /** @return its exit code */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end within " + PATIENCE);
        }
        return process.exitValue();
    }

    List<String> log() throws IOException {
        return Files.readAllLines(folder.logs().resolve("node.log"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package org.allmende.node.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One of several {@code allmende-etcd}, as a harness starts it. */
final class MemberProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Below those that systems give to whoever connects: a member that is down must get its own again. */
    private static final int PORT_MIN = 12_000;

    private static final int PORT_MAX = 30_000;

    final String name;
    final int client = freePort();
    final int peer = freePort();
    private final int gossip = freePort();
    private final Path dir;
    private final List<Process> started = new ArrayList<>();

    MemberProcess(Path dir, String name) throws IOException {
        this.dir = dir;
        this.name = name;
    }

    static String cluster(List<MemberProcess> members) {
        return String.join(",", members.stream().map(each -> each.name + "=" + each.peerUrl()).toList());
    }

    String clientUrl() {
        return "http://127.0.0.1:" + client;
    }

    String peerUrl() {
        return "http://127.0.0.1:" + peer;
    }

    Path folder() {
        return dir.resolve(name);
    }

    /** @param more flags of etcd's */
    void start(String cluster, String token, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EtcdProcess.class.getName(),
                        "--name=" + name,
                        "--data-dir=" + folder(),
                        "--listen-client-urls=" + clientUrl(),
                        "--advertise-client-urls=" + clientUrl(),
                        "--listen-peer-urls=" + peerUrl(),
                        "--initial-advertise-peer-urls=" + peerUrl(),
                        "--gossip-port=" + gossip,
                        "--initial-cluster=" + cluster,
                        "--initial-cluster-state=new",
                        "--initial-cluster-token=" + token));
        command.addAll(List.of(more));
        started.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(name + "-said-" + started.size()).toFile())
                .start());
    }

    void awaitReady() {
        awaitSaid("ready to serve client requests");
    }

    void awaitSaid(String words) {
        await().atMost(PATIENCE).until(() -> {
            assertThat(isRunning() || said().contains(words)).as(name + " said: " + said()).isTrue();
            return said().contains(words);
        });
    }

    boolean isRunning() {
        return started.getLast().isAlive();
    }

    /** Since it was started last. */
    String said() throws IOException {
        return Files.readString(dir.resolve(name + "-said-" + (started.size() - 1)));
    }

    /** What it left behind of a fault. */
    List<String> evidence() throws IOException {
        Path evidence = folder().resolve("data/evidence");
        List<String> left = new ArrayList<>();
        if (Files.isDirectory(evidence)) {
            try (Stream<Path> files = Files.list(evidence)) {
                for (Path file : files.toList()) {
                    left.add(Files.readString(file));
                }
            }
        }
        return left;
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        started.getLast().destroyForcibly().waitFor();
    }

    /** By SIGTERM. */
    void stop() throws InterruptedException {
        started.getLast().destroy();
        assertThat(started.getLast().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    /** As etcd's clients do, for as long as it takes. */
    void put(String key, String value) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> post("/v3/kv/put", "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}")
                        .contains("\"revision\""));
    }

    /** The answer to a linearizable read. */
    String get(String key) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> post("/v3/kv/range", "{\"key\":\"" + key + "\"}"), answer -> answer.contains("\"header\""));
    }

    String post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(clientUrl() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    String health() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(clientUrl() + "/health")).build());
    }

    String metrics() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(clientUrl() + "/metrics")).build());
    }

    private static String send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (BindException taken) {
                // Another one.
            }
        }
    }
}

package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.junit.jupiter.api.Assumptions;

/** An etcd of its authors, with a folder of its own, on this machine only. */
final class EtcdProgram implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final String NAME = "only";

    private final int clientPort;
    private final Process process;
    private final ManagedChannel channel;

    private EtcdProgram(int clientPort, Process process) {
        this.clientPort = clientPort;
        this.process = process;
        this.channel = Grpc.newChannelBuilder("127.0.0.1:" + clientPort, InsecureChannelCredentials.create())
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    /** Skips the test, aloud, where there is none. */
    static void assumeInstalled() {
        boolean there = isOnPath("etcd") && isOnPath("etcdctl");
        if (!there) {
            System.err.println("SKIPPED: the tests against etcd itself need it: apt install etcd-server etcd-client");
        }
        Assumptions.assumeTrue(there, "no etcd and etcdctl: apt install etcd-server etcd-client");
    }

    private static boolean isOnPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** Ready when this returns. */
    static EtcdProgram start(Path dir, String... more) throws IOException {
        int clientPort = freePort();
        int peerPort = freePort();
        String peer = "http://127.0.0.1:" + peerPort;
        String client = "http://127.0.0.1:" + clientPort;
        List<String> words = new ArrayList<>(List.of("etcd", "--name", NAME, "--data-dir", dir.toString()));
        words.addAll(List.of("--listen-client-urls", client, "--advertise-client-urls", client));
        words.addAll(List.of("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer));
        words.addAll(List.of("--initial-cluster", NAME + "=" + peer, "--logger", "zap", "--log-level", "error"));
        words.addAll(List.of(more));
        Path said = dir.resolveSibling(dir.getFileName() + ".said");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        EtcdProgram etcd = new EtcdProgram(clientPort, process);
        try {
            await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).ignoreExceptions().until(() -> {
                var status = MaintenanceGrpc.newBlockingStub(etcd.channel)
                        .status(Rpc.StatusRequest.getDefaultInstance());
                return status.getLeader() != 0 || !process.isAlive();
            });
            assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
            return etcd;
        } catch (Throwable e) {
            etcd.close();
            throw new AssertionError("etcd did not come up, and said:\n" + Files.readString(said), e);
        }
    }

    /** An etcd on what {@code etcdctl} makes of a snapshot. */
    static EtcdProgram restore(Path snapshot, Path dir) throws Exception {
        String peer = "http://127.0.0.1:1"; // of a cluster of one: nobody calls it
        List<String> words = new ArrayList<>(List.of("snapshot", "restore", snapshot.toString()));
        words.addAll(List.of("--data-dir", dir.toString(), "--name", NAME));
        words.addAll(List.of("--initial-cluster", NAME + "=" + peer, "--initial-advertise-peer-urls", peer));
        etcdctl(words.toArray(String[]::new));
        return start(dir);
    }

    Channel channel() {
        return channel;
    }

    Channel channel(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER), token);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    void saveSnapshot(Path file, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("--endpoints", "http://127.0.0.1:" + clientPort));
        words.addAll(List.of(more));
        words.addAll(List.of("snapshot", "save", file.toString()));
        etcdctl(words.toArray(String[]::new));
    }

    /** What it says; it must end well. */
    static String etcdctl(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("etcdctl"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ETCDCTL_API", "3");
        Process process = builder.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(command + " said " + said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.destroy(); // so that it writes its database to the end
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("etcd does not end", e);
        } finally {
            process.destroyForcibly();
        }
    }
}

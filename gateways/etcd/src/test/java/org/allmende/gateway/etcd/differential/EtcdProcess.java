package org.allmende.gateway.etcd.differential;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.junit.jupiter.api.Assumptions;

/** The etcd that this machine has, alone in its cluster, with an empty folder. */
final class EtcdProcess implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/bin/etcd");

    private static final int STARTS_MAX = 5;
    private static final int START_SECONDS_MAX = 60;

    final ManagedChannel channel;
    private final Process process;
    private final int port;

    private EtcdProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
    }

    /** Skips the test, and says so, where there is no etcd. */
    static void assumeInstalled() {
        boolean installed = Files.isExecutable(PROGRAM);
        if (!installed) {
            System.out.println("SKIPPED: there is no " + PROGRAM + " to compare with: apt install etcd-server");
        }
        Assumptions.assumeTrue(installed, "no " + PROGRAM + ": apt install etcd-server");
    }

    /** @param dir for its data; empty, or absent */
    static EtcdProcess start(Path dir) {
        return start(dir, List.of());
    }

    /** @param flags of etcd, besides those it needs */
    static EtcdProcess start(Path dir, List<String> flags) {
        try {
            for (int attempt = 1; attempt < STARTS_MAX; attempt++) {
                EtcdProcess started = begin(dir.resolve("start-" + attempt), flags);
                if (started.answers()) {
                    return started;
                }
                // Somebody else took one of its ports in the meantime.
                started.close();
            }
            throw new IOException("etcd did not start; what it said is in " + dir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EtcdProcess begin(Path dir, List<String> flags) throws IOException {
        Files.createDirectories(dir);
        int port = freePort();
        String clients = "http://127.0.0.1:" + port;
        String peers = "http://127.0.0.1:" + freePort();
        List<String> words = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--name=only",
                "--data-dir=" + dir.resolve("data"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=only=" + peers,
                "--enable-v2=false",
                "--auto-compaction-retention=0"));
        words.addAll(flags);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_"));
        builder.environment().put("ETCD_UNSUPPORTED_ARCH", "arm64");
        builder.redirectErrorStream(true).redirectOutput(dir.resolve("log").toFile());
        return new EtcdProcess(builder.start(), port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (process.isAlive() && System.nanoTime() < untilNanos) {
            try {
                var status = MaintenanceGrpc.newBlockingStub(channel)
                        .withWaitForReady()
                        .withDeadlineAfter(1, TimeUnit.SECONDS)
                        .status(Rpc.StatusRequest.getDefaultInstance());
                if (status.getLeader() != 0) {
                    return true;
                }
            } catch (io.grpc.StatusRuntimeException notYet) {
                channel.resetConnectBackoff();
            }
        }
        return false;
    }

    /** As clients write it. */
    String endpoint() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

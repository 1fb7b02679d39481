package org.allmende.etcd.clients;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** {@code bin/allmende-etcd} in a process of its own, as a harness starts etcd. */
final class Member implements AutoCloseable {
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Process process;
    final int port;

    private Member(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Member start(Path dir) throws IOException {
        int port = freePort();
        String client = "http://127.0.0.1:" + port;
        Path log = dir.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of("../../bin/allmende-etcd").toRealPath().toString(),
                        "--name", "anna",
                        "--data-dir", dir.resolve("anna").toString(),
                        "--listen-client-urls", client,
                        "--advertise-client-urls", client)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Member member = new Member(process, port);
        await().atMost(SOON).until(() -> !process.isAlive()
                || Files.readString(log).contains("ready to serve client requests"));
        if (!process.isAlive()) {
            throw new IOException("it ended, and said " + Files.readString(log));
        }
        return member;
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("it does not end when it is asked to");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}

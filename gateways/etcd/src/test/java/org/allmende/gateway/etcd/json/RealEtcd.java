package org.allmende.gateway.etcd.json;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The original, when it is installed; a test that needs it is skipped and says so when it is not. */
final class RealEtcd implements AutoCloseable {
    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/etcd"), Path.of("/usr/local/bin/etcd"));

    private final Process process;
    final int port;

    private RealEtcd(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RealEtcd start(Path dir) throws IOException {
        List<Path> found = PLACES.stream().filter(Files::isExecutable).toList();
        assumeThat(found)
                .as("etcd is not installed, so that nothing is compared with it: install etcd-server")
                .isNotEmpty();
        int port = freePort();
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + freePort();
        Process process = new ProcessBuilder(
                        found.getFirst().toString(),
                        "--data-dir", dir.resolve("etcd").toString(),
                        "--listen-client-urls", client,
                        "--advertise-client-urls", client,
                        "--listen-peer-urls", peer,
                        "--initial-advertise-peer-urls", peer,
                        "--initial-cluster", "default=" + peer)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("etcd.log").toFile())
                .start();
        RealEtcd etcd = new RealEtcd(process, port);
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> JsonClient.of(port)
                        .post("/v3/kv/range", "{\"key\":\"AA==\"}")
                        .statusCode()
                == 200);
        return etcd;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

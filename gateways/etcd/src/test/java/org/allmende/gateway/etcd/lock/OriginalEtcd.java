package org.allmende.gateway.etcd.lock;

import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.allmende.etcd.protocol.MaintenanceGrpc;
import org.allmende.etcd.protocol.Rpc;

/** One member of the original, as the operating system has installed it, in a process of its own. */
final class OriginalEtcd implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    final ManagedChannel channel;
    private final Process process;

    private OriginalEtcd(Process process, int port) {
        this.process = process;
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    static OriginalEtcd start(Path dir) throws IOException {
        int port = freePort();
        String clients = "http://127.0.0.1:" + port;
        String peers = "http://127.0.0.1:" + freePort();
        Process process = new ProcessBuilder(
                        "etcd",
                        "--data-dir", dir.resolve("original").toString(),
                        "--listen-client-urls", clients,
                        "--advertise-client-urls", clients,
                        "--listen-peer-urls", peers,
                        "--initial-advertise-peer-urls", peers,
                        "--initial-cluster", "default=" + peers,
                        "--unsafe-no-fsync")
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("original.log").toFile())
                .start();
        OriginalEtcd etcd = new OriginalEtcd(process, port);
        await().atMost(STARTS_WITHIN).until(etcd::answers);
        return etcd;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        try {
            return MaintenanceGrpc.newBlockingStub(channel)
                            .status(Rpc.StatusRequest.getDefaultInstance())
                            .getLeader()
                    != 0;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

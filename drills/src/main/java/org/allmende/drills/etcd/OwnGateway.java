package org.allmende.drills.etcd;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allmende.drills.NodeMeter;
import org.allmende.node.FreePorts;

/** A gateway of one's own before the nodes of a network, as an application runs it beside itself. */
final class OwnGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final String endpoint;
    private final Thread whenInterrupted;

    private OwnGateway(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        this.whenInterrupted = new Thread(process::destroy, "own-gateway-end");
    }

    /**
     * Returns when it serves.
     *
     * @param command words that run {@code allmende}
     * @param network the folder of a rehearsal
     * @param folder for its log
     * @throws IOException when it does not come to that; nothing is left running
     */
    static OwnGateway start(List<String> command, Path network, Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("own-gateway.log");
        String address = "127.0.0.1:" + FreePorts.any();
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("gateway", "etcd", "--dir", network.toString(), "--listen", address));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        OwnGateway gateway = new OwnGateway(process, "http://" + address);
        Runtime.getRuntime().addShutdownHook(gateway.whenInterrupted);
        try {
            Etcdctl.awaitHealth(folder, PATIENCE, List.of(gateway.endpoint), process::isAlive, log);
            return gateway;
        } catch (IOException | InterruptedException | RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    String endpoint() {
        return endpoint;
    }

    /** What it uses itself. */
    NodeMeter meter() throws IOException {
        return new NodeMeter(List.of(process.toHandle()), List.of());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(whenInterrupted);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException interrupted) {
            // The machine is on its way down, and this with it.
        }
    }
}

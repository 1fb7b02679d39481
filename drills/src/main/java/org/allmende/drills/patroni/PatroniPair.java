package org.allmende.drills.patroni;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allmende.drills.Pause;
import org.allmende.node.FreePorts;
import org.allmende.node.Refusal;

/** Two PostgreSQL servers, each with its Patroni. Whatever ends this process ends them. */
final class PatroniPair implements AutoCloseable {
    /** How long a pair may take until one follows the other, or does so again. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private final List<PatroniServer> servers;
    private final HttpClient client;
    private final Thread whenInterrupted = new Thread(this::end, "patroni-end");

    private PatroniPair(List<PatroniServer> servers, HttpClient client) {
        this.servers = List.copyOf(servers);
        this.client = client;
    }

    /** Who is the primary, and who follows it. */
    record Roles(PatroniServer primary, PatroniServer replica) {}

    /**
     * Starts both.
     *
     * @param folder theirs
     * @param gateways of all nodes
     */
    static PatroniPair start(PostgresPrograms programs, Path folder, List<String> gateways)
            throws Refusal, IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        List<PatroniServer> servers = new ArrayList<>();
        for (String name : List.of("erin", "frida")) {
            PatroniSettings settings =
                    new PatroniSettings(name, folder.resolve(name), FreePorts.any(), FreePorts.any(), gateways);
            servers.add(new PatroniServer(programs, settings, client));
        }
        PatroniPair pair = new PatroniPair(servers, client);
        Runtime.getRuntime().addShutdownHook(pair.whenInterrupted);
        try {
            // One after the other: which of them makes the database is known then.
            servers.getFirst().start();
            Pause.until(PATIENCE, servers.getFirst()::isPrimary);
            servers.getLast().start();
            return pair;
        } catch (Refusal | IOException | InterruptedException | RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    List<Integer> ports() {
        return servers.stream().map(PatroniServer::port).toList();
    }

    /** Waits until one is the primary and the other streams from it, so that it acknowledges nothing alone. */
    Roles awaitRoles() throws IOException, InterruptedException {
        PatroniServer one = servers.getFirst();
        PatroniServer other = servers.getLast();
        Pause.until(PATIENCE, () -> one.isPrimaryOf(other) || other.isPrimaryOf(one));
        return one.isPrimary() ? new Roles(one, other) : new Roles(other, one);
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(whenInterrupted);
            } catch (IllegalStateException interrupted) {
                // It is at work.
            }
        }
    }

    private void stop() throws IOException {
        try {
            for (PatroniServer server : servers) {
                server.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping PostgreSQL", e);
        } finally {
            client.shutdownNow();
        }
    }

    /** A Ctrl-C leaves nothing behind. */
    private void end() {
        try {
            for (PatroniServer server : servers) {
                server.kill();
            }
        } catch (IOException e) {
            System.err.println("allmende: could not stop the drill's PostgreSQL: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

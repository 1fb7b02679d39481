package org.allmende.drills.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.allmende.node.FreePorts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Three members of etcd, as the system has it installed, with its own defaults. */
final class EtcdServers implements Servers {
    private static final int MEMBERS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<Integer> clientPorts = new ArrayList<>();
    private final List<Integer> peerPorts = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final Thread whenInterrupted = new Thread(this::end, "etcd-end");

    private EtcdServers(Path folder) throws IOException {
        this.folder = folder;
        for (int i = 0; i < MEMBERS; i++) {
            clientPorts.add(FreePorts.any());
            peerPorts.add(FreePorts.any());
        }
    }

    static EtcdServers start(Path folder) throws IOException, InterruptedException {
        EtcdServers servers = new EtcdServers(Files.createDirectories(folder));
        Runtime.getRuntime().addShutdownHook(servers.whenInterrupted);
        try {
            for (int i = 0; i < MEMBERS; i++) {
                servers.processes.add(servers.start(i, "new"));
            }
            servers.awaitHealth();
            return servers;
        } catch (IOException | InterruptedException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private Process start(int member, String clusterState) throws IOException {
        String client = url(clientPorts.get(member));
        String peer = url(peerPorts.get(member));
        String cluster = IntStream.range(0, MEMBERS)
                .mapToObj(i -> name(i) + "=" + url(peerPorts.get(i)))
                .collect(Collectors.joining(","));
        return new ProcessBuilder(
                        "etcd",
                        "--name", name(member),
                        "--data-dir", folder.resolve(name(member)).toString(),
                        "--listen-client-urls", client,
                        "--advertise-client-urls", client,
                        "--listen-peer-urls", peer,
                        "--initial-advertise-peer-urls", peer,
                        "--initial-cluster", cluster,
                        "--initial-cluster-state", clusterState)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name(member) + ".log").toFile()))
                .start();
    }

    private static String name(int member) {
        return "m" + (member + 1);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private void awaitHealth() throws IOException, InterruptedException {
        Etcdctl.awaitHealth(folder, PATIENCE, endpoints(), () -> true, folder);
    }

    @Override
    public String word() {
        return EtcdFigures.ETCD;
    }

    @Override
    public String description() {
        return "etcd, three members";
    }

    @Override
    public List<String> endpoints() {
        return clientPorts.stream().map(EtcdServers::url).toList();
    }

    @Override
    public List<ProcessHandle> processes() {
        return processes.stream().filter(Process::isAlive).map(Process::toHandle).toList();
    }

    /** The leader. */
    @Override
    public void kill() throws IOException, InterruptedException {
        Process leader = processes.get(leader());
        leader.destroyForcibly();
        if (!leader.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("etcd's process " + leader.pid() + " would not end");
        }
    }

    private int leader() throws IOException, InterruptedException {
        for (int i = 0; i < MEMBERS; i++) {
            JsonNode status = JSON.readTree(Etcdctl.run(
                            folder, PATIENCE, "--endpoints", endpoints().get(i), "endpoint", "status", "-w", "json")
                    .output());
            JsonNode member = status.path(0).path("Status");
            if (member.path("header").path("member_id").asString("").equals(member.path("leader").asString("-"))) {
                return i;
            }
        }
        throw new IOException("no member of etcd says that it leads: look at the logs in " + folder);
    }

    @Override
    public void mend() throws IOException, InterruptedException {
        for (int i = 0; i < MEMBERS; i++) {
            if (!processes.get(i).isAlive()) {
                processes.set(i, start(i, "existing"));
            }
        }
        awaitHealth();
    }

    @Override
    public void close() throws IOException {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(whenInterrupted);
        } catch (IllegalStateException interrupted) {
            // It is at work.
        }
    }

    private void end() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}

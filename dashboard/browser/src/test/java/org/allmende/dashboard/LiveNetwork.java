package org.allmende.dashboard;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.allmende.client.Keys;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.NodeFolder;
import org.allmende.node.ProcessFile;

/** A network of processes on free ports of this machine, started and stopped by the verbs that people type. */
final class LiveNetwork implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 180;

    private final Path folder;

    private LiveNetwork(Path folder) {
        this.folder = folder;
    }

    /** Four nodes of four operators, ready. */
    static LiveNetwork start(Path folder) throws IOException, InterruptedException {
        LiveNetwork network = new LiveNetwork(folder);
        try {
            network.run("up", "--detach", "--port-base", "0");
            return network;
        } catch (IOException | InterruptedException e) {
            network.close();
            throw e;
        }
    }

    /** Starts whatever does not run, and waits until all agree. */
    void startMissing() throws IOException, InterruptedException {
        run("up", "--detach");
    }

    Genesis genesis() throws Exception {
        return Genesis.CODEC.decode(Bytes.wrap(Files.readAllBytes(folder.resolve("genesis.borsh"))));
    }

    List<URI> addresses() throws Exception {
        return genesis().nodes().stream().map(NodeCard::apiUrl).map(URI::create).toList();
    }

    URI address(String node) throws Exception {
        return genesis().nodes().stream()
                .filter(card -> card.name().equals(node))
                .map(card -> URI.create(card.apiUrl()))
                .findFirst()
                .orElseThrow();
    }

    Keys owner() throws IOException {
        return Keys.read(folder.resolve("owner.key"));
    }

    /** With SIGKILL; returns when it is gone. */
    void kill(String node) throws Exception {
        ProcessHandle process = process(node).orElseThrow(() -> new IOException("node " + node + " does not run"));
        process.destroyForcibly();
        process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Optional<ProcessHandle> process(String node) throws Exception {
        return ProcessFile.running(new NodeFolder(folder.resolve("nodes").resolve(node)).processFile());
    }

    private void run(String... verb) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.allmende.cli.Allmende"));
        words.addAll(List.of(verb));
        words.addAll(List.of("--dir", folder.toString()));
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Path said = folder.resolveSibling("said.txt");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroy();
            throw new IOException(String.join(" ", verb) + " was not done in time: " + Files.readString(said));
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", verb) + " failed: " + Files.readString(said));
        }
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(folder.resolve("genesis.borsh"))) {
            try {
                run("down");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while stopping the network in " + folder, e);
            }
        }
    }
}

package org.allmende.consensus.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.allmende.consensus.solo.SoloConsensus;
import org.allmende.consensus.solo.SoloSettings;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.encoding.Bytes;

/** One process of the solo engine, which writes a checkpoint every few rounds. */
final class SoloEngine implements Engine {
    /** The engine leaves it to its receiver how the process ends: a node of ours does it with this code. */
    private static final int EXIT_FAULT = 86;

    private static final int CHECKPOINT_LOG_BYTES = 4_096;
    private static final Bytes NETWORK = Bytes.hex("c0".repeat(32));

    @Override
    public String name() {
        return "solo";
    }

    @Override
    public int nodes() {
        return 1;
    }

    @Override
    public int loadPerSecond() {
        return 1_000;
    }

    @Override
    public void prepare(Path network) throws IOException {
        Files.createDirectories(network);
    }

    @Override
    public Consensus open(Path network, int self, Memory memory) {
        return new SoloConsensus(SoloSettings.in(Engine.folder(network, self), NETWORK)
                .withWindow(WINDOW_TRANSACTIONS, SoloSettings.WINDOW_BYTES_MAX)
                .withCheckpointLogBytes(CHECKPOINT_LOG_BYTES)
                .withOnFault(fault -> Runtime.getRuntime().halt(EXIT_FAULT)));
    }

    /** Its files carry the number of their first round. */
    @Override
    public Path newestLog(Path network, int node) throws IOException {
        try (Stream<Path> files = Files.list(Engine.folder(network, node))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    @Override
    public Path evidence(Path network, int node) {
        return Engine.folder(network, node);
    }

    @Override
    public List<Integer> ports(Path network, int node) {
        return List.of();
    }

    @Override
    public int exitCodeOfAFault() {
        return EXIT_FAULT;
    }

    @Override
    public int exitCodeOfADivergence() {
        throw new UnsupportedOperationException("one node has nobody to differ from");
    }
}

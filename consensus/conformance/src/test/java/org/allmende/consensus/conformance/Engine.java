package org.allmende.consensus.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.allmende.ledger.consensus.Consensus;

/** An engine as the suite sees it: how its nodes are started, and where they can be hurt. */
interface Engine {
    /** Accepted transactions under way at once on one node: few, so that a window is soon full. */
    int WINDOW_TRANSACTIONS = 256;

    /** How long nodes keep for each other what one of them has missed. */
    enum Memory {
        /** As in real networks: a node that was away for half a minute is told everything it missed. */
        LONG,
        /** One that was away for some seconds takes over state instead. */
        SHORT
    }

    /** As its guarantees name it. */
    String name();

    /** How many nodes a network of the suite has. */
    int nodes();

    /** What the load of a scenario submits on each node. */
    int loadPerSecond();

    /** Makes what the nodes of a new network share. Called once, before any node starts. */
    void prepare(Path network) throws IOException;

    /** A node that has not been started. Called in a process of its own. */
    Consensus open(Path network, int self, Memory memory) throws IOException;

    /** Everything a node knows that its operator did not give it. */
    static Path folder(Path network, int node) {
        return network.resolve("node" + node);
    }

    /** The file of its log that a node wrote to last. */
    Path newestLog(Path network, int node) throws IOException;

    /** Where a node that stops itself leaves {@code fault-*.txt}. */
    Path evidence(Path network, int node);

    /** The ports of loopback that a node listens on; it listens on nothing else. */
    List<Integer> ports(Path network, int node) throws IOException;

    /** How a process ends whose state machine failed. */
    int exitCodeOfAFault();

    /** How a process ends whose node computed another state than the others. */
    int exitCodeOfADivergence();

    /** @param name as {@link #name} says it */
    static Engine named(String name) {
        return switch (name) {
            case "hashgraph" -> new HashgraphEngine();
            case "solo" -> new SoloEngine();
            default -> throw new IllegalArgumentException("no engine is named '" + name + "'");
        };
    }
}

package org.allmende.simulation;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;

/** What every simulated network starts from. */
final class SimulatedGenesis {
    /** Agreed time before the first round: the minute in which use is counted ends in the middle of a run. */
    static final long START_MILLIS = 1_800_000_040_000L;

    /**
     * Receipts are kept for so short a time that a run of a minute sees them forgotten, and rounds hold so little that
     * a few transactions of one node at once are more than its share.
     */
    static final Parameters PARAMETERS = new Parameters(5_000, 3_000, 15_000, 1_000)
            .withRounds(50, 8_000)
            .with(new Governance(2_000, 12_000, 8_000, 500, Governance.Share.TWO_THIRDS));

    private SimulatedGenesis() {}

    /** @param generation how many networks it has come from; each has nodes of its own, with other keys */
    static Genesis of(int nodes, Parameters parameters, int generation, long startMillis) {
        List<NodeCard> cards = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            cards.add(card(node, generation));
        }
        GenesisKeyspace keyspace =
                new GenesisKeyspace(SimulatedNetwork.KEYSPACE, Ed25519.publicKey(SimulatedNetwork.OWNER));
        return new Genesis(
                "simulation", Digests.sha256("salt"), true, startMillis, parameters, cards, List.of(keyspace));
    }

    private static NodeCard card(int node, int generation) {
        return new NodeCard(
                "n" + node,
                "Operator " + node,
                "Provider " + node,
                "somewhere",
                "DE",
                weight(node),
                Bytes.EMPTY,
                Ed25519.publicKey(gatewaySecret(node, generation)),
                Ed25519.publicKey(operatorSecret(node)),
                "127.0.0.1",
                7_000 + node,
                "http://127.0.0.1:" + (7_100 + node));
    }

    /** Each node has an operator of its own; that of the first is the one who opens accounts. */
    static Bytes operatorSecret(int node) {
        return node == 0 ? SimulatedNetwork.OPERATOR : SimulatedNetwork.secret("operator " + node);
    }

    /** Not alike, so that shares differ, and so near that more than two thirds are there when any one node is not. */
    static long weight(int node) {
        return 10L - node % 5;
    }

    /** Of a network that starts from nothing. */
    static Bytes gatewaySecret(int node) {
        return gatewaySecret(node, 0);
    }

    static Bytes gatewaySecret(int node, int generation) {
        return SimulatedNetwork.secret("gateway " + node + (generation == 0 ? "" : " of generation " + generation));
    }
}

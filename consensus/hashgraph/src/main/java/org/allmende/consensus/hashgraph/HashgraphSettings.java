package org.allmende.consensus.hashgraph;

import java.nio.file.Path;
import java.util.List;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;

/**
 * What one node of a hashgraph network needs to start.
 *
 * @param dir this node's own folder; everything the engine writes is in it
 * @param network the folder is bound to it at the first start
 * @param self this node's number: its place in {@code nodes}
 * @param nodes the roster; the same on every node
 * @param keys whose certificate this node's card carries
 * @param bindHost the address gossip listens on; nothing else listens
 * @param layout how rows are kept in the engine's state; the same kind on every node, an instance of its own per node
 * @param halt how the process ends after a fault
 */
public record HashgraphSettings(
        Path dir,
        NetworkId network,
        int self,
        List<NodeCard> nodes,
        GossipKeys keys,
        String bindHost,
        StateLayout layout,
        Halt halt,
        Tuning tuning) {
    public HashgraphSettings {
        nodes = List.copyOf(nodes);
        if (self < 0 || self >= nodes.size()) {
            throw new IllegalArgumentException(
                    "node number " + self + ": the network has nodes 0 to " + (nodes.size() - 1));
        }
        if (!nodes.get(self).gossipCertificate().equals(keys.certificate())) {
            throw new IllegalArgumentException("the card of node '" + nodes.get(self).name()
                    + "' carries another gossip certificate than this node's key file; start it with the keys that"
                    + " the card was made with");
        }
    }

    /** Defaults: loopback only, {@link ChangeRecordLayout}, {@link Tuning#DEFAULT} or what a rehearsal may do. */
    public static HashgraphSettings of(Genesis genesis, int self, Path dir, GossipKeys keys) {
        HashgraphSettings settings = of(genesis.networkId(), genesis.nodes(), self, dir, keys);
        return genesis.rehearsal()
                ? settings.with(Tuning.ofRehearsal(genesis.nodes().size()))
                : settings;
    }

    static HashgraphSettings of(NetworkId network, List<NodeCard> nodes, int self, Path dir, GossipKeys keys) {
        return new HashgraphSettings(
                dir,
                network,
                self,
                nodes,
                keys,
                "127.0.0.1",
                new ChangeRecordLayout(ChangeRecordLayout.Settings.DEFAULT),
                Halt.PROCESS,
                Tuning.DEFAULT);
    }

    /** Where this node's gossip listens. */
    int port() {
        return nodes.get(self).gossipPort();
    }

    public HashgraphSettings bound(String host) {
        return new HashgraphSettings(dir, network, self, nodes, keys, host, layout, halt, tuning);
    }

    public HashgraphSettings with(StateLayout other) {
        return new HashgraphSettings(dir, network, self, nodes, keys, bindHost, other, halt, tuning);
    }

    public HashgraphSettings with(Halt other) {
        return new HashgraphSettings(dir, network, self, nodes, keys, bindHost, layout, other, tuning);
    }

    public HashgraphSettings with(Tuning other) {
        return new HashgraphSettings(dir, network, self, nodes, keys, bindHost, layout, halt, other);
    }
}

package org.allmende.consensus.hashgraph;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;

/**
 * What one node of a hashgraph network needs to start.
 *
 * @param dir this node's own folder; everything the engine writes is in it
 * @param network the folder is bound to it at the first start
 * @param self this node's number
 * @param roster what a node whose folder holds no state begins with, the newest it knows of; where there is state, the
 *     state says which it runs with. This node's own card in it says where its gossip listens
 * @param keys whose certificate this node's card carries
 * @param bindHost the address gossip listens on; nothing else listens
 * @param layout how rows are kept in the engine's state; the same kind on every node, an instance of its own per node
 * @param halt how the process ends after a fault
 * @param epochOver told once, on a thread of its own, when this node has done its part of an epoch: its state is on disk,
 *     it orders nothing any more, and the next process goes on with the next roster
 */
public record HashgraphSettings(
        Path dir,
        NetworkId network,
        int self,
        Roster roster,
        GossipKeys keys,
        String bindHost,
        StateLayout layout,
        Halt halt,
        Runnable epochOver,
        Tuning tuning) {
    public HashgraphSettings {
        NodeCard card = roster.member(self)
                .map(Member::card)
                .orElseThrow(() -> new IllegalArgumentException("node number " + self + ": the roster has nodes "
                        + roster.members().stream()
                                .map(member -> Integer.toString(member.node()))
                                .collect(Collectors.joining(", "))));
        if (!card.gossipCertificate().equals(keys.certificate())) {
            throw new IllegalArgumentException("the card of node '" + card.name()
                    + "' carries another gossip certificate than this node's key file; start it with the keys that"
                    + " the card was made with");
        }
    }

    /** Defaults: loopback only, {@link ChangeRecordLayout}, {@link Tuning#DEFAULT} or what a rehearsal may do. */
    public static HashgraphSettings of(Genesis genesis, Roster roster, int self, Path dir, GossipKeys keys) {
        HashgraphSettings settings = of(genesis.networkId(), roster, self, dir, keys);
        return genesis.rehearsal()
                ? settings.with(Tuning.ofRehearsal(roster.members().size()))
                : settings;
    }

    static HashgraphSettings of(NetworkId network, Roster roster, int self, Path dir, GossipKeys keys) {
        return new HashgraphSettings(
                dir,
                network,
                self,
                roster,
                keys,
                "127.0.0.1",
                new ChangeRecordLayout(ChangeRecordLayout.Settings.DEFAULT),
                Halt.PROCESS,
                () -> {},
                Tuning.DEFAULT);
    }

    /** Where this node's gossip listens. */
    int port() {
        return roster.member(self).orElseThrow().card().gossipPort();
    }

    public HashgraphSettings bound(String host) {
        return new HashgraphSettings(dir, network, self, roster, keys, host, layout, halt, epochOver, tuning);
    }

    public HashgraphSettings with(StateLayout other) {
        return new HashgraphSettings(dir, network, self, roster, keys, bindHost, other, halt, epochOver, tuning);
    }

    public HashgraphSettings with(Halt other) {
        return new HashgraphSettings(dir, network, self, roster, keys, bindHost, layout, other, epochOver, tuning);
    }

    public HashgraphSettings with(Tuning other) {
        return new HashgraphSettings(dir, network, self, roster, keys, bindHost, layout, halt, epochOver, other);
    }

    public HashgraphSettings whenEpochIsOver(Runnable told) {
        return new HashgraphSettings(dir, network, self, roster, keys, bindHost, layout, halt, told, tuning);
    }
}

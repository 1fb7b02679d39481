package org.allmende.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.allmende.cli.Where.Target;
import org.allmende.client.ClientSettings;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;
import org.allmende.node.Refusal;

/** All nodes of the roster in force, as far as somebody here knows or a node that answers shows, to be asked. */
final class Asked implements AutoCloseable {
    private final Roster roster;
    private final NetworkClient client;

    Asked(Target target) throws Refusal, InterruptedException {
        roster = inForce(target);
        client = NetworkClient.open(
                ClientSettings.of(Where.addresses(roster)).in(target.genesis().networkId()));
    }

    /** What is known is enough unless a node says that it is in a later epoch; what that one shows has to prove itself. */
    private static Roster inForce(Target target) throws Refusal, InterruptedException {
        Roster known = target.folder().isPresent()
                ? target.folder().get().roster()
                : Roster.of(target.genesis());
        try (NetworkClient client = target.client()) {
            boolean isPast = client.statuses().values().stream()
                    .flatMap(Optional::stream)
                    .map(NodeStatus::health)
                    .anyMatch(health -> health.epoch() > known.epoch());
            if (!isPast) {
                return known;
            }
            Roster shown = client.rosterChain(Consistency.LOCAL).newest();
            return shown.epoch() > known.epoch() ? shown : known;
        } catch (IOException e) {
            return known; // whoever asks sees which nodes do not answer
        }
    }

    Roster roster() {
        return roster;
    }

    List<NodeCard> nodes() {
        return roster.members().stream().map(Member::card).toList();
    }

    NetworkClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
    }
}

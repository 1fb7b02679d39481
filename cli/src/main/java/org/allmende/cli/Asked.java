package org.allmende.cli;

import java.util.List;
import org.allmende.cli.Where.Target;
import org.allmende.client.ClientSettings;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;
import org.allmende.node.Refusal;

/** All nodes of the roster in force, to be asked. */
final class Asked implements AutoCloseable {
    private final Roster roster;
    private final NetworkClient client;

    Asked(Target target) throws Refusal, InterruptedException {
        roster = CurrentRoster.of(target);
        client = NetworkClient.open(
                ClientSettings.of(Where.addresses(roster)).in(target.genesis().networkId()));
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

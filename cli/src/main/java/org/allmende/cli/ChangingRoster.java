package org.allmende.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allmende.cli.Where.Target;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Proposal;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterChange;
import org.allmende.node.Refusal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What proposals that change the roster have in common. */
final class ChangingRoster {
    @Mixin
    private Proposing proposing = new Proposing();

    @Mixin
    private CheckWords check = new CheckWords();

    @Option(
            names = "--even-if-concentrated",
            description = "Even if an operator, provider, region or jurisdiction comes to have a third of the weight or"
                    + " more by it. Whoever votes sees that you said so.")
    private boolean evenIfConcentrated;

    Target find() throws Refusal, IOException, InterruptedException {
        return proposing.find();
    }

    int propose(Screen screen, Target target, RosterChange change)
            throws Refusal, UnknownOutcome, IOException, InterruptedException {
        requireNotAlone(inForce(target), change);
        return proposing.propose(
                screen, target, new Proposal.ChangeRoster(List.of(change), evenIfConcentrated), check.read());
    }

    /** No node would vouch for such a roster: the engine could not go on with it. */
    private static void requireNotAlone(Roster now, RosterChange change) throws Refusal {
        Map<Integer, Long> weights = new TreeMap<>();
        now.members().forEach(member -> weights.put(member.node(), member.weight()));
        switch (change) {
            case RosterChange.Admit _ -> weights.put(Integer.MAX_VALUE, 0L);
            case RosterChange.Remove(int node) -> weights.remove(node);
            case RosterChange.Weigh(int node, long weight) -> weights.put(node, weight);
            case RosterChange.Renew _ -> {
                // Its weight stays.
            }
        }
        long voices = weights.values().stream().filter(weight -> weight > 0).count();
        if (voices == 1 && weights.size() > 1) {
            throw new Refusal(
                    "one node would have all the weight, with others beside it: the network could not go on",
                    "start a network of several from a backup of this one, with 'network init --from'");
        }
    }

    private static Roster inForce(Target target) throws IOException, InterruptedException {
        try (NetworkClient client = target.client()) {
            return client.roster(Consistency.LINEARIZABLE).roster().inForce().roster();
        }
    }

    /** The node of this name in the roster that is in force. */
    static Member named(Target target, String name) throws Refusal, IOException, InterruptedException {
        Roster roster = inForce(target);
        return roster.named(name)
                .orElseThrow(() -> new Refusal(
                        "the roster has no node '" + name + "'",
                        "name one of " + roster.members().stream()
                                .map(member -> member.card().name())
                                .collect(Collectors.joining(", "))));
    }
}

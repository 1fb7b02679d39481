package org.allmende.cli;

import java.io.IOException;
import java.util.List;
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
        return proposing.propose(
                screen, target, new Proposal.ChangeRoster(List.of(change), evenIfConcentrated), check.read());
    }

    /** The node of this name in the roster that is in force. */
    static Member named(Target target, String name) throws Refusal, IOException, InterruptedException {
        try (NetworkClient client = target.client()) {
            Roster roster = client.roster(Consistency.LINEARIZABLE).roster().inForce().roster();
            return roster.named(name)
                    .orElseThrow(() -> new Refusal(
                            "the roster has no node '" + name + "'",
                            "name one of " + roster.members().stream()
                                    .map(member -> member.card().name())
                                    .collect(Collectors.joining(", "))));
        }
    }
}

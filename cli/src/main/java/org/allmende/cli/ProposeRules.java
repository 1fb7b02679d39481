package org.allmende.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.roster.Proposal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rules",
        header = "Propose another way to decide.",
        description = {
            "",
            "What is not named stays as it is; see it with 'allmende roster'.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende propose rules --delay 48h --voting 14d --passes-above 3/4 --key operator.key",
        })
final class ProposeRules implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Proposing proposing = new Proposing();

    @Mixin
    private GovernanceWords rules = new GovernanceWords();

    ProposeRules(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Target target = proposing.find();
        return proposing.propose(screen, target, new Proposal.Govern(rules.over(inForce(target))));
    }

    private static Governance inForce(Target target) throws IOException, InterruptedException {
        try (NetworkClient client = target.client()) {
            return client.roster(Consistency.LINEARIZABLE).roster().governance();
        }
    }
}

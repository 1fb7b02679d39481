package org.allmende.cli;

import java.util.concurrent.Callable;
import org.allmende.cli.Where.Target;
import org.allmende.ledger.roster.Proposal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "authority",
        header = "Propose another authority behind the account of an operator.",
        description = {
            "",
            "For an operator who has lost the keys there were. Who still has them changes them alone: 'allmende account rotate'.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende propose authority OPERATOR-ID NEW-KEY --key operator.key",
            "  allmende propose authority OPERATOR-ID '2(KEY-A,KEY-B,KEY-C)' --key operator.key",
        })
final class ProposeAuthority implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Proposing proposing = new Proposing();

    @Parameters(index = "0", paramLabel = "OPERATOR-ID", description = "The operator's account: see 'allmende roster'.")
    private String operator = "";

    @Parameters(index = "1", paramLabel = "AUTHORITY", description = AuthorityWords.HELP)
    private String authority = "";

    ProposeAuthority(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        Proposal proposal = new Proposal.GiveAuthority(Signing.id(operator), AuthorityWords.parse(authority));
        return proposing.propose(screen, proposing.find(), proposal);
    }
}

package org.allmende.cli;

import java.io.IOException;
import java.util.Optional;
import org.allmende.cli.Where.Target;
import org.allmende.ledger.roster.CardCheck;
import org.allmende.ledger.roster.Proposal;
import org.allmende.ledger.roster.RosterOperation.Propose;
import org.allmende.ledger.roster.RosterResult;
import org.allmende.node.Refusal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all proposals have in common: who signs, why, and what comes next. */
final class Proposing {
    @Mixin
    private Signing signing = new Signing();

    @Option(names = "--why", paramLabel = "TEXT", description = "Why, for those who vote; at most 512 bytes.")
    private String why = "";

    Target find() throws Refusal, IOException, InterruptedException {
        return signing.find();
    }

    int propose(Screen screen, Target target, Proposal proposal)
            throws Refusal, UnknownOutcome, IOException, InterruptedException {
        return propose(screen, target, proposal, Optional.empty());
    }

    /** @param check how whoever proposes it has checked the card that it brings */
    int propose(Screen screen, Target target, Proposal proposal, Optional<CardCheck> check)
            throws Refusal, UnknownOutcome, IOException, InterruptedException {
        Signed.Done done =
                Signed.submit(screen, target, signing.operator(target), new Propose(proposal, why, check));
        long number = RosterResult.Proposed.of(done.summary()).proposal();
        screen.answer("proposal " + number);
        screen.tell("proposed at height " + done.height() + ". Others say what they want of it with '" + Words.command()
                + " vote " + number + " yes' or 'no'; see how far it is with '" + Words.command() + " proposals " + number
                + "'.");
        return Exit.OK;
    }
}

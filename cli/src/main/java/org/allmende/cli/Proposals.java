package org.allmende.cli;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.port.ProposalsAnswer;
import org.allmende.ledger.roster.CardCheck;
import org.allmende.ledger.roster.Motion;
import org.allmende.ledger.roster.ProposalAnswer;
import org.allmende.ledger.roster.ProposalState;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "proposals",
        header = "List what was proposed and how far it is, or show one with all votes.",
        footer = {"", "Examples:", "  allmende proposals", "  allmende proposals 3"})
final class Proposals implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    private Where where = new Where();

    @Parameters(arity = "0..1", paramLabel = "PROPOSAL", description = "The number of one.")
    private @Nullable Long number;

    Proposals(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        try (NetworkClient client = where.find().client()) {
            ProposalWords words =
                    new ProposalWords(client.roster(Consistency.LINEARIZABLE).roster().inForce().roster());
            ProposalsAnswer answer = client.proposals(Consistency.LINEARIZABLE);
            if (number == null) {
                list(answer.proposals(), words);
            } else {
                show(one(answer.proposals(), number), words);
            }
            screen.tell("as of height " + answer.height());
        }
        return Exit.OK;
    }

    private void list(List<ProposalAnswer> proposals, ProposalWords words) {
        TextTable table = new TextTable("proposal", "state", "by", "for", "against", "of", "what");
        for (ProposalAnswer each : proposals) {
            table.row(
                    each.number(),
                    ProposalWords.of(each.motion().state()),
                    words.operator(each.motion().by()),
                    each.inFavour(),
                    each.against(),
                    each.motion().total(),
                    words.of(each.motion().what()));
        }
        screen.out().print(table);
    }

    private static ProposalAnswer one(List<ProposalAnswer> proposals, long wanted) throws Refusal {
        return proposals.stream()
                .filter(each -> each.number() == wanted)
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        "no proposal " + wanted + " is kept",
                        "see which there are with '" + Words.command() + " proposals'"));
    }

    private void show(ProposalAnswer each, ProposalWords words) {
        Motion motion = each.motion();
        TextTable table = new TextTable("proposal", Long.toString(each.number()));
        table.row("what", words.of(motion.what()));
        table.row("why", motion.why().isEmpty() ? "-" : motion.why());
        table.row("by", words.operator(motion.by()) + ", at " + Instant.ofEpochMilli(motion.timeMillis()));
        table.row("state", ProposalWords.of(motion.state()));
        if (motion.state() == ProposalState.OPEN) {
            table.row("objections until", Instant.ofEpochMilli(motion.fromMillis()));
            table.row("votes until", Instant.ofEpochMilli(motion.untilMillis()));
        } else {
            table.row("since", Instant.ofEpochMilli(motion.decidedMillis()));
        }
        table.row("for, against", each.inFavour() + ", " + each.against() + " of " + motion.total());
        screen.out().print(table);
        screen.answer("");
        screen.out().print(votes(each, words));
    }

    private static TextTable votes(ProposalAnswer each, ProposalWords words) {
        TextTable table = new TextTable("operator", "weight", "vote", "checked");
        for (Motion.Voter voter : each.motion().voters()) {
            table.row(
                    words.operator(voter.operator()),
                    voter.weight(),
                    each.said().stream()
                            .filter(said -> said.operator().equals(voter.operator()))
                            .findFirst()
                            .map(said -> said.ballot().inFavour() ? "yes" : "no")
                            .orElse("-"),
                    each.said().stream()
                            .filter(said -> said.operator().equals(voter.operator()))
                            .findFirst()
                            .flatMap(said -> said.ballot().check())
                            .map(Proposals::checked)
                            .orElse("-"));
        }
        return table;
    }

    private static String checked(CardCheck check) {
        return check.how() + " (" + Instant.ofEpochMilli(check.atMillis()) + ", evidence "
                + check.evidence().toHex().substring(0, 12) + "…)";
    }
}

package org.allmende.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allmende.ledger.Context;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.roster.Motion;
import org.allmende.ledger.roster.Proposal;
import org.allmende.ledger.roster.ProposalAnswer;
import org.allmende.ledger.roster.ProposalState;
import org.allmende.ledger.roster.RosterOperation.Propose;

/** A proposal, and what was said of it. */
final class ExpectedProposal {
    final long number;
    final Propose what;
    final AccountId by;
    final long height;
    final long timeMillis;
    final Governance rules;
    final Map<AccountId, Long> voters;
    final Map<AccountId, Motion.Ballot> said = new TreeMap<>();
    ProposalState state = ProposalState.OPEN;
    long decidedMillis;

    ExpectedProposal(long number, Propose what, Context context, Governance rules, Map<AccountId, Long> voters) {
        this(number, what, context.caller(), context.height(), context.timeMillis(), rules, voters);
    }

    private ExpectedProposal(
            long number,
            Propose what,
            AccountId by,
            long height,
            long timeMillis,
            Governance rules,
            Map<AccountId, Long> voters) {
        this.number = number;
        this.what = what;
        this.by = by;
        this.height = height;
        this.timeMillis = timeMillis;
        this.rules = rules;
        this.voters = voters;
    }

    ExpectedProposal copy() {
        ExpectedProposal copy = new ExpectedProposal(number, what, by, height, timeMillis, rules, voters);
        copy.said.putAll(said);
        copy.state = state;
        copy.decidedMillis = decidedMillis;
        return copy;
    }

    boolean isOpen() {
        return state == ProposalState.OPEN;
    }

    boolean needsNoVotes() {
        return what.proposal() instanceof Proposal.ReplaceSilent;
    }

    long weight(boolean inFavour) {
        long weight = 0;
        for (Map.Entry<AccountId, Motion.Ballot> each : said.entrySet()) {
            weight += each.getValue().inFavour() == inFavour ? voters.getOrDefault(each.getKey(), 0L) : 0;
        }
        return weight;
    }

    long total() {
        return voters.values().stream().mapToLong(Long::longValue).sum();
    }

    ProposalAnswer shown() {
        List<Motion.Voter> listed = new ArrayList<>();
        new TreeMap<>(voters).forEach((account, weight) -> listed.add(new Motion.Voter(account, weight)));
        List<ProposalAnswer.Said> ballots = new ArrayList<>();
        said.forEach((account, ballot) -> ballots.add(new ProposalAnswer.Said(account, ballot)));
        Motion motion = new Motion(
                by,
                what.proposal(),
                what.why(),
                height,
                timeMillis,
                timeMillis + rules.delayMillis(),
                timeMillis + rules.votingMillis(),
                rules.passesAbove(),
                listed,
                state,
                decidedMillis);
        return new ProposalAnswer(number, motion, ballots);
    }
}

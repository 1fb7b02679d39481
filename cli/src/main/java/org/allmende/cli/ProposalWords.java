package org.allmende.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Proposal;
import org.allmende.ledger.roster.ProposalState;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterChange;

/** Proposals and what members decide by, in words. */
final class ProposalWords {
    private final Roster roster;

    /** @param roster whose nodes and operators are called by their names */
    ProposalWords(Roster roster) {
        this.roster = roster;
    }

    String of(Proposal proposal) {
        return switch (proposal) {
            case Proposal.ChangeRoster(List<RosterChange> changes, boolean evenIfConcentrated) ->
                changes.stream().map(this::of).collect(Collectors.joining(", "))
                        + (evenIfConcentrated ? ", even if concentrated" : "");
            case Proposal.ReplaceSilent(int node, NodeCard card) ->
                "replace the silent " + node(node) + " by " + card.gossipAddress();
            case Proposal.GiveAuthority(AccountId operator, Authority _) ->
                "another authority behind " + operator(operator);
            case Proposal.Govern(Governance governance) -> "decide so: " + of(governance);
        };
    }

    private String of(RosterChange change) {
        return switch (change) {
            case RosterChange.Admit(NodeCard card) ->
                "admit " + card.name() + " of " + card.operator() + " at " + card.provider() + ", " + card.region() + ", "
                        + card.jurisdiction();
            case RosterChange.Remove(int node) -> "remove " + node(node);
            case RosterChange.Weigh(int node, long weight) -> node(node) + " weighs " + weight;
            case RosterChange.Renew(int node, NodeCard card) ->
                "renew the card of " + node(node) + ": at " + card.provider() + ", " + card.region() + ", "
                        + card.jurisdiction() + ", " + card.gossipAddress();
        };
    }

    private String node(int number) {
        return roster.member(number).map(Member::card).map(NodeCard::name).orElse("node " + number);
    }

    /** By the name on a card, and by its account where it has no node any more. */
    String operator(AccountId account) {
        return roster.members().stream()
                .filter(member -> member.operator().equals(account))
                .findFirst()
                .map(member -> member.card().operator())
                .orElseGet(() -> account.toString().substring(0, 12) + "…");
    }

    static String of(Governance governance) {
        return "more than " + governance.passesAbove().numerator() + "/"
                + governance.passesAbove().denominator() + " of the weight within " + time(governance.votingMillis())
                + ", and not before " + time(governance.delayMillis())
                + " in which more than 1/3 can reject it; a node silent for " + time(governance.silenceMillis())
                + " may be replaced by its operator alone";
    }

    static String of(ProposalState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The largest unit that says it exactly. */
    static String time(long millis) {
        Duration time = Duration.ofMillis(millis);
        if (time.toMillis() % 1_000 != 0) {
            return millis + " ms";
        }
        if (time.toSeconds() % 60 != 0) {
            return time.toSeconds() + " s";
        }
        if (time.toMinutes() % 60 != 0) {
            return time.toMinutes() + " min";
        }
        return time.toHours() + " h";
    }
}

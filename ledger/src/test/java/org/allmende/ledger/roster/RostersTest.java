package org.allmende.ledger.roster;

import static org.allmende.ledger.roster.Council.CHECK;
import static org.allmende.ledger.roster.Council.GOVERNANCE;
import static org.allmende.ledger.roster.Council.account;
import static org.allmende.ledger.roster.Council.card;
import static org.allmende.ledger.roster.Council.operator;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.RosterOperation.Propose;
import org.allmende.ledger.roster.RosterOperation.Withdraw;
import org.allmende.ledger.signatures.Ed25519;
import org.junit.jupiter.api.Test;

/** How members change who runs their network: from a proposal to the first round of the next epoch. */
class RostersTest {
    private final Council council = new Council(1, 1, 1, 1, 1);

    // ---- the way of a change

    @Test
    void aNetworkBeginsWithTheRosterOfItsGenesis() {
        assertThat(council.roster()).isEqualTo(Roster.of(council.bench.genesis));
        assertThat(council.answer().governance()).isEqualTo(GOVERNANCE);
        assertThat(council.bench.ledger.next()).isEmpty();
    }

    @Test
    void aNodeEntersWithoutWeightAndIsGivenSomeOnceItIsLevel() {
        council.decide(new RosterChange.Admit(card(5, 0)));

        assertThat(council.roster().epoch()).isEqualTo(1);
        assertThat(council.roster().member(5)).contains(new Member(5, card(5, 0)));
        assertThat(council.answer().inForce().proposal()).isEqualTo(1);
        assertThat(council.bench.ledger.accounts().account(account(5)).orElseThrow().quota())
                .isEqualTo(Quota.OF_OPERATORS);

        council.after(10);
        council.decide(new RosterChange.Weigh(5, 1));
        assertThat(council.roster()).isEqualTo(roster(2, card(5, 1)));
    }

    private static Roster roster(long epoch, NodeCard sixth) {
        List<Member> members = new ArrayList<>();
        for (int node = 0; node < 5; node++) {
            members.add(new Member(node, card(node, 1)));
        }
        members.add(new Member(5, sixth));
        return new Roster(epoch, members);
    }

    @Test
    void allThatHappensIsTold() {
        Proposal proposal = new Proposal.ChangeRoster(List.of(new RosterChange.Admit(card(5, 0))), false);
        long number = council.propose(0, proposal);
        assertThat(council.events())
                .containsExactly(
                        new RosterEvent.Proposed(number, account(0), proposal),
                        new RosterEvent.Voted(number, account(0), true, Optional.of(CHECK)));
        council.vote(number, true, 1, 2);
        council.vote(number, false, 4);
        assertThat(council.events())
                .containsExactly(new RosterEvent.Voted(number, account(4), false, Optional.empty()));
        council.vote(number, true, 3);
        council.after(GOVERNANCE.delayMillis());
        assertThat(council.events()).containsExactly(new RosterEvent.Decided(number, ProposalState.PASSED));
        council.vouch(0, 1, 2, 3);
        long atMillis = council.bench.ledger.timeMillis() + GOVERNANCE.noticeMillis();
        assertThat(council.events()).containsExactly(new RosterEvent.Announced(1, atMillis));
        assertThat(council.bench.ledger.next())
                .contains(new NextRoster(council.answer().next().orElseThrow().roster(), atMillis));
        assertThat(council.nextEpoch())
                .containsExactly(
                        new RosterEvent.Decided(number, ProposalState.CARRIED_OUT), new RosterEvent.InForce(1));
        assertThat(council.bench.ledger.next()).isEmpty();
    }

    // ---- passing

    @Test
    void itTakesMoreThanTwoThirdsOfTheWeight() {
        Council three = new Council(1, 1, 1);
        long number = three.propose(0, new RosterChange.Weigh(0, 2));
        three.vote(number, true, 1);
        three.after(GOVERNANCE.delayMillis());
        assertThat(three.state(number)).as("exactly two thirds").isEqualTo(ProposalState.OPEN);
        three.vote(number, true, 2);
        assertThat(three.state(number)).isEqualTo(ProposalState.PASSED);
    }

    @Test
    void membersMayAskForMore() {
        Governance threeQuarters =
                new Governance(10_000, 100_000, 50_000, 2_000, new Governance.Share(4, 5));
        Council strict = new Council(threeQuarters, 1, 1, 1, 1, 1);
        long number = strict.propose(0, new RosterChange.Weigh(0, 2));
        strict.vote(number, true, 1, 2, 3);
        strict.after(10_000);
        assertThat(strict.state(number)).as("exactly four fifths").isEqualTo(ProposalState.OPEN);
        strict.vote(number, true, 4);
        assertThat(strict.state(number)).isEqualTo(ProposalState.PASSED);
    }

    @Test
    void thereIsTimeToObjectThoughAllAreInFavour() {
        long number = council.propose(0, new RosterChange.Weigh(0, 2));
        council.vote(number, true, 1, 2, 3, 4);
        council.after(GOVERNANCE.delayMillis() - 100);
        assertThat(council.state(number)).isEqualTo(ProposalState.OPEN);
        council.vote(number, false, 1);
        assertThat(council.state(number)).isEqualTo(ProposalState.OPEN);
        council.vote(number, false, 2);
        assertThat(council.state(number)).as("two of five are more than a third").isEqualTo(ProposalState.REJECTED);
    }

    @Test
    void exactlyAThirdDoesNotReject() {
        Council three = new Council(1, 1, 1);
        long number = three.propose(0, new RosterChange.Weigh(0, 2));
        three.vote(number, false, 1);
        assertThat(three.state(number)).isEqualTo(ProposalState.OPEN);
        three.vote(number, false, 2);
        assertThat(three.state(number)).isEqualTo(ProposalState.REJECTED);
    }

    @Test
    void whatDoesNotPassInTimeLapses() {
        long number = council.propose(0, new RosterChange.Weigh(0, 2));
        council.vote(number, true, 1, 2);
        long until = GOVERNANCE.votingMillis() - GOVERNANCE.delayMillis();
        council.after(GOVERNANCE.delayMillis());
        council.after(until - 60);
        assertThat(council.state(number)).isEqualTo(ProposalState.OPEN);
        council.after(60);
        assertThat(council.state(number)).isEqualTo(ProposalState.LAPSED);
        assertThat(council.refusal(operator(3), Council.vote(number, true))).contains(RosterReason.NOT_OPEN);
    }

    @Test
    void theRosterAtItsTimeSaysWhoVotesAndTheNextOvertakesWhatIsOpen() {
        long open = council.propose(4, new Proposal.Govern(Governance.DEFAULT));
        council.decide(new RosterChange.Admit(card(5, 0)));

        assertThat(council.state(open)).isEqualTo(ProposalState.OVERTAKEN);
        assertThat(council.objection(5, new Proposal.Govern(Governance.DEFAULT)))
                .as("no weight yet")
                .contains(RosterReason.NOT_AN_OPERATOR);
    }

    @Test
    void oneRosterIsUnderWayAtATime() {
        long first = council.propose(0, new RosterChange.Weigh(0, 2));
        long second = council.propose(1, new RosterChange.Weigh(1, 2));
        council.vote(first, true, 1, 2, 3);
        council.vote(second, true, 0, 2, 3);
        council.after(GOVERNANCE.delayMillis());

        assertThat(council.state(first)).isEqualTo(ProposalState.PASSED);
        assertThat(council.state(second)).isEqualTo(ProposalState.OPEN);
        assertThat(council.objection(2, new RosterChange.Weigh(2, 2))).contains(RosterReason.CHANGE_UNDER_WAY);
        council.vouch(0, 1, 2, 3);
        council.nextEpoch();
        assertThat(council.state(second)).isEqualTo(ProposalState.OVERTAKEN);
    }

    @Test
    void aRosterForWhichTooFewNodesVouchLapsesAndOthersMayBeProposed() {
        long number = council.propose(0, new RosterChange.Weigh(0, 2));
        council.vote(number, true, 1, 2, 3);
        council.after(GOVERNANCE.delayMillis());
        council.vouch(0, 1, 2);
        council.after(GOVERNANCE.votingMillis());

        assertThat(council.state(number)).isEqualTo(ProposalState.LAPSED);
        assertThat(council.answer().next()).isEmpty();
        assertThat(council.bench.ledger.rows(council.bench.ledger.view()).get("roster.roster-vouches")).isZero();
        assertThat(council.propose(1, new RosterChange.Weigh(1, 2))).isEqualTo(number + 1);
    }

    @Test
    void anEpochThatIsNotTheRostersOvertakesIt() {
        long number = council.propose(0, new RosterChange.Weigh(0, 2));
        council.vote(number, true, 1, 2, 3);
        council.after(GOVERNANCE.delayMillis());
        council.nextEpoch();

        assertThat(council.state(number)).as("nobody had vouched").isEqualTo(ProposalState.OVERTAKEN);
        assertThat(council.roster().epoch()).isZero();
        council.decide(new RosterChange.Weigh(0, 2));
        assertThat(council.roster().epoch()).isEqualTo(2);
    }

    @Test
    void whoProposedMayWithdraw() {
        long number = council.propose(0, new RosterChange.Weigh(0, 2));
        assertThat(council.refusal(operator(1), new Withdraw(number))).contains(RosterReason.NOT_THE_PROPOSER);
        assertThat(council.refusal(operator(0), new Withdraw(number))).isEmpty();
        assertThat(council.state(number)).isEqualTo(ProposalState.WITHDRAWN);
        assertThat(council.refusal(operator(0), new Withdraw(number))).contains(RosterReason.NOT_OPEN);
        assertThat(council.refusal(operator(0), new Withdraw(9))).contains(RosterReason.NO_SUCH_PROPOSAL);
    }

    // ---- who may

    @Test
    void operatorsWithWeightProposeAndVote() {
        assertThat(council.refusal(Bench.gateway(0), new Propose(new Proposal.Govern(Governance.DEFAULT), "", Optional.empty())))
                .contains(RosterReason.NOT_AN_OPERATOR);
        long number = council.propose(0, new RosterChange.Weigh(0, 2));
        assertThat(council.refusal(Bench.gateway(0), Council.vote(number, true))).contains(RosterReason.NO_VOICE);
        assertThat(council.refusal(operator(1), Council.vote(9, true))).contains(RosterReason.NO_SUCH_PROPOSAL);
        council.vote(number, true, 1);
        assertThat(council.refusal(operator(1), Council.vote(number, true))).contains(RosterReason.ALREADY_SO);
    }

    @Test
    void anOperatorHasOnlySoManyProposalsOpen() {
        for (int i = 0; i < Limits.PROPOSALS_OPEN_PER_OPERATOR_MAX; i++) {
            council.propose(0, new RosterChange.Weigh(0, 2 + i));
        }
        assertThat(council.objection(0, new RosterChange.Weigh(0, 9))).contains(RosterReason.TOO_MANY_PROPOSALS);
        assertThat(council.objection(1, new Proposal.Govern(Governance.DEFAULT))).isEmpty();
    }

    @Test
    void theOldestThatAreDecidedAreForgotten() {
        for (int i = 0; i <= Limits.PROPOSALS_KEPT_MAX; i++) {
            long number = council.propose(0, new RosterChange.Weigh(0, 2));
            assertThat(council.refusal(operator(0), new Withdraw(number))).isEmpty();
        }
        assertThat(council.proposals()).hasSize(Limits.PROPOSALS_KEPT_MAX);
        assertThat(council.proposals().getFirst().number()).isEqualTo(2);
        assertThat(council.bench.ledger.rows(council.bench.ledger.view()).get("roster.votes"))
                .isEqualTo(Limits.PROPOSALS_KEPT_MAX);
    }

    @Test
    void whoeverIsInFavourOfACardSaysHowItWasChecked() {
        Proposal admit = new Proposal.ChangeRoster(List.of(new RosterChange.Admit(card(5, 0))), false);
        assertThat(council.refusal(operator(0), new Propose(admit, "", Optional.empty())))
                .contains(RosterReason.CARD_UNCHECKED);
        long number = council.propose(0, admit);
        assertThat(council.refusal(operator(1), new RosterOperation.Vote(number, true, Optional.empty())))
                .contains(RosterReason.CARD_UNCHECKED);
        assertThat(council.refusal(operator(1), new RosterOperation.Vote(number, false, Optional.empty())))
                .isEmpty();
    }

    // ---- vouching

    @Test
    void onlyNodesOfTheRosterVouchOnceAndWithTheirOwnKeys() {
        long number = council.propose(0, new RosterChange.Weigh(0, 2));
        council.vote(number, true, 1, 2, 3);
        council.after(GOVERNANCE.delayMillis());
        RosterOperation.VouchForRoster sound = council.vouchOf(0);

        assertThat(council.refusal(operator(0), sound)).contains(RosterReason.NOT_A_NODE);
        assertThat(council.refusal(Bench.gateway(1), sound)).contains(RosterReason.BAD_SIGNATURE);
        assertThat(council.refusal(
                        Bench.gateway(0), new RosterOperation.VouchForRoster(2, sound.signature())))
                .contains(RosterReason.NO_SUCH_ROSTER);
        assertThat(council.refusal(Bench.gateway(0), sound)).isEmpty();
        assertThat(council.refusal(Bench.gateway(0), sound)).contains(RosterReason.ALREADY_VOUCHED);
        council.vouch(1, 2);
        assertThat(council.bench.ledger.next()).as("three of five").isEmpty();
        council.vouch(3);
        assertThat(council.bench.ledger.next()).isPresent();
    }

    // ---- silence

    @Test
    void anOperatorReplacesItsOwnSilentNodeByItself() {
        council.present = List.of(0L, 1L, 2L, 3L);
        NodeCard renewed = renewed(4);
        council.after(GOVERNANCE.silenceMillis() - 100);
        assertThat(council.objection(4, new Proposal.ReplaceSilent(4, renewed))).contains(RosterReason.NOT_SILENT);
        council.after(100);
        assertThat(council.objection(3, new Proposal.ReplaceSilent(4, renewed)))
                .contains(RosterReason.NOT_ITS_OPERATOR);
        long number = council.propose(4, new Proposal.ReplaceSilent(4, renewed));
        assertThat(council.refusal(operator(3), Council.vote(number, true))).contains(RosterReason.NO_VOTE_NEEDED);
        council.after(GOVERNANCE.delayMillis());
        council.vouch(0, 1, 2, 3);
        council.nextEpoch();

        assertThat(council.roster().member(4)).contains(new Member(4, renewed));
        assertThat(council.answer().presences().getLast().heard().spoke()).isFalse();
    }

    @Test
    void aNodeThatSpeaksAgainIsNotReplaced() {
        council.present = List.of(0L, 1L, 2L, 3L);
        council.after(GOVERNANCE.silenceMillis());
        long number = council.propose(4, new Proposal.ReplaceSilent(4, renewed(4)));
        council.present = List.of(0L, 1L, 2L, 3L, 4L);
        council.after(GOVERNANCE.delayMillis());
        assertThat(council.state(number)).isEqualTo(ProposalState.LAPSED);
    }

    @Test
    void othersMayObjectToAReplacement() {
        council.present = List.of(0L, 1L, 2L, 3L);
        council.after(GOVERNANCE.silenceMillis());
        long number = council.propose(4, new Proposal.ReplaceSilent(4, renewed(4)));
        council.vote(number, false, 0, 1);
        assertThat(council.state(number)).isEqualTo(ProposalState.REJECTED);
    }

    /** With other keys and at another address. */
    private static NodeCard renewed(int number) {
        NodeCard card = card(number, 1);
        return new NodeCard(
                card.name(),
                card.operator(),
                card.provider(),
                card.region(),
                card.jurisdiction(),
                1,
                Bytes.EMPTY,
                Ed25519.publicKey(Bench.secret("renewed gateway")),
                card.operatorKey(),
                "127.0.0.1",
                9_999,
                card.apiUrl());
    }

    // ---- readiness

    @Test
    void noRosterComesIntoForceThatCouldNotOrder() {
        council.decide(new RosterChange.Admit(card(5, 0)));
        council.present = List.of(0L, 1L, 2L, 3L, 4L);
        assertThat(council.objection(0, new RosterChange.Weigh(5, 100)))
                .as("a third and more would be in one hand")
                .contains(RosterReason.CONCENTRATED);
        Proposal heavy = new Proposal.ChangeRoster(List.of(new RosterChange.Weigh(5, 3)), true);
        council.after(Limits.LEVEL_MILLIS);
        assertThat(council.objection(0, heavy)).as("of eight, five are level").contains(RosterReason.NOT_LEVEL);
        council.present = List.of(0L, 1L, 2L, 3L, 4L, 5L);
        long number = council.propose(0, heavy);
        council.vote(number, true, 1, 2, 3);

        council.present = List.of(0L, 1L, 2L, 3L, 4L);
        council.after(GOVERNANCE.delayMillis());
        assertThat(council.state(number)).as("heard within the minute").isEqualTo(ProposalState.PASSED);
    }

    @Test
    void whatIsWantedWaitsUntilTheNodesAreLevel() {
        council.decide(new RosterChange.Admit(card(5, 0)));
        council.after(10);
        long number = council.propose(0, new Proposal.ChangeRoster(List.of(new RosterChange.Weigh(5, 3)), true));
        council.vote(number, true, 1, 2);
        council.present = List.of(0L, 1L, 2L, 3L, 4L);
        council.after(Limits.LEVEL_MILLIS);
        council.vote(number, true, 3);
        assertThat(council.state(number)).isEqualTo(ProposalState.OPEN);
        council.present = List.of(0L, 1L, 2L, 3L, 4L, 5L);
        council.after(Limits.HEARD_MILLIS);
        assertThat(council.state(number)).isEqualTo(ProposalState.PASSED);
    }

    // ---- authority and governance

    @Test
    void membersGiveAnOperatorAnotherAuthority() {
        Authority other = new Authority.OneKey(Ed25519.publicKey(Bench.secret("found again")));
        long number = council.propose(0, new Proposal.GiveAuthority(account(4), other));
        council.vote(number, true, 1, 2, 3);
        council.after(GOVERNANCE.delayMillis());
        assertThat(council.state(number)).isEqualTo(ProposalState.CARRIED_OUT);
        assertThat(council.bench.ledger.accounts().account(account(4)).orElseThrow().authority())
                .isEqualTo(other);
        assertThat(council.objection(0, new Proposal.GiveAuthority(Bench.account(Bench.GATEWAY), other)))
                .contains(RosterReason.NO_SUCH_OPERATOR);
        assertThat(council.objection(0, new Proposal.GiveAuthority(account(4), new Authority.OneKey(weak()))))
                .contains(RosterReason.UNSOUND_AUTHORITY);
    }

    private static Bytes weak() {
        return Bytes.hex("01" + "00".repeat(31));
    }

    @Test
    void membersChangeHowTheyDecide() {
        Governance slower = new Governance(20_000, 200_000, 50_000, 2_000, new Governance.Share(3, 4));
        assertThat(council.objection(0, new Proposal.Govern(GOVERNANCE))).contains(RosterReason.NOTHING_CHANGES);
        long number = council.propose(0, new Proposal.Govern(slower));
        long before = council.propose(1, new RosterChange.Weigh(1, 2));
        council.vote(number, true, 1, 2, 3);
        council.after(GOVERNANCE.delayMillis());
        assertThat(council.answer().governance()).isEqualTo(slower);
        council.vote(before, true, 0, 2, 3);
        council.after(GOVERNANCE.delayMillis());
        assertThat(council.state(before)).as("by the rules of its time").isEqualTo(ProposalState.PASSED);
    }
}

package org.allmende.ledger.roster;

import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Event;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.OriginRows;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.roster.RosterOperation.Propose;
import org.allmende.ledger.roster.RosterOperation.VouchForRoster;
import org.allmende.ledger.roster.RosterOperation.Vote;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.signatures.Ed25519;

/** A network whose nodes have an operator, a provider, a region and a jurisdiction each; rounds by hand. */
final class Council {
    static final Governance GOVERNANCE =
            new Governance(10_000, 100_000, 50_000, 2_000, Governance.Share.TWO_THIRDS);
    static final CardCheck CHECK = new CardCheck(1_000, "visited the machine hall", Digests.sha256("a photograph"));

    final Bench bench;
    private long epoch;

    /** The nodes that take part in every round from here on. */
    List<Long> present;

    Council(long... weights) {
        this(GOVERNANCE, weights);
    }

    Council(Governance governance, long... weights) {
        bench = new Bench(genesis(governance, weights), OriginRows.NONE);
        present = LongStream.range(0, weights.length).boxed().toList();
        after(10);
    }

    static Genesis genesis(Governance governance, long... weights) {
        List<NodeCard> cards = new ArrayList<>();
        for (int node = 0; node < weights.length; node++) {
            cards.add(card(node, weights[node]));
        }
        return new Genesis(
                "council", Digests.sha256("salt"), true, Bench.START, Parameters.DEFAULT.with(governance), cards, List.of());
    }

    /** Of the node with this number in the genesis, or of one that may enter. */
    static NodeCard card(int number, long weight) {
        return new NodeCard(
                "node-" + number,
                "Operator " + number,
                "Provider " + number,
                "region-" + number,
                "J" + number,
                weight,
                Bytes.EMPTY,
                Ed25519.publicKey(Bench.gateway(number)),
                Ed25519.publicKey(operator(number)),
                "127.0.0.1",
                7_000 + number,
                "http://127.0.0.1:" + (8_000 + number));
    }

    static Bytes operator(int number) {
        return Bench.secret("operator " + number);
    }

    static AccountId account(int number) {
        return Bench.account(operator(number));
    }

    /** A quiet height this much later. */
    void after(long millis) {
        bench.apply(new Round(bench.ledger.timeMillis() + Math.max(millis, 0), epoch, List.of(
                new Round.Brought(present.getFirst(), Bytes.EMPTY)), present));
    }

    /** What is told while a round of the next epoch begins it. */
    List<Event> nextEpoch() {
        epoch++;
        after(1_000);
        return events();
    }

    Optional<RosterReason> refusal(Bytes secret, RosterOperation operation) {
        Bench.Signed signed = bench.sign(secret, bench.ledger.timeMillis() + 30_000, group(operation));
        bench.apply(new Round(
                bench.ledger.timeMillis() + 10,
                epoch,
                List.of(new Round.Brought(present.getFirst(), signed.bytes())),
                present));
        GroupOutcome outcome =
                bench.last().settled().getLast().receipt().outcomes().getFirst();
        return switch (outcome) {
            case GroupOutcome.Applied _ -> Optional.empty();
            case GroupOutcome.Refused(int _, int application, int reason) -> {
                assertThat(application).isEqualTo(Rosters.TAG);
                yield Arrays.stream(RosterReason.values())
                        .filter(each -> each.code() == reason)
                        .findFirst();
            }
        };
    }

    /** Proposes as the operator of a node, with a check of whatever card there is. @return the proposal's number */
    long propose(int operator, Proposal proposal) {
        assertThat(refusal(operator(operator), new Propose(proposal, "", Optional.of(CHECK)))).isEmpty();
        return proposals().getLast().number();
    }

    /** Even if it concentrates: five nodes are soon too few. */
    long propose(int operator, RosterChange... changes) {
        return propose(operator, new Proposal.ChangeRoster(List.of(changes), true));
    }

    Optional<RosterReason> objection(int operator, RosterChange... changes) {
        return objection(operator, new Proposal.ChangeRoster(List.of(changes), false));
    }

    Optional<RosterReason> objection(int operator, Proposal proposal) {
        return refusal(operator(operator), new Propose(proposal, "", Optional.of(CHECK)));
    }

    void vote(long proposal, boolean inFavour, int... operators) {
        for (int operator : operators) {
            assertThat(refusal(operator(operator), vote(proposal, inFavour))).isEmpty();
        }
    }

    static Vote vote(long proposal, boolean inFavour) {
        return new Vote(proposal, inFavour, inFavour ? Optional.of(CHECK) : Optional.empty());
    }

    /** These nodes vouch for the roster that has passed. */
    void vouch(int... nodes) {
        for (int node : nodes) {
            assertThat(refusal(Bench.gateway(node), vouchOf(node))).isEmpty();
        }
    }

    VouchForRoster vouchOf(int node) {
        Roster next = answer().next().orElseThrow().roster();
        Bytes signature = new RosterStatement(bench.genesis.networkId(), next).signedWith(Bench.gateway(node));
        return new VouchForRoster(next.epoch(), signature);
    }

    /** Passes the change with all votes, and brings it into force. */
    void decide(RosterChange... changes) {
        decide(new Proposal.ChangeRoster(List.of(changes), true));
    }

    void decide(Proposal proposal) {
        Roster now = roster();
        List<Integer> voters = now.members().stream()
                .filter(member -> member.weight() > 0)
                .map(Member::node)
                .toList();
        long number = propose(voters.getFirst(), proposal);
        voters.stream().skip(1).forEach(voter -> vote(number, true, voter));
        after(GOVERNANCE.delayMillis());
        voters.forEach(this::vouch);
        after(GOVERNANCE.noticeMillis());
        nextEpoch();
        present = roster().members().stream().map(member -> (long) member.node()).toList();
        assertThat(state(number)).isEqualTo(ProposalState.CARRIED_OUT);
    }

    RosterAnswer answer() {
        return bench.ledger.rosters().answer(bench.ledger.view()).orElseThrow();
    }

    Roster roster() {
        return answer().inForce().roster();
    }

    List<ProposalAnswer> proposals() {
        return bench.ledger.rosters().proposals(bench.ledger.view());
    }

    ProposalState state(long proposal) {
        return proposals().stream()
                .filter(each -> each.number() == proposal)
                .findFirst()
                .orElseThrow()
                .motion()
                .state();
    }

    /** Those of the roster at the last height. */
    List<Event> events() {
        return bench.last().events().stream()
                .map(Placed::event)
                .filter(RosterEvent.class::isInstance)
                .toList();
    }
}

package org.allmende.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.allmende.ledger.Context;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.CardCheck;
import org.allmende.ledger.roster.Heard;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Motion;
import org.allmende.ledger.roster.Proposal;
import org.allmende.ledger.roster.ProposalAnswer;
import org.allmende.ledger.roster.ProposalState;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterAnswer;
import org.allmende.ledger.roster.RosterChange;
import org.allmende.ledger.roster.RosterEvent;
import org.allmende.ledger.roster.RosterLink;
import org.allmende.ledger.roster.RosterOperation.Propose;
import org.allmende.ledger.roster.RosterOperation.Vote;
import org.allmende.ledger.roster.RosterOperation.VouchForRoster;
import org.allmende.ledger.roster.RosterOperation.Withdraw;
import org.allmende.ledger.roster.RosterOperation;
import org.allmende.ledger.roster.RosterReason;
import org.allmende.ledger.roster.RosterResult;
import org.allmende.ledger.roster.RosterStatement;
import org.allmende.ledger.roster.RosterVouch;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;
import org.jspecify.annotations.Nullable;

/** What should become of rosters: the cards by number, a list of proposals, and who was heard when. */
final class RostersExpectation implements Expectation {
    private static final int TAG = 4;
    private static final long SECOND = 1_000;
    private static final Heard NEVER = new Heard(0, false);

    private Genesis genesis;
    private SortedMap<Integer, NodeCard> cards = new TreeMap<>();
    private long epoch;
    private long sinceHeight;
    private long sinceMillis;
    private int nextNode;
    private long byProposal;
    private long passedMillis;
    private long announcedMillis;
    private long lastNumber;
    private @Nullable Coming coming;
    private Governance governance;
    private List<ExpectedProposal> all = new ArrayList<>();
    private Map<Integer, Heard> heard = new TreeMap<>();

    /** Every roster that was in force, with who has signed it. */
    private List<RosterLink> links = new ArrayList<>();


    /** For accounts that members decide about, once it is known where those are. */
    interface Openings {
        void open(NodeCard card);

        void give(AccountId account, Authority authority);
    }

    private Openings openings;

    /** A roster that has passed. */
    private record Coming(
            SortedMap<Integer, NodeCard> cards, long epoch, long proposal, long passedMillis, long atMillis, Map<Integer, Bytes> signed) {
        Coming copy() {
            return new Coming(cards, epoch, proposal, passedMillis, atMillis, new TreeMap<>(signed));
        }

        Coming announced(long millis) {
            return new Coming(cards, epoch, proposal, passedMillis, millis, signed);
        }

        Roster roster() {
            return RostersExpectation.roster(epoch, cards);
        }
    }

    RostersExpectation(Genesis genesis, Openings openings) {
        this.genesis = genesis;
        this.openings = openings;
        this.governance = genesis.parameters().governance();
    }

    /** Where accounts are opened and given away from here on. */
    void openings(Openings where) {
        openings = where;
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public boolean isMine(Operation operation) {
        return operation instanceof RosterOperation;
    }

    /** The weight of a node in the roster in force; 0 also of one that is not in it. */
    long weight(int node) {
        return Optional.ofNullable(cards.get(node)).map(NodeCard::weight).orElse(0L);
    }

    /** Of all nodes in force. */
    long total() {
        return total(cards);
    }

    private static long total(Map<Integer, NodeCard> of) {
        return of.values().stream().mapToLong(NodeCard::weight).sum();
    }

    /** The cards of the nodes in force, by number. */
    SortedMap<Integer, NodeCard> cards() {
        return new TreeMap<>(cards);
    }

    private NodeCard card(int node) {
        return Optional.ofNullable(cards.get(node)).orElseThrow();
    }

    boolean isOperator(AccountId account) {
        return cards.values().stream().anyMatch(card -> operator(card).equals(account));
    }

    private static AccountId operator(NodeCard card) {
        return AccountId.ofKey(card.operatorKey());
    }

    /** From which agreed time on this epoch ends; empty: nothing is announced. */
    Optional<Long> endsMillis() {
        return Optional.ofNullable(coming).map(Coming::atMillis).filter(millis -> millis > 0);
    }

    private static Roster roster(long epoch, SortedMap<Integer, NodeCard> cards) {
        return new Roster(
                epoch,
                cards.entrySet().stream()
                        .map(each -> new Member(each.getKey(), each.getValue()))
                        .toList());
    }

    @Override
    public void begin(Genesis begun, Context context) {
        genesis = begun;
        governance = begun.parameters().governance();
        cards = new TreeMap<>();
        heard = new TreeMap<>();
        all = new ArrayList<>();
        coming = null;
        epoch = 0;
        byProposal = 0;
        passedMillis = 0;
        announcedMillis = 0;
        lastNumber = 0;
        sinceHeight = context.height();
        sinceMillis = context.timeMillis();
        for (NodeCard card : begun.nodes()) {
            heard.put(cards.size(), new Heard(context.timeMillis(), false));
            cards.put(cards.size(), card);
        }
        nextNode = cards.size();
        links = new ArrayList<>(List.of(new RosterLink(roster(0, cards), List.of())));
    }

    /** The first round of an epoch, after the gap. */
    void epochBegins(Context context) {
        Coming next = coming;
        if (next == null) {
            return;
        }
        coming = null;
        if (next.atMillis == 0 || next.epoch != context.epoch()) {
            end(next.proposal, ProposalState.OVERTAKEN, context);
            return;
        }
        SortedMap<Integer, NodeCard> before = cards;
        cards = next.cards;
        epoch = next.epoch;
        List<RosterVouch> signed = new ArrayList<>();
        new TreeMap<>(next.signed).forEach((node, signature) -> signed.add(new RosterVouch(node, signature)));
        links.add(new RosterLink(next.roster(), signed));
        byProposal = next.proposal;
        announcedMillis = next.atMillis;
        passedMillis = next.passedMillis;
        sinceHeight = context.height();
        sinceMillis = context.timeMillis();
        heard.keySet().retainAll(cards.keySet());
        cards.forEach((node, card) -> {
            NodeCard was = before.get(node);
            if (was == null || !sameButWeight(was, card)) {
                heard.put(node, new Heard(context.timeMillis(), false));
            }
            if (!card.equals(was)) {
                openings.open(card);
            }
        });
        end(next.proposal, ProposalState.CARRIED_OUT, context);
        all.stream().filter(ExpectedProposal::isOpen).toList().forEach(one -> end(one.number, ProposalState.OVERTAKEN, context));
        context.emit(new RosterEvent.InForce(epoch));
    }

    private static boolean sameButWeight(NodeCard one, NodeCard other) {
        return one.weighing(0).equals(other.weighing(0));
    }

    /** Who took part in a round that is a height. */
    void hears(List<Long> nodes, Context context) {
        long step = Math.min(10 * SECOND, governance.silenceMillis() / 10);
        for (long node : nodes) {
            Heard before = heard.get((int) node);
            if (before != null && (!before.spoke() || context.timeMillis() - before.sinceMillis() >= step)) {
                heard.put((int) node, new Heard(context.timeMillis(), true));
            }
        }
    }

    private boolean isLevel(int node, long now) {
        Heard last = heard.get(node);
        return last != null && last.spoke() && last.sinceMillis() + 60 * SECOND >= now;
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((RosterOperation) operation) {
            case Propose propose -> propose(propose, context);
            case Vote vote -> vote(vote, context);
            case Withdraw(long number) -> withdraw(number, context);
            case VouchForRoster vouch -> vouch(vouch, context);
        };
    }

    // ---- proposing

    private Outcome propose(Propose propose, Context context) {
        Map<AccountId, Long> operators = new LinkedHashMap<>();
        cards.values().forEach(card -> operators.merge(operator(card), card.weight(), Long::sum));
        boolean own = propose.proposal() instanceof Proposal.ReplaceSilent;
        Long weight = operators.get(context.caller());
        if (weight == null || weight == 0 && !own) {
            return Outcome.refused(RosterReason.NOT_AN_OPERATOR);
        }
        if (all.stream().filter(one -> one.isOpen() && one.by.equals(context.caller())).count() == 3) {
            return Outcome.refused(RosterReason.TOO_MANY_PROPOSALS);
        }
        Optional<RosterReason> wrong = wrong(propose.proposal(), context);
        if (wrong.isPresent()) {
            return Outcome.refused(wrong.get());
        }
        if (needsCheck(propose.proposal()) && propose.check().isEmpty()) {
            return Outcome.refused(RosterReason.CARD_UNCHECKED);
        }
        operators.values().removeIf(each -> each == 0);
        makeRoom();
        ExpectedProposal one = new ExpectedProposal(lastNumber + 1, propose, context, governance, operators);
        lastNumber = one.number;
        all.add(one);
        context.emit(new RosterEvent.Proposed(one.number, context.caller(), propose.proposal()));
        if (!own) {
            one.said.put(context.caller(), new Motion.Ballot(true, propose.check(), context.timeMillis()));
            context.emit(new RosterEvent.Voted(one.number, context.caller(), true, propose.check()));
        }
        again(one, one.timeMillis + governance.delayMillis(), context);
        return Outcome.applied(new RosterResult.Proposed(one.number));
    }

    private void makeRoom() {
        if (all.size() == 128) {
            all.stream()
                    .filter(one -> !one.isOpen() && one.state != ProposalState.PASSED)
                    .findFirst()
                    .ifPresent(all::remove);
        }
    }

    private static void again(ExpectedProposal one, long millis, Context context) {
        byte[] name = ByteBuffer.allocate(8).putLong(one.number).array();
        context.timers().set(new Timer(millis, Bytes.wrap(name)));
    }

    private static boolean needsCheck(Proposal proposal) {
        return proposal instanceof Proposal.ChangeRoster change
                && change.changes().stream()
                        .anyMatch(each -> each instanceof RosterChange.Admit || each instanceof RosterChange.Renew);
    }

    private Optional<RosterReason> wrong(Proposal proposal, Context context) {
        return switch (proposal) {
            case Proposal.GiveAuthority(AccountId account, Authority authority) ->
                !isOperator(account)
                        ? Optional.of(RosterReason.NO_SUCH_OPERATOR)
                        : ExpectedAuthority.objection(authority).map(_ -> RosterReason.UNSOUND_AUTHORITY);
            case Proposal.Govern(Governance other) ->
                other.equals(governance) ? Optional.of(RosterReason.NOTHING_CHANGES) : Optional.empty();
            case Proposal.ChangeRoster change -> wrong(change, context);
            case Proposal.ReplaceSilent replace -> wrong(replace, context);
        };
    }

    private Optional<RosterReason> wrong(Proposal.ChangeRoster change, Context context) {
        if (coming != null) {
            return Optional.of(RosterReason.CHANGE_UNDER_WAY);
        }
        Redrawn redrawn = new Redrawn(cards, nextNode, change.changes());
        if (redrawn.wrong.isPresent()) {
            return redrawn.wrong;
        }
        if (!change.evenIfConcentrated() && concentrates(redrawn.cards)) {
            return Optional.of(RosterReason.CONCENTRATED);
        }
        return redrawn.couldOrder(node -> isLevel(node, context.timeMillis())) ? Optional.empty() : Optional.of(RosterReason.NOT_LEVEL);
    }

    private Optional<RosterReason> wrong(Proposal.ReplaceSilent replace, Context context) {
        if (coming != null) {
            return Optional.of(RosterReason.CHANGE_UNDER_WAY);
        }
        Redrawn redrawn = new Redrawn(cards, nextNode, List.of(new RosterChange.Renew(replace.node(), replace.card())));
        if (redrawn.wrong.isPresent()) {
            return redrawn.wrong;
        }
        if (!operator(card(replace.node())).equals(context.caller())) {
            return Optional.of(RosterReason.NOT_ITS_OPERATOR);
        }
        boolean silent =
                heard.getOrDefault(replace.node(), NEVER).sinceMillis() + governance.silenceMillis() <= context.timeMillis();
        return silent ? Optional.empty() : Optional.of(RosterReason.NOT_SILENT);
    }

    private boolean concentrates(SortedMap<Integer, NodeCard> after) {
        List<Function<NodeCard, String>> labels = List.of(
                card -> card.operatorKey().toString(), NodeCard::provider, NodeCard::region, NodeCard::jurisdiction);
        for (Function<NodeCard, String> label : labels) {
            for (String value : after.values().stream().map(label).distinct().toList()) {
                long now = weightOf(after, label, value);
                long before = weightOf(cards, label, value);
                if (3 * now >= total(after) && now * total(cards) > before * total(after)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long weightOf(Map<Integer, NodeCard> of, Function<NodeCard, String> label, String value) {
        return of.values().stream()
                .filter(card -> label.apply(card).equals(value))
                .mapToLong(NodeCard::weight)
                .sum();
    }

    // ---- voting

    private Outcome vote(Vote vote, Context context) {
        ExpectedProposal one = one(vote.proposal());
        if (one == null) {
            return Outcome.refused(RosterReason.NO_SUCH_PROPOSAL);
        }
        if (!one.isOpen()) {
            return Outcome.refused(RosterReason.NOT_OPEN);
        }
        if (!one.voters.containsKey(context.caller())) {
            return Outcome.refused(RosterReason.NO_VOICE);
        }
        if (vote.inFavour() && one.needsNoVotes()) {
            return Outcome.refused(RosterReason.NO_VOTE_NEEDED);
        }
        if (vote.inFavour() && needsCheck(one.what.proposal()) && vote.check().isEmpty()) {
            return Outcome.refused(RosterReason.CARD_UNCHECKED);
        }
        Motion.Ballot before = one.said.get(context.caller());
        Optional<CardCheck> check = vote.check();
        if (before != null && before.inFavour() == vote.inFavour() && before.check().equals(check)) {
            return Outcome.refused(RosterReason.ALREADY_SO);
        }
        one.said.put(context.caller(), new Motion.Ballot(vote.inFavour(), check, context.timeMillis()));
        context.emit(new RosterEvent.Voted(one.number, context.caller(), vote.inFavour(), check));
        look(one, context);
        return Outcome.applied(new RosterResult.Counted());
    }

    private @Nullable ExpectedProposal one(long number) {
        return all.stream().filter(each -> each.number == number).findFirst().orElse(null);
    }

    private Outcome withdraw(long number, Context context) {
        ExpectedProposal one = one(number);
        if (one == null) {
            return Outcome.refused(RosterReason.NO_SUCH_PROPOSAL);
        }
        if (!one.isOpen()) {
            return Outcome.refused(RosterReason.NOT_OPEN);
        }
        if (!one.by.equals(context.caller())) {
            return Outcome.refused(RosterReason.NOT_THE_PROPOSER);
        }
        end(number, ProposalState.WITHDRAWN, context);
        return Outcome.applied(new RosterResult.Counted());
    }

    private void end(long number, ProposalState state, Context context) {
        ExpectedProposal one = one(number);
        if (one == null) {
            throw new IllegalStateException("no proposal " + number);
        }
        one.state = state;
        one.decidedMillis = context.timeMillis();
        context.emit(new RosterEvent.Decided(number, state));
    }

    @Override
    public void due(Timer timer, Context context) {
        ExpectedProposal one = one(ByteBuffer.wrap(timer.name().toArray()).getLong());
        if (one != null) {
            look(one, context);
        }
    }

    private void look(ExpectedProposal one, Context context) {
        long now = context.timeMillis();
        if (one.state == ProposalState.PASSED) {
            if (coming != null && coming.proposal == one.number && coming.atMillis == 0) {
                coming = null;
                end(one.number, ProposalState.LAPSED, context);
            }
            return;
        }
        if (!one.isOpen()) {
            return;
        }
        long until = one.timeMillis + one.rules.votingMillis();
        if (3 * one.weight(false) > one.total()) {
            end(one.number, ProposalState.REJECTED, context);
            return;
        }
        if (now < one.timeMillis + one.rules.delayMillis()) {
            return;
        }
        if (one.what.proposal() instanceof Proposal.ReplaceSilent(int node, NodeCard _)
                && heard.getOrDefault(node, NEVER).sinceMillis() > one.timeMillis) {
            end(one.number, ProposalState.LAPSED, context);
            return;
        }
        Governance.Share above = one.rules.passesAbove();
        boolean enough = one.needsNoVotes()
                || one.weight(true) * above.denominator() > one.total() * above.numerator();
        if (enough && take(one, context)) {
            return;
        }
        if (now >= until) {
            end(one.number, ProposalState.LAPSED, context);
        } else {
            again(one, enough ? Math.min(until, now + 10 * SECOND) : until, context);
        }
    }

    private boolean take(ExpectedProposal one, Context context) {
        return switch (one.what.proposal()) {
            case Proposal.ChangeRoster change -> pass(one, change.changes(), context);
            case Proposal.ReplaceSilent(int node, NodeCard card) ->
                pass(one, List.of(new RosterChange.Renew(node, card)), context);
            case Proposal.GiveAuthority(AccountId account, Authority authority) -> {
                openings.give(account, authority);
                end(one.number, ProposalState.CARRIED_OUT, context);
                yield true;
            }
            case Proposal.Govern(Governance other) -> {
                governance = other;
                end(one.number, ProposalState.CARRIED_OUT, context);
                yield true;
            }
        };
    }

    private boolean pass(ExpectedProposal one, List<RosterChange> changes, Context context) {
        Redrawn redrawn = new Redrawn(cards, nextNode, changes);
        if (coming != null || redrawn.wrong.isPresent() || !redrawn.couldOrder(node -> isLevel(node, context.timeMillis()))) {
            return false;
        }
        coming = new Coming(
                redrawn.cards, context.epoch() + 1, one.number, context.timeMillis(), 0, new HashMap<>());
        nextNode = redrawn.next;
        end(one.number, ProposalState.PASSED, context);
        again(one, context.timeMillis() + governance.votingMillis(), context);
        return true;
    }

    private Outcome vouch(VouchForRoster vouch, Context context) {
        Optional<Integer> node = cards.entrySet().stream()
                .filter(each -> AccountId.ofKey(each.getValue().gatewayKey()).equals(context.caller()))
                .map(Map.Entry::getKey)
                .findFirst();
        if (node.isEmpty()) {
            return Outcome.refused(RosterReason.NOT_A_NODE);
        }
        Coming next = coming;
        if (next == null || next.epoch != vouch.epoch()) {
            return Outcome.refused(RosterReason.NO_SUCH_ROSTER);
        }
        Bytes key = card(node.get()).gatewayKey();
        if (!new RosterStatement(genesis.networkId(), next.roster()).isSignedBy(key, vouch.signature())) {
            return Outcome.refused(RosterReason.BAD_SIGNATURE);
        }
        if (next.signed.containsKey(node.get())) {
            return Outcome.refused(RosterReason.ALREADY_VOUCHED);
        }
        next.signed.put(node.get(), vouch.signature());
        long signed = next.signed.keySet().stream().mapToLong(this::weight).sum();
        if (next.atMillis == 0 && 3 * signed > 2 * total()) {
            long at = context.timeMillis() + governance.noticeMillis();
            coming = next.announced(at);
            context.emit(new RosterEvent.Announced(next.epoch, at));
        }
        return Outcome.applied(new RosterResult.Counted());
    }

    @Override
    public RostersExpectation copy() {
        RostersExpectation copy = new RostersExpectation(genesis, openings);
        copy.cards = cards;
        copy.epoch = epoch;
        copy.sinceHeight = sinceHeight;
        copy.sinceMillis = sinceMillis;
        copy.nextNode = nextNode;
        copy.byProposal = byProposal;
        copy.announcedMillis = announcedMillis;
        copy.passedMillis = passedMillis;
        copy.lastNumber = lastNumber;
        copy.coming = coming == null ? null : coming.copy();
        copy.governance = governance;
        copy.heard = new TreeMap<>(heard);
        copy.links = new ArrayList<>(links);
        all.forEach(one -> copy.all.add(one.copy()));
        return copy;
    }

    @Override
    public Optional<String> difference(Ledger ledger, View view) {
        Optional<RosterAnswer> answer = ledger.rosters().answer(view);
        if (answer.isEmpty()) {
            return Optional.of("no roster is in force");
        }
        Roster expected = roster(epoch, cards);
        RosterAnswer found = answer.get();
        if (!found.inForce().roster().equals(expected)
                || found.inForce().proposal() != byProposal
                || found.inForce().height() != sinceHeight
                || found.inForce().timeMillis() != sinceMillis
                || found.inForce().atMillis() != announcedMillis
                || found.inForce().passedMillis() != passedMillis) {
            return Optional.of("the roster in force is " + found.inForce() + " and should be " + expected);
        }
        Optional<Coming> next = Optional.ofNullable(coming);
        if (!found.next().map(term -> term.roster()).equals(next.map(Coming::roster))
                || !found.next().map(term -> term.atMillis()).equals(next.map(Coming::atMillis))) {
            return Optional.of("the next roster is " + found.next() + " and should be " + next);
        }
        List<RosterAnswer.Presence> presences = new ArrayList<>();
        heard.forEach((node, last) -> presences.add(new RosterAnswer.Presence(node, last)));
        if (!found.presences().equals(presences)) {
            return Optional.of("heard was " + found.presences() + " and should be " + presences);
        }
        if (!found.governance().equals(governance)) {
            return Optional.of("decided is by " + found.governance() + " and should be by " + governance);
        }
        List<ProposalAnswer> proposals = all.stream().map(ExpectedProposal::shown).toList();
        if (!ledger.rosters().proposals(view).equals(proposals)) {
            return Optional.of("proposals are " + ledger.rosters().proposals(view) + " and should be " + proposals);
        }
        if (!ledger.rosters().chain(view).equals(links)) {
            return Optional.of("rosters were " + ledger.rosters().chain(view) + " and should have been " + links);
        }
        long waiting = next.map(each -> 1L).orElse(0L);
        long signatures = next.map(each -> (long) each.signed.size()).orElse(0L)
                + links.stream().mapToLong(link -> link.vouches().size()).sum();
        return Rows.difference(
                ledger,
                view,
                List.of(
                        new Rows("roster.rosters", links.size() + waiting),
                        new Rows("roster.roster-vouches", signatures),
                        new Rows("roster.proposals", all.size()),
                        new Rows("roster.votes", all.stream().mapToLong(one -> one.said.size()).sum()),
                        new Rows("roster.heard", heard.size()),
                        new Rows("roster.office", 1)));
    }
}

package org.allmende.ledger.roster;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.roster.Motion.Ballot;
import org.allmende.ledger.roster.RosterOperation.Propose;
import org.allmende.ledger.roster.RosterOperation.VouchForRoster;
import org.allmende.ledger.roster.RosterOperation.Vote;
import org.allmende.ledger.roster.RosterOperation.Withdraw;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/**
 * Who runs the network, and how that is changed (ADR-023).
 *
 * <pre>
 * propose ─▶ open ─▶ passed ─▶ nodes vouch for it ─▶ announced ─▶ the epoch ends ─▶ in force
 *               └─▶ rejected, lapsed, withdrawn, overtaken
 * </pre>
 */
public final class Rosters implements Application {
    /** The tag of its operations. */
    public static final int TAG = 4;

    private final NetworkId network;
    private final Terms terms;
    private final Motions motions;
    private final Attendance attendance;
    private final Office office;
    private final Deliberation deliberation;

    /** @param accounts where those of operators and of nodes' gateways are opened */
    public Rosters(Tables tables, Genesis genesis, Accounts accounts) {
        network = genesis.networkId();
        terms = new Terms(tables, TAG);
        motions = new Motions(tables, TAG, 2);
        attendance = new Attendance(tables, TAG, 4);
        office = new Office(tables, TAG, 5);
        deliberation = new Deliberation(terms, motions, attendance, office, accounts);
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public String name() {
        return "roster";
    }

    @Override
    public Class<RosterOperation> operations() {
        return RosterOperation.class;
    }

    @Override
    public Class<RosterEvent> events() {
        return RosterEvent.class;
    }

    @Override
    public Class<RosterResult> results() {
        return RosterResult.class;
    }

    @Override
    public List<RosterReason> reasons() {
        return List.of(RosterReason.values());
    }

    /** The roster in force. Apply thread only. */
    public Roster current() {
        return terms.current().roster();
    }

    /** The roster in force in an epoch of this network. Apply thread only. */
    public Optional<Roster> in(long epoch) {
        return terms.in(epoch);
    }

    /** The same as of a view. Any thread. */
    public Optional<Roster> in(View view, long epoch) {
        return terms.in(view, epoch);
    }

    /** The one that has been announced. Apply thread only. */
    public Optional<NextRoster> next() {
        return terms.waiting()
                .filter(Term::isAnnounced)
                .map(term -> new NextRoster(term.roster(), term.atMillis()));
    }

    /** The one that has passed and is not in force yet, as of a view. Any thread. */
    public Optional<Roster> next(View view) {
        return terms.waiting(view).map(Term::roster);
    }

    /** The rosters as of a view. Empty before the first height. Any thread. */
    public Optional<RosterAnswer> answer(View view) {
        return terms.current(view)
                .map(term -> new RosterAnswer(
                        term,
                        terms.waiting(view),
                        term.roster().members().stream()
                                .map(member -> new RosterAnswer.Presence(
                                        member.node(), attendance.of(view, member.node())))
                                .toList(),
                        office.of(view).governance()));
    }

    /** All rosters that were in force, the newest last, each with the signatures of the nodes before it. Any thread. */
    public List<RosterLink> chain(View view) {
        return terms.begun(view).stream()
                .map(term -> new RosterLink(
                        term.roster(), terms.signatures(view, term.roster().epoch())))
                .toList();
    }

    /** The roster that has been announced, with the signatures that make it so. Any thread. */
    public Optional<RosterLink> announced(View view) {
        return terms.waiting(view)
                .filter(Term::isAnnounced)
                .map(Term::roster)
                .map(roster -> new RosterLink(roster, terms.signatures(view, roster.epoch())));
    }

    /** The proposals that are kept as of a view, oldest first. Any thread. */
    public List<ProposalAnswer> proposals(View view) {
        return motions.kept(view);
    }

    /** A network begins with the roster of its genesis; what another one decided, of which it has the rows, is past. */
    @Override
    public void begin(Genesis genesis, Context context) {
        terms.clear();
        motions.clear();
        attendance.clear();
        Roster roster = Roster.of(genesis);
        terms.put(new Term(roster, 0, 0, 0, context.height(), context.timeMillis()));
        attendance.expect(roster, Set.of(), context.timeMillis());
        office.begin(roster.members().size(), genesis.parameters().governance());
    }

    /**
     * A round of a new epoch is the first of it: an announced roster comes into force, if it is that epoch's.
     *
     * @return whether it did
     */
    public boolean epochBegan(Context context) {
        return deliberation.epochBegan(context);
    }

    /** These nodes took part in the round that is being applied. */
    public void heard(List<Long> nodes, Context context) {
        attendance.heard(nodes, context.timeMillis(), office.get().governance().silenceMillis());
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((RosterOperation) operation) {
            case Propose propose -> deliberation.propose(propose, context);
            case Vote vote -> vote(vote, context);
            case Withdraw(long number) -> withdraw(number, context);
            case VouchForRoster vouch -> vouch(vouch, context);
        };
    }

    private Outcome vote(Vote vote, Context context) {
        Optional<Motion> found = motions.get(vote.proposal());
        if (found.isEmpty()) {
            return refused(RosterReason.NO_SUCH_PROPOSAL);
        }
        Motion motion = found.get();
        AccountId caller = context.caller();
        if (!motion.isOpen()) {
            return refused(RosterReason.NOT_OPEN);
        }
        if (motion.weight(caller) == 0) {
            return refused(RosterReason.NO_VOICE);
        }
        if (vote.inFavour() && motion.what() instanceof Proposal.ReplaceSilent) {
            return refused(RosterReason.NO_VOTE_NEEDED);
        }
        if (vote.inFavour() && motion.what().bringsCard() && vote.check().isEmpty()) {
            return refused(RosterReason.CARD_UNCHECKED);
        }
        boolean alreadySo = motions.ballot(vote.proposal(), caller)
                .filter(said -> said.inFavour() == vote.inFavour() && said.check().equals(vote.check()))
                .isPresent();
        if (alreadySo) {
            return refused(RosterReason.ALREADY_SO);
        }
        motions.vote(vote.proposal(), caller, new Ballot(vote.inFavour(), vote.check(), context.timeMillis()));
        context.emit(new RosterEvent.Voted(vote.proposal(), caller, vote.inFavour(), vote.check()));
        deliberation.consider(vote.proposal(), context);
        return applied(new RosterResult.Counted());
    }

    private Outcome withdraw(long number, Context context) {
        Optional<Motion> found = motions.get(number);
        if (found.isEmpty()) {
            return refused(RosterReason.NO_SUCH_PROPOSAL);
        }
        if (!found.get().isOpen()) {
            return refused(RosterReason.NOT_OPEN);
        }
        if (!found.get().by().equals(context.caller())) {
            return refused(RosterReason.NOT_THE_PROPOSER);
        }
        deliberation.decide(number, ProposalState.WITHDRAWN, context);
        return applied(new RosterResult.Counted());
    }

    private Outcome vouch(VouchForRoster vouch, Context context) {
        Voices voices = new Voices(current());
        Optional<Voices.Voice> voice = voices.of(context.caller());
        if (voice.isEmpty()) {
            return refused(RosterReason.NOT_A_NODE);
        }
        long epoch = vouch.epoch();
        Optional<Term> waiting = terms.waiting().filter(term -> term.roster().epoch() == epoch);
        if (waiting.isEmpty()) {
            return refused(RosterReason.NO_SUCH_ROSTER);
        }
        RosterStatement statement = new RosterStatement(network, waiting.get().roster());
        if (!statement.isSignedBy(voice.get().gatewayKey(), vouch.signature())) {
            return refused(RosterReason.BAD_SIGNATURE);
        }
        if (!terms.sign(epoch, voice.get().node(), vouch.signature())) {
            return refused(RosterReason.ALREADY_VOUCHED);
        }
        if (!waiting.get().isAnnounced() && voices.areEnough(terms.signedWeight(epoch, voices))) {
            long atMillis = context.timeMillis() + office.get().governance().noticeMillis();
            terms.put(waiting.get().announcedFor(atMillis));
            context.emit(new RosterEvent.Announced(epoch, atMillis));
        }
        return applied(new RosterResult.Counted());
    }

    /** A proposal is to be considered again. */
    @Override
    public void due(Timer timer, Context context) {
        deliberation.consider(Deliberation.number(timer), context);
    }
}

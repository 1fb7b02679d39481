package org.allmende.ledger.roster;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.allmende.ledger.Context;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.roster.Motion.Ballot;
import org.allmende.ledger.roster.Motions.Numbered;
import org.allmende.ledger.roster.RosterOperation.Propose;
import org.allmende.ledger.timer.Timer;

/** What may be proposed, when it passes, and what happens then. */
final class Deliberation {
    private final Terms terms;
    private final Motions motions;
    private final Attendance attendance;
    private final Office office;
    private final Accounts accounts;

    Deliberation(Terms terms, Motions motions, Attendance attendance, Office office, Accounts accounts) {
        this.terms = terms;
        this.motions = motions;
        this.attendance = attendance;
        this.office = office;
        this.accounts = accounts;
    }

    /** The proposal that a timer is for. */
    static long number(Timer timer) {
        return ByteBuffer.wrap(timer.name().toArray()).getLong();
    }

    private static Bytes name(long number) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    // ---- proposing

    Outcome propose(Propose propose, Context context) {
        Optional<RosterReason> objection = objection(propose, context);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        Governance governance = office.get().governance();
        long number = office.nextProposal();
        long now = context.timeMillis();
        Motion motion = new Motion(
                context.caller(),
                propose.proposal(),
                propose.why(),
                context.height(),
                now,
                now + governance.delayMillis(),
                now + governance.votingMillis(),
                governance.passesAbove(),
                voters(),
                ProposalState.OPEN,
                0);
        motions.add(number, motion);
        context.emit(new RosterEvent.Proposed(number, context.caller(), propose.proposal()));
        if (!(propose.proposal() instanceof Proposal.ReplaceSilent)) {
            motions.vote(number, context.caller(), new Ballot(true, propose.check(), now));
            context.emit(new RosterEvent.Voted(number, context.caller(), true, propose.check()));
        }
        context.timers().set(new Timer(motion.fromMillis(), name(number)));
        return applied(new RosterResult.Proposed(number));
    }

    private List<Motion.Voter> voters() {
        return terms.current().roster().operators().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> new Motion.Voter(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Optional<RosterReason> objection(Propose propose, Context context) {
        Roster roster = terms.current().roster();
        AccountId caller = context.caller();
        Proposal proposal = propose.proposal();
        boolean ofOwnNode = proposal instanceof Proposal.ReplaceSilent;
        if (roster.operators().getOrDefault(caller, -1L) < (ofOwnNode ? 0 : 1)) {
            return Optional.of(RosterReason.NOT_AN_OPERATOR);
        }
        if (motions.openBy(caller) >= Limits.PROPOSALS_OPEN_PER_OPERATOR_MAX) {
            return Optional.of(RosterReason.TOO_MANY_PROPOSALS);
        }
        Optional<RosterReason> objection = objection(proposal, roster, context);
        if (objection.isPresent()) {
            return objection;
        }
        return proposal.bringsCard() && propose.check().isEmpty()
                ? Optional.of(RosterReason.CARD_UNCHECKED)
                : Optional.empty();
    }

    private Optional<RosterReason> objection(Proposal proposal, Roster roster, Context context) {
        return switch (proposal) {
            case Proposal.ChangeRoster change -> underWay().or(() -> objection(change, roster, context));
            case Proposal.ReplaceSilent replace -> underWay().or(() -> objection(replace, roster, context));
            case Proposal.GiveAuthority(AccountId operator, Authority authority) -> {
                if (!roster.operators().containsKey(operator)) {
                    yield Optional.of(RosterReason.NO_SUCH_OPERATOR);
                }
                yield authority.objection().map(reason -> RosterReason.UNSOUND_AUTHORITY);
            }
            case Proposal.Govern(Governance governance) -> governance.equals(office.get().governance())
                    ? Optional.of(RosterReason.NOTHING_CHANGES)
                    : Optional.empty();
        };
    }

    private Optional<RosterReason> underWay() {
        return terms.waiting().map(term -> RosterReason.CHANGE_UNDER_WAY);
    }

    private Optional<RosterReason> objection(Proposal.ChangeRoster change, Roster roster, Context context) {
        Draft draft = new Draft(roster, office.get().nextNode());
        Optional<RosterReason> objection = draft.make(change.changes());
        if (objection.isPresent()) {
            return objection;
        }
        Roster after = draft.roster(context.epoch() + 1);
        if (!change.evenIfConcentrated() && !new Concentration(after).worseThan(roster).isEmpty()) {
            return Optional.of(RosterReason.CONCENTRATED);
        }
        return isReady(after, draft.fresh(), context) ? Optional.empty() : Optional.of(RosterReason.NOT_LEVEL);
    }

    private Optional<RosterReason> objection(Proposal.ReplaceSilent replace, Roster roster, Context context) {
        Optional<Member> member = roster.member(replace.node());
        if (member.isEmpty()) {
            return Optional.of(RosterReason.NODE_UNKNOWN);
        }
        Draft draft = new Draft(roster, office.get().nextNode());
        Optional<RosterReason> objection = draft.make(List.of(renewal(replace)));
        if (objection.isPresent()) {
            return objection;
        }
        if (!member.get().operator().equals(context.caller())) {
            return Optional.of(RosterReason.NOT_ITS_OPERATOR);
        }
        long silentMillis = context.timeMillis() - attendance.silentSinceMillis(replace.node());
        return silentMillis < office.get().governance().silenceMillis()
                ? Optional.of(RosterReason.NOT_SILENT)
                : Optional.empty();
    }

    private static RosterChange renewal(Proposal.ReplaceSilent replace) {
        return new RosterChange.Renew(replace.node(), replace.card());
    }

    /** Whether a roster could order at once: nodes with more than two thirds of its weight are level now. */
    private boolean isReady(Roster after, Set<Integer> fresh, Context context) {
        long level = after.members().stream()
                .filter(member -> !fresh.contains(member.node())
                        && attendance.isLevel(member.node(), context.timeMillis()))
                .mapToLong(Member::weight)
                .sum();
        return after.isAgreed(level);
    }

    // ---- deciding

    /** Looks whether a proposal is decided, now that something is said of it or its time has come. */
    void consider(long number, Context context) {
        Optional<Motion> found = motions.get(number);
        if (found.isEmpty()) {
            return;
        }
        Motion motion = found.get();
        switch (motion.state()) {
            case OPEN -> considerOpen(number, motion, context);
            case PASSED -> considerPassed(number, context);
            case CARRIED_OUT, REJECTED, LAPSED, WITHDRAWN, OVERTAKEN -> {
                // Nothing comes of it any more.
            }
        }
    }

    private void considerOpen(long number, Motion motion, Context context) {
        long now = context.timeMillis();
        if (Math.multiplyExact(3, motions.weight(number, motion, false)) > motion.total()) {
            decide(number, ProposalState.REJECTED, context);
            return;
        }
        if (now < motion.fromMillis()) {
            return; // there is time to object
        }
        if (hasSpoken(motion)) {
            decide(number, ProposalState.LAPSED, context);
            return;
        }
        boolean isWanted = isWanted(number, motion);
        if (isWanted && carryOut(number, motion, context)) {
            return;
        }
        if (now >= motion.untilMillis()) {
            decide(number, ProposalState.LAPSED, context);
            return;
        }
        // Votes bring themselves; that nodes are level, or that another roster is not under way any more, nobody says.
        long againMillis = isWanted ? Math.min(motion.untilMillis(), now + Limits.HEARD_MILLIS) : motion.untilMillis();
        context.timers().set(new Timer(againMillis, name(number)));
    }

    private boolean hasSpoken(Motion motion) {
        return motion.what() instanceof Proposal.ReplaceSilent(int node, _)
                && terms.current().roster().member(node).isPresent()
                && attendance.silentSinceMillis(node) > motion.timeMillis();
    }

    private boolean isWanted(long number, Motion motion) {
        return motion.what() instanceof Proposal.ReplaceSilent
                || motion.passesAbove().isExceededBy(motions.weight(number, motion, true), motion.total());
    }

    /** @return false when the network is not ready for it */
    private boolean carryOut(long number, Motion motion, Context context) {
        return switch (motion.what()) {
            case Proposal.ChangeRoster change -> pass(number, change.changes(), context);
            case Proposal.ReplaceSilent replace -> pass(number, List.of(renewal(replace)), context);
            case Proposal.GiveAuthority(AccountId operator, Authority authority) -> {
                accounts.giveAuthority(operator, authority);
                decide(number, ProposalState.CARRIED_OUT, context);
                yield true;
            }
            case Proposal.Govern(Governance governance) -> {
                office.govern(governance);
                decide(number, ProposalState.CARRIED_OUT, context);
                yield true;
            }
        };
    }

    private boolean pass(long number, List<RosterChange> changes, Context context) {
        Draft draft = new Draft(terms.current().roster(), office.get().nextNode());
        if (terms.waiting().isPresent() || draft.make(changes).isPresent()) {
            return false;
        }
        Roster after = draft.roster(context.epoch() + 1);
        if (!isReady(after, draft.fresh(), context)) {
            return false;
        }
        terms.put(new Term(after, number, context.timeMillis(), 0, 0, 0));
        office.nextNode(draft.nextNode());
        decide(number, ProposalState.PASSED, context);
        long lapsesMillis = context.timeMillis() + office.get().governance().votingMillis();
        context.timers().set(new Timer(lapsesMillis, name(number)));
        return true;
    }

    /** A roster for which too few nodes have vouched in all this time will not be: others may be proposed. */
    private void considerPassed(long number, Context context) {
        Optional<Term> waiting = terms.waiting().filter(term -> term.proposal() == number);
        if (waiting.isPresent() && !waiting.get().isAnnounced()) {
            terms.drop(waiting.get());
            decide(number, ProposalState.LAPSED, context);
        }
    }

    void decide(long number, ProposalState state, Context context) {
        Motion motion = motions.get(number).orElseThrow();
        motions.put(number, motion.now(state, context.timeMillis()));
        context.emit(new RosterEvent.Decided(number, state));
    }

    // ---- taking effect

    /** @return whether a roster has come into force */
    boolean epochBegan(Context context) {
        Optional<Term> waiting = terms.waiting();
        if (waiting.isEmpty()) {
            return false;
        }
        Term term = waiting.get();
        if (!term.isAnnounced() || term.roster().epoch() != context.epoch()) {
            terms.drop(term);
            decide(term.proposal(), ProposalState.OVERTAKEN, context);
            return false;
        }
        Roster before = terms.current().roster();
        terms.put(term.begunAt(context.height(), context.timeMillis()));
        attendance.expect(term.roster(), freshSince(before, term.roster()), context.timeMillis());
        for (Member member : term.roster().members()) {
            if (before.member(member.node()).filter(member::equals).isEmpty()) {
                accounts.openForNode(member.card());
            }
        }
        decide(term.proposal(), ProposalState.CARRIED_OUT, context);
        for (Numbered open : motions.open()) {
            decide(open.number(), ProposalState.OVERTAKEN, context);
        }
        context.emit(new RosterEvent.InForce(context.epoch()));
        return true;
    }

    private static Set<Integer> freshSince(Roster before, Roster now) {
        Set<Integer> fresh = new TreeSet<>();
        for (Member member : now.members()) {
            boolean same = before.member(member.node())
                    .filter(earlier -> earlier.card().weighing(member.weight()).equals(member.card()))
                    .isPresent();
            if (!same) {
                fresh.add(member.node());
            }
        }
        return fresh;
    }
}

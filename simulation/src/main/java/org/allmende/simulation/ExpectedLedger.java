package org.allmende.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.allmende.ledger.AppliedHeight.Settled;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.Reason;
import org.allmende.ledger.Result;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.Round.Brought;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.TransactionId;
import org.allmende.simulation.ExpectedContext.DueTimer;

/** The rules of the ledger, said a second time: from rounds in their order to what every node should make of them. */
final class ExpectedLedger {
    private final Genesis genesis;
    private final Parameters parameters;
    private final Map<Bytes, Signed> signed;
    private final Trace trace;
    private final ExpectedReceipts receipts;
    private List<Expectation> state;
    private ExpectedMetering metering = new ExpectedMetering();
    private NavigableSet<DueTimer> timers = new TreeSet<>();
    private long height;
    private long timeMillis;
    private long epoch;

    /** What each application holds before the first height. */
    private final List<Expectation> beginning;

    /** @param signed what clients have signed, by its bytes: nothing else may ever be applied; grows */
    ExpectedLedger(Genesis genesis, List<Expectation> applications, Map<Bytes, Signed> signed, Trace trace) {
        this.genesis = genesis;
        this.parameters = genesis.parameters();
        this.signed = signed;
        this.trace = trace;
        this.timeMillis = genesis.startMillis();
        this.receipts = new ExpectedReceipts(parameters, timeMillis);
        Map<Integer, Expectation> byTag = new TreeMap<>();
        byTag.put(0, new AccountsExpectation());
        byTag.put(2, new TokensExpectation());
        byTag.put(3, new CheckpointsExpectation(genesis, this::rosters));
        byTag.put(4, new RostersExpectation(genesis, openings()));
        applications.forEach(each -> byTag.put(each.tag(), each.copy()));
        this.state = List.copyOf(byTag.values());
        this.beginning = copies();
    }

    private ExpectedLedger(Genesis genesis, ExpectedLedger before, Map<Bytes, Signed> signed, Trace trace) {
        this.genesis = genesis;
        this.parameters = genesis.parameters();
        this.signed = signed;
        this.trace = trace;
        this.height = before.height;
        this.timeMillis = genesis.startMillis();
        this.receipts = before.receipts.goOn(parameters, timeMillis);
        this.state = before.copies();
        this.beginning = before.copies();
        state.forEach(this::rebind);
        this.metering = before.metering.copy();
        this.timers = new TreeSet<>(before.timers);
    }

    /** Of a network that starts from where this one is now. */
    ExpectedLedger ofNetworkAfter(Genesis young, Map<Bytes, Signed> signedThere, Trace traceThere) {
        return new ExpectedLedger(young, this, signedThere, traceThere);
    }

    private List<Expectation> copies() {
        return state.stream().map(Expectation::copy).toList();
    }

    /** What a node shows before the first height that is not as it should be. */
    Optional<String> beginningDiffers(Ledger ledger, View view) {
        return genesis.origin().isEmpty()
                ? Optional.empty()
                : beginning.stream().flatMap(each -> each.difference(ledger, view).stream()).findFirst();
    }

    long height() {
        return height;
    }

    /** What should come of the next round; empty: nothing, it is dropped. */
    Optional<ExpectedHeight> next(Round round) {
        long now = Math.max(timeMillis, round.timeMillis());
        long due = timers.isEmpty() ? Long.MAX_VALUE : Math.max(timeMillis, timers.first().dueMillis());
        long expected = Math.min(due, timeMillis + parameters.heartbeatMillis());
        boolean first = height == genesis.heightBefore();
        boolean newEpoch = !first && round.epoch() != epoch;
        if (round.transactions().isEmpty() && !newEpoch && now < expected) {
            trace.count(Happening.ROUND_DROPPED);
            return Optional.empty();
        }
        ExpectedContext context = new ExpectedContext(height + 1, now, round.epoch(), tags(), timers, accounts(), metering);
        if (first) {
            genesis.origin().ifPresent(origin -> gap(new Gap(origin.timeMillis(), now), context));
            metering.forgetNodes();
            state.forEach(each -> {
                context.enter(each.tag(), null);
                each.begin(genesis, context);
            });
        } else if (newEpoch || now > expected + parameters.gapMillis()) {
            trace.count(newEpoch ? Happening.EPOCH_CHANGED : Happening.GAP);
            gap(new Gap(Math.min(expected, now), now), context);
        }
        context.enter(rosters().tag(), null);
        if (newEpoch) {
            rosters().epochBegins(context);
        }
        rosters().hears(round.heard(), context);
        receipts.forget(now);
        fire(context, now);
        Set<Bytes> setAside = new HashSet<>();
        List<Settled> settled = transactions(round, context, setAside);
        height++;
        timeMillis = now;
        epoch = round.epoch();
        timers = context.timerSet();
        receipts.endHeight(now);
        trace.count(Happening.HEIGHT_MADE);
        return Optional.of(new ExpectedHeight(
                height, now, epoch, settled, setAside, context.events(), metering.copy(), copies()));
    }

    private void gap(Gap gap, ExpectedContext context) {
        state.forEach(each -> {
            context.enter(each.tag(), null);
            each.gap(gap, context);
        });
    }

    private Set<Integer> tags() {
        return state.stream().map(Expectation::tag).collect(Collectors.toSet());
    }

    private AccountsExpectation accounts() {
        return (AccountsExpectation) state.getFirst();
    }

    /** Who runs the network as of the last height. */
    RostersExpectation rosters() {
        return state.stream()
                .filter(RostersExpectation.class::isInstance)
                .map(RostersExpectation.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Accounts as they are by now: a group that is refused goes back to others. */
    private RostersExpectation.Openings openings() {
        return new RostersExpectation.Openings() {
            @Override
            public void open(NodeCard card) {
                accounts().open(card);
            }

            @Override
            public void give(AccountId account, Authority authority) {
                accounts().give(account, authority);
            }
        };
    }

    /** What was another network's is this one's now. */
    private void rebind(Expectation expectation) {
        if (expectation instanceof RostersExpectation ours) {
            ours.openings(openings());
        } else if (expectation instanceof CheckpointsExpectation ours) {
            ours.rosters(this::rosters);
        }
    }

    private void fire(ExpectedContext context, long now) {
        List<DueTimer> due = context.timerSet().stream()
                .takeWhile(timer -> timer.dueMillis() <= now)
                .limit(Limits.TIMERS_PER_ROUND_MAX)
                .toList();
        for (DueTimer timer : due) {
            if (context.timerSet().remove(timer)) {
                trace.count(Happening.TIMER_FIRED);
                context.enter(timer.application(), null);
                ofTag(timer.application()).due(timer.timer(), context);
            }
        }
    }

    private List<Settled> transactions(Round round, ExpectedContext context, Set<Bytes> setAside) {
        List<Settled> settled = new ArrayList<>();
        Set<Bytes> appliedNow = new HashSet<>();
        metering.beginRound();
        for (int position = 0; position < round.transactions().size(); position++) {
            Brought brought = round.transactions().get(position);
            if (!isWithinShare(brought)) {
                setAside.add(brought.transaction());
                continue;
            }
            Signed each = signed.get(brought.transaction());
            if (each == null) {
                trace.count(Happening.GARBAGE);
            } else if (receipts.knows(each.id())) {
                trace.count(Happening.SECOND_COPY);
            } else if (isAdmitted(each, context.timeMillis())) {
                trace.count(Happening.TRANSACTION_APPLIED);
                settled.add(apply(each, position, context));
                appliedNow.add(each.bytes());
            }
        }
        // Somebody who had room has brought it too.
        setAside.removeAll(appliedNow);
        return settled;
    }

    /** Counts it for the node that brought it, one way or the other. */
    private boolean isWithinShare(Brought brought) {
        int node = (int) brought.node();
        if (!metering.hasRoom(parameters, rosters(), node)) {
            trace.count(Happening.TRANSACTION_SET_ASIDE);
            metering.setAside(node);
            return false;
        }
        Signed sound = signed.get(brought.transaction());
        metering.brought(node, sound == null ? 0 : sound.operations(), brought.transaction().length());
        return true;
    }

    private boolean isAdmitted(Signed each, long now) {
        long validUntil = each.transaction().validUntilMillis();
        AccountId sender = each.transaction().sender();
        if (validUntil < now || validUntil - now > Limits.VALIDITY_MILLIS_MAX || receipts.full()) {
            trace.count(Happening.TRANSACTION_TURNED_AWAY);
            return false;
        }
        if (!accounts().standsBehind(each.signerKeys(), sender)) {
            trace.count(Happening.TURNED_AWAY_WITHOUT_AUTHORITY);
            return false;
        }
        if (!metering.mayUse(sender, accounts().quota(sender), each.operations(), each.bytes().length(), now)) {
            trace.count(Happening.TURNED_AWAY_OVER_QUOTA);
            return false;
        }
        return true;
    }

    private Settled apply(Signed each, int position, ExpectedContext context) {
        if (each.signerKeys().size() > 1) {
            trace.count(Happening.APPLIED_OF_MANY_SIGNERS);
        }
        metering.use(
                each.transaction().sender(), each.operations(), each.bytes().length(), context.timeMillis());
        List<GroupOutcome> outcomes = new ArrayList<>();
        List<List<Result>> results = new ArrayList<>();
        for (Group group : each.transaction().groups()) {
            List<Expectation> before = state;
            ExpectedMetering meteringBefore = metering;
            NavigableSet<DueTimer> timersBefore = context.copyOfTimers();
            int eventsBefore = context.events().size();
            state = before.stream().map(Expectation::copy).toList();
            metering = meteringBefore.copy();
            context.undo(context.timerSet(), eventsBefore, accounts(), metering);
            List<Result> ofGroup = new ArrayList<>();
            GroupOutcome outcome = apply(group, each.transaction().sender(), context, ofGroup);
            if (outcome instanceof GroupOutcome.Refused) {
                trace.count(Happening.GROUP_REFUSED);
                state = before;
                metering = meteringBefore;
                context.undo(timersBefore, eventsBefore, accounts(), metering);
                ofGroup.clear();
            }
            outcomes.add(outcome);
            results.add(ofGroup);
        }
        Receipt receipt = new Receipt(each.id(), context.height(), position, outcomes);
        receipts.note(receipt);
        return new Settled(receipt, results);
    }

    private GroupOutcome apply(Group group, AccountId caller, ExpectedContext context, List<Result> results) {
        for (Expectation expectation : state) {
            List<Operation> mine =
                    group.operations().stream().filter(expectation::isMine).toList();
            Optional<Reason> objection = mine.isEmpty() ? Optional.empty() : expectation.objection(mine);
            if (objection.isPresent()) {
                int first = group.operations().indexOf(mine.getFirst());
                trace.came(mine.getFirst(), objection.get().toString());
                return new GroupOutcome.Refused(first, expectation.tag(), objection.get().code());
            }
        }
        List<Bytes> summaries = new ArrayList<>();
        for (Operation operation : group.operations()) {
            Expectation expectation = ofOperation(operation);
            context.enter(expectation.tag(), caller);
            switch (expectation.apply(operation, context)) {
                case Outcome.Applied(Result result) -> {
                    trace.came(operation, "applied");
                    results.add(result);
                    summaries.add(result.summary());
                }
                case Outcome.Refused(Reason reason) -> {
                    trace.came(operation, reason.toString());
                    return new GroupOutcome.Refused(summaries.size(), expectation.tag(), reason.code());
                }
            }
        }
        return new GroupOutcome.Applied(summaries);
    }

    private Expectation ofTag(int tag) {
        return state.stream().filter(each -> each.tag() == tag).findFirst().orElseThrow();
    }

    private Expectation ofOperation(Operation operation) {
        return state.stream().filter(each -> each.isMine(operation)).findFirst().orElseThrow();
    }

    /** What a node at this height should say of a transaction. */
    Answer answer(long atHeight, TransactionId id) {
        return receipts.answer(atHeight, id);
    }
}

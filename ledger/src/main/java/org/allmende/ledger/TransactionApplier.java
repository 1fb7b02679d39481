package org.allmende.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.metering.Metering;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.receipt.Receipts;
import org.allmende.ledger.table.State;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.verification.Checked;
import org.allmende.ledger.verification.Verification;
import org.jspecify.annotations.Nullable;

/** Applies the transactions of one height, one after the other and group by group. */
final class TransactionApplier {
    private final State state;
    private final ApplicationsByTag applications;
    private final Accounts accounts;
    private final Receipts receipts;
    private final Metering metering;
    private final Verification verification;
    private final HeightContext context;

    /** Whose operation was looked at last: most often the next one is its own too. */
    private @Nullable Application latest;

    TransactionApplier(
            State state,
            ApplicationsByTag applications,
            Accounts accounts,
            Receipts receipts,
            Metering metering,
            Verification verification,
            HeightContext context) {
        this.state = state;
        this.applications = applications;
        this.accounts = accounts;
        this.receipts = receipts;
        this.metering = metering;
        this.verification = verification;
        this.context = context;
    }

    /**
     * What came of the transactions of a round.
     *
     * @param results of each that was applied, in their order: of each group's operations, none for a refused group
     * @param setAside those for which the node that brought them had no room, and which no other brought with room
     */
    record Settling(List<List<List<Result>>> results, Set<Bytes> setAside) {}

    /** Applies those that are sound and admitted, and notes their receipts. Called once. */
    Settling apply(Round round) {
        List<List<List<Result>>> results = new ArrayList<>();
        Set<Bytes> setAside = new HashSet<>();
        List<Bytes> applied = new ArrayList<>();
        metering.beginRound();
        for (int position = 0; position < round.transactions().size(); position++) {
            Round.Brought brought = round.transactions().get(position);
            int node = Math.toIntExact(brought.node());
            Bytes bytes = brought.transaction();
            if (!metering.hasRoom(node)) {
                setAside.add(bytes);
                continue;
            }
            Checked checked = verification.take(bytes);
            int operations = checked instanceof Checked.Sound sound ? sound.operations() : 0;
            metering.brought(node, operations, bytes.length());
            if (checked instanceof Checked.Sound sound && admit(sound, operations, bytes.length())) {
                results.add(apply(sound, position));
                applied.add(bytes);
            }
        }
        if (!setAside.isEmpty()) {
            // One node may have brought with room what another brought without, before or after it.
            applied.forEach(setAside::remove);
        }
        metering.endRound();
        return new Settling(results, setAside);
    }

    /**
     * Whether it is applied at all; if so, what it uses is counted. One that is not leaves no trace: a second copy, one
     * out of its time, one that its sender's authority does not stand behind, one over its sender's quota, or one for
     * which there is no room to remember it.
     */
    private boolean admit(Checked.Sound sound, int operations, int bytes) {
        Transaction transaction = sound.transaction();
        long validUntil = transaction.validUntilMillis();
        if (receipts.remembers(sound.id())
                || validUntil < context.timeMillis()
                || validUntil > context.timeMillis() + Limits.VALIDITY_MILLIS_MAX) {
            return false;
        }
        AccountId sender = transaction.sender();
        Optional<Account> account = accounts.account(sender);
        return account.isPresent()
                && account.get().authority().isSatisfiedBy(sound.signers())
                && !receipts.full()
                && metering.use(sender, account.get().quota(), operations, bytes, context.timeMillis());
    }

    /** Applies it and notes its receipt. @return the results of each group's operations; none for a refused group */
    private List<List<Result>> apply(Checked.Sound sound, int position) {
        List<Group> groups = sound.transaction().groups();
        List<GroupOutcome> outcomes = new ArrayList<>(groups.size());
        List<List<Result>> results = new ArrayList<>(groups.size());
        for (Group group : groups) {
            List<Result> ofGroup = new ArrayList<>(group.operations().size());
            int mark = context.mark();
            state.begin();
            GroupOutcome outcome = apply(group, sound.sender(), ofGroup);
            switch (outcome) {
                case GroupOutcome.Applied applied -> state.commit();
                case GroupOutcome.Refused refused -> {
                    state.rollback();
                    context.takeBackTo(mark);
                    ofGroup.clear();
                }
            }
            outcomes.add(outcome);
            results.add(ofGroup);
        }
        receipts.note(new Receipt(sound.id(), context.height(), position, outcomes));
        return results;
    }

    private GroupOutcome apply(Group group, AccountId caller, List<Result> results) {
        Optional<GroupOutcome.Refused> objection = objection(group);
        if (objection.isPresent()) {
            return objection.get();
        }
        List<Bytes> summaries = new ArrayList<>(group.operations().size());
        for (Operation operation : group.operations()) {
            Application application = applicationOf(operation);
            context.enter(application, caller);
            switch (application.apply(operation, context)) {
                case Outcome.Applied applied -> {
                    results.add(applied.result());
                    summaries.add(summary(applied.result()));
                }
                case Outcome.Refused refused -> {
                    return new GroupOutcome.Refused(
                            summaries.size(), application.tag(), refused.reason().code());
                }
            }
        }
        return new GroupOutcome.Applied(summaries);
    }

    /** What an application has against the group as a whole, said of its first operation in it. */
    private Optional<GroupOutcome.Refused> objection(Group group) {
        if (group.operations().size() == 1) {
            Application only = applicationOf(group.operations().getFirst());
            return only.objection(group.operations())
                    .map(reason -> new GroupOutcome.Refused(0, only.tag(), reason.code()));
        }
        Map<Integer, List<Operation>> byApplication = new TreeMap<>();
        group.operations().forEach(operation -> byApplication
                .computeIfAbsent(applicationOf(operation).tag(), tag -> new ArrayList<>())
                .add(operation));
        for (var entry : byApplication.entrySet()) {
            Optional<Reason> reason = applications.withTag(entry.getKey()).objection(entry.getValue());
            if (reason.isPresent()) {
                int first = group.operations().indexOf(entry.getValue().getFirst());
                return Optional.of(new GroupOutcome.Refused(
                        first, entry.getKey(), reason.get().code()));
            }
        }
        return Optional.empty();
    }

    private Application applicationOf(Operation operation) {
        if (latest == null || !latest.operations().isInstance(operation)) {
            latest = applications.of(operation);
        }
        return latest;
    }

    private static Bytes summary(Result result) {
        Bytes summary = result.summary();
        if (summary.length() > Limits.RESULT_SUMMARY_BYTES_MAX) {
            throw new IllegalStateException("the summary of a " + result.getClass().getName() + " has "
                    + summary.length() + " bytes, more than a receipt keeps");
        }
        return summary;
    }
}

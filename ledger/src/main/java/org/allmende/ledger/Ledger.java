package org.allmende.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.checkpoint.Checkpoints;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.OriginRows;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.metering.Metering;
import org.allmende.ledger.receipt.Receipts;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.Rosters;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.TimerTable;
import org.allmende.ledger.token.Tokens;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.verification.Checked;
import org.allmende.ledger.verification.Verification;
import org.jspecify.annotations.Nullable;

/**
 * The ledger: a function from rounds to state. One engine drives it by one thread; views may be read by any.
 *
 * <p>A round is applied in this order: a gap if there was one, what is to be forgotten, due timers, then each
 * transaction with its groups. The first height of a network begins with what its genesis brings; that of one which
 * starts from a checkpoint with a gap since then before it.
 */
public final class Ledger implements StateMachine {
    /** Number of the table with the single row that says where the ledger stands; not one of {@link State}'s. */
    static final int HEAD_TABLE = 0;

    private static final Bytes HEAD_KEY = Bytes.EMPTY;

    private final Genesis genesis;
    private final Restoration restoration;
    private final Parameters parameters;
    private final State state = new State();
    private final Accounts accounts;
    private final TimerTable timers;
    private final Receipts receipts;
    private final Metering metering;
    private final Tokens tokens;
    private final Rosters rosters;
    private final Checkpoints checkpoints;
    private final ApplicationsByTag applications;
    private final Schema schema;
    private final Verification verification;
    private final Observer observer;
    private volatile Head head;

    /** Is told of every height, by the apply thread; must return soon and never throw. */
    public interface Observer {
        Observer NONE = new Observer() {};

        /** A round has come from the engine; nothing of it is applied yet. */
        default void ordered(Round round) {}

        default void applied(AppliedHeight height) {}

        /** The state was rebuilt from rows: at the start, or because this node took it over from others. */
        default void restored(Head head, View view) {}
    }

    /** What gives a ledger its verification, once the schema of its applications is known. */
    public interface Verifying extends Function<Schema, Verification> {}

    /** Of a network that starts from nothing. */
    public Ledger(
            Genesis genesis,
            Function<Tables, List<? extends Application>> applications,
            Verifying verifying,
            Observer observer) {
        this(genesis, OriginRows.NONE, applications, verifying, observer);
    }

    /**
     * @param originRows where the checkpoint is that the network starts from; asked when no rows are kept
     * @param applications the applications, given the tables to declare theirs in; the ledger's own is added to them
     * @throws IllegalArgumentException when two applications claim one tag
     */
    public Ledger(
            Genesis genesis,
            OriginRows originRows,
            Function<Tables, List<? extends Application>> applications,
            Verifying verifying,
            Observer observer) {
        this.genesis = genesis;
        this.restoration = new Restoration(genesis, originRows, state);
        this.parameters = genesis.parameters();
        this.accounts = new Accounts(state);
        this.timers = new TimerTable(state, Accounts.TAG, 3);
        this.receipts = new Receipts(state, Accounts.TAG, 4, parameters);
        this.metering = new Metering(state, Accounts.TAG, 5, Roster.of(genesis), parameters);
        this.tokens = new Tokens(state);
        this.rosters = new Rosters(state, genesis, accounts);
        this.checkpoints = new Checkpoints(state, genesis, rosters);
        List<Application> all = new ArrayList<>(List.of(accounts, tokens, checkpoints, rosters));
        all.addAll(applications.apply(state));
        this.applications = new ApplicationsByTag(all);
        this.schema = this.applications.schema();
        this.verification = verifying.apply(schema);
        this.observer = observer;
        this.head = Head.before(genesis);
    }

    /** Knows the operations, events and results of all applications. */
    public Schema schema() {
        return schema;
    }

    public Genesis genesis() {
        return genesis;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Receipts receipts() {
        return receipts;
    }

    public Metering metering() {
        return metering;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Rosters rosters() {
        return rosters;
    }

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** All applications, the ledger's own first, by tag. */
    public List<Application> applications() {
        return applications.all();
    }

    public Head head() {
        return head;
    }

    /** The last applied height. Any thread. */
    public View view() {
        return state.view();
    }

    /** SHA-256 over every row of a view in its canonical order. Any thread; takes time in proportion to the state. */
    public Bytes digest(View view) {
        return State.digest(view);
    }

    /** Rows of every table as of a view, under its application's name, a dot, and its own. Any thread. */
    public SortedMap<String, Long> rows(View view) {
        SortedMap<String, Long> rows = new TreeMap<>();
        for (Table<?, ?> table : state.declared()) {
            int application = table.number() / State.TABLES_PER_APPLICATION_MAX;
            rows.put(applications.nameOf(application) + "." + table.name(), view.of(table).size());
        }
        return rows;
    }

    @Override
    public void ahead(Bytes transaction) {
        verification.ahead(transaction);
    }

    @Override
    public Applied apply(Round round) {
        observer.ordered(round);
        Head before = head;
        long nowMillis = Math.max(before.timeMillis(), round.timeMillis());
        boolean first = before.height() == genesis.heightBefore();
        boolean newEpoch = !first && round.epoch() != before.epoch();
        long expectedMillis = nextExpectedMillis();
        if (round.transactions().isEmpty() && !newEpoch && nowMillis < expectedMillis) {
            return Applied.DROPPED;
        }
        HeightContext context =
                new HeightContext(
                before.height() + 1, nowMillis, round.epoch(), applications, accounts, metering, timers);
        if (first) {
            genesis.origin()
                    .ifPresent(origin -> applications.gap(new Gap(origin.timeMillis(), nowMillis), context));
            // Nodes are counted anew: their numbers are those of this network's roster.
            metering.begin();
            applications.begin(genesis, context);
            metering.share(rosters.current());
        } else if (newEpoch || nowMillis > expectedMillis + parameters.gapMillis()) {
            applications.gap(new Gap(Math.min(expectedMillis, nowMillis), nowMillis), context);
        }
        attend(round, newEpoch, context);
        receipts.forget(nowMillis);
        fireTimers(context);
        var settling = new TransactionApplier(state, applications, accounts, receipts, metering, verification, context)
                .apply(round);
        return end(context, round.epoch(), settling);
    }

    private void attend(Round round, boolean newEpoch, HeightContext context) {
        context.enter(rosters);
        if (newEpoch && rosters.epochBegan(context)) {
            metering.share(rosters.current());
        }
        rosters.heard(round.heard(), context);
    }

    private void fireTimers(HeightContext context) {
        for (TimerTable.Due due : timers.due(context.timeMillis())) {
            if (timers.take(due)) {
                applications.due(due, context);
            }
        }
    }

    private Applied end(HeightContext context, long epoch, TransactionApplier.Settling settling) {
        var written = receipts.endHeight(context.height());
        List<Change> changes = new ArrayList<>();
        List<Change> rows = state.endRound(context.height(), context.timeMillis());
        Head next = head.next(context.timeMillis(), epoch, rows);
        changes.add(new Change(HEAD_TABLE, HEAD_KEY, Head.CODEC.encode(next)));
        changes.addAll(rows);
        head = next;
        List<AppliedHeight.Settled> settled = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            settled.add(new AppliedHeight.Settled(written.get(i), settling.results().get(i)));
        }
        observer.applied(new AppliedHeight(next, state.view(), settled, context.events()));
        return new Applied(next.height(), changes, settling.setAside());
    }

    @Override
    public void restore(Iterable<Entry> rows) {
        Head restored = restoration.of(rows);
        state.publish(restored.height(), restored.timeMillis());
        receipts.restored();
        if (restored.height() > genesis.heightBefore()) {
            metering.share(rosters.current());
        }
        head = restored;
        observer.restored(head, state.view());
    }

    @Override
    public Optional<NextRoster> next() {
        return rosters.next();
    }

    @Override
    public void scan(int table, Bytes fromKey, RowVisitor visitor) {
        if (table == HEAD_TABLE) {
            Bytes row = row(table, HEAD_KEY);
            if (row != null && fromKey.compareTo(HEAD_KEY) <= 0) {
                visitor.visit(HEAD_KEY, row);
            }
        } else {
            state.scan(table, fromKey, visitor);
        }
    }

    @Override
    public @Nullable Bytes row(int table, Bytes key) {
        if (table == HEAD_TABLE) {
            return head.height() == 0 || !key.equals(HEAD_KEY) ? null : Head.CODEC.encode(head);
        }
        return state.row(table, key);
    }

    @Override
    public int[] tables() {
        int[] others = state.tables();
        int[] all = new int[others.length + 1];
        all[0] = HEAD_TABLE;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    @Override
    public long height() {
        return head.height();
    }

    @Override
    public long timeMillis() {
        return head.timeMillis();
    }

    @Override
    public long epoch() {
        return head.epoch();
    }

    @Override
    public long nextExpectedMillis() {
        // A timer may be set for a time already past: the round that fires it can still not be expected in the past.
        long dueMillis = Math.max(timers.nextMillis(), head.timeMillis());
        return Math.min(dueMillis, head.timeMillis() + parameters.heartbeatMillis());
    }

    /**
     * What is wrong with a sound transaction as of a view, or null. For gateways; apply asks for itself.
     *
     * @param bytes of the signed transaction
     */
    public @Nullable Unfit unfit(Checked.Sound sound, int bytes, View view, long clockMillis) {
        Transaction transaction = sound.transaction();
        if (transaction.validUntilMillis() < view.timeMillis()) {
            return Unfit.EXPIRED;
        }
        if (transaction.validUntilMillis() > Math.max(view.timeMillis(), clockMillis) + Limits.VALIDITY_MILLIS_MAX) {
            return Unfit.VALID_TOO_LONG;
        }
        Account account = accounts.account(view, transaction.sender()).orElse(null);
        if (account == null) {
            return Unfit.UNKNOWN_ACCOUNT;
        }
        if (!account.authority().isSatisfiedBy(sound.signers())) {
            return Unfit.NOT_AUTHORIZED;
        }
        long nowMillis = Math.max(view.timeMillis(), clockMillis);
        if (!metering.mayUse(
                view, transaction.sender(), account.quota(), sound.operations(), bytes, nowMillis)) {
            return Unfit.OVER_QUOTA;
        }
        return receipts.full() ? Unfit.BUSY : null;
    }

    /** Why a sound transaction would not be admitted, in order of precedence. */
    public enum Unfit {
        EXPIRED,
        VALID_TOO_LONG,
        UNKNOWN_ACCOUNT,
        NOT_AUTHORIZED,
        OVER_QUOTA,
        BUSY
    }
}

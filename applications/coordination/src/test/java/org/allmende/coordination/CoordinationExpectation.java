package org.allmende.coordination;

import static org.allmende.coordination.CoordinationReason.ACCOUNT_NOT_OPEN;
import static org.allmende.coordination.CoordinationReason.KEYSPACE_EXISTS;
import static org.allmende.coordination.CoordinationReason.KEYSPACE_NOT_FOUND;
import static org.allmende.coordination.CoordinationReason.NOT_ALLOWED;
import static org.allmende.coordination.CoordinationReason.OVER_QUOTA;
import static org.allmende.coordination.CoordinationReason.TOO_MANY_KEYSPACES;
import static org.allmende.coordination.CoordinationReason.TOO_MANY_WRITERS;
import static org.allmende.coordination.CoordinationReason.TWO_KEYSPACES;
import static org.allmende.coordination.CoordinationReason.WRITER_NOT_FOUND;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.DeleteRange;
import org.allmende.coordination.CoordinationOperation.DisallowWriter;
import org.allmende.coordination.CoordinationOperation.Put;
import org.allmende.coordination.CoordinationOperation.Txn;
import org.allmende.ledger.Context;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.Reason;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;
import org.allmende.simulation.Expectation;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulationPlan;

/** What coordination should do: a {@link CopyStore} for every keyspace, and who may write where. */
final class CoordinationExpectation implements Expectation {
    private static final Bytes ZERO = Bytes.of((byte) 0);

    /** In a simulation so little is written that a sweep takes rounds only when these are few. */
    static final int SWEPT_PER_ROUND = 5;

    /** In the order in which they were made. */
    private final Map<String, Keyspace> keyspaces = new LinkedHashMap<>();

    /** Of this one and all its copies. */
    private final AtomicInteger unfinished;

    CoordinationExpectation() {
        this(new AtomicInteger());
    }

    private CoordinationExpectation(AtomicInteger unfinished) {
        this.unfinished = unfinished;
    }

    /** How many rounds left a sweep to the next one. */
    int unfinishedSweeps() {
        return unfinished.get();
    }

    /** What it judges. */
    static Coordination judged(Tables tables) {
        return new Coordination(tables, SWEPT_PER_ROUND);
    }

    private static final class Keyspace {
        final AccountId owner;
        final CopyStore store;
        final Set<KeyspaceAnswer.Writer> writers = new HashSet<>();
        final PastRows rows;

        Keyspace(AccountId owner) {
            this(owner, new CopyStore(), new PastRows());
        }

        Keyspace(AccountId owner, CopyStore store, PastRows rows) {
            this.owner = owner;
            this.store = store;
            this.rows = rows;
        }
    }

    /** A network that runs coordination, and is judged by this. */
    static SimulationPlan network(Seed seed) {
        return network(seed, new CoordinationExpectation());
    }

    static SimulationPlan network(Seed seed, CoordinationExpectation expectation) {
        return SimulatedNetwork.of(seed).running(tables -> List.of(judged(tables)), expectation);
    }

    @Override
    public int tag() {
        return Coordination.TAG;
    }

    @Override
    public boolean isMine(Operation operation) {
        return operation instanceof CoordinationOperation;
    }

    @Override
    public void begin(Genesis genesis, Context context) {
        genesis.keyspaces().forEach(
                each -> keyspaces.putIfAbsent(each.name(), new Keyspace(AccountId.ofKey(each.ownerKey()))));
    }

    @Override
    public Optional<Reason> objection(List<Operation> operations) {
        Set<String> named = new HashSet<>();
        operations.forEach(each -> named.add(((CoordinationOperation) each).keyspace()));
        return named.size() > 1 ? Optional.of(TWO_KEYSPACES) : Optional.empty();
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        try {
            return Outcome.applied(done((CoordinationOperation) operation, context));
        } catch (CopyStore.Refusal refusal) {
            return Outcome.refused(refusal.reason);
        }
    }

    private CoordinationResult done(CoordinationOperation operation, Context context) {
        return switch (operation) {
            case CreateKeyspace create -> create(create.keyspace(), context);
            case AllowWriter allow -> allow(allow, context);
            case DisallowWriter disallow -> disallow(disallow, context);
            case Put put -> change(put.keyspace(), put.request(), context);
            case DeleteRange delete -> change(delete.keyspace(), delete.request(), context);
            case Txn txn -> change(txn.keyspace(), txn.request(), context);
            case Compact compact -> compact(compact, context);
        };
    }

    private CoordinationResult create(String name, Context context) {
        refuseIf(keyspaces.containsKey(name), KEYSPACE_EXISTS);
        long owned = keyspaces.values().stream()
                .filter(each -> each.owner.equals(context.caller()))
                .count();
        refuseIf(owned >= 16, TOO_MANY_KEYSPACES);
        refuseIf(!context.own(context.caller(), 1), OVER_QUOTA);
        keyspaces.put(name, new Keyspace(context.caller()));
        context.emit(new CoordinationEvent.KeyspaceCreated(name, context.caller()));
        return new CoordinationResult.Created(1);
    }

    private CoordinationResult allow(AllowWriter allow, Context context) {
        Keyspace keyspace = find(allow.keyspace());
        refuseIf(!keyspace.owner.equals(context.caller()), NOT_ALLOWED);
        refuseIf(!context.isOpen(allow.account()), ACCOUNT_NOT_OPEN);
        KeyspaceAnswer.Writer writer = new KeyspaceAnswer.Writer(allow.account(), allow.prefix());
        long prefixes = keyspace.writers.stream()
                .filter(each -> each.account().equals(allow.account()))
                .count();
        refuseIf(!keyspace.writers.contains(writer) && prefixes >= 64, TOO_MANY_WRITERS);
        if (keyspace.writers.add(writer)) {
            context.emit(new CoordinationEvent.WriterAllowed(allow.keyspace(), allow.account(), allow.prefix()));
        }
        return new CoordinationResult.Done(keyspace.store.revision());
    }

    private CoordinationResult disallow(DisallowWriter disallow, Context context) {
        Keyspace keyspace = find(disallow.keyspace());
        refuseIf(!keyspace.owner.equals(context.caller()), NOT_ALLOWED);
        boolean was = keyspace.writers.remove(new KeyspaceAnswer.Writer(disallow.account(), disallow.prefix()));
        refuseIf(!was, WRITER_NOT_FOUND);
        context.emit(
                new CoordinationEvent.WriterDisallowed(disallow.keyspace(), disallow.account(), disallow.prefix()));
        return new CoordinationResult.Done(keyspace.store.revision());
    }

    private CoordinationResult change(String name, Request request, Context context) {
        Keyspace keyspace = find(name);
        keyspace.store.check(request);
        refuseIf(!mayWrite(name, keyspace, request, context), NOT_ALLOWED);
        long before = keyspace.store.revision();
        int keysBefore = keyspace.store.keys();
        CoordinationResult result = keyspace.store.apply(request);
        int more = keyspace.store.keys() - keysBefore;
        refuseIf(!context.own(keyspace.owner, more), OVER_QUOTA);
        if (keyspace.store.revision() > before) {
            keyspace.rows.add(keyspace.store.lastEvents());
            context.emit(new CoordinationEvent.KeysChanged(
                    name, keyspace.store.revision(), keyspace.store.lastEvents().size()));
        }
        return result;
    }

    private CoordinationResult compact(Compact compact, Context context) {
        Keyspace keyspace = find(compact.keyspace());
        refuseIf(!actsForOwner(compact.keyspace(), keyspace, Bytes.EMPTY, context), NOT_ALLOWED);
        CoordinationResult result = keyspace.store.compact(compact.revision());
        keyspace.rows.beginSweep(compact.revision(), context.height());
        context.timers().set(new Timer(context.timeMillis() + 1, Bytes.utf8("sweep")));
        context.emit(new CoordinationEvent.Compacted(compact.keyspace(), compact.revision()));
        return result;
    }

    /** Who has waited longest comes first. */
    @Override
    public void due(Timer timer, Context context) {
        int left = SWEPT_PER_ROUND;
        for (PastRows each : underWay()) {
            left -= left > 0 ? each.sweep(left, context.height()) : 0;
        }
        if (!underWay().isEmpty()) {
            unfinished.incrementAndGet();
            context.timers().set(new Timer(context.timeMillis() + 1, timer.name()));
        }
    }

    private List<PastRows> underWay() {
        return keyspaces.values().stream()
                .map(each -> each.rows)
                .filter(PastRows::isSwept)
                .sorted(Comparator.comparingLong(PastRows::waitingSince))
                .toList();
    }

    private Keyspace find(String name) {
        Keyspace found = keyspaces.get(name);
        if (found == null) {
            throw new CopyStore.Refusal(KEYSPACE_NOT_FOUND);
        }
        return found;
    }

    private static void refuseIf(boolean wrong, CoordinationReason reason) {
        if (wrong) {
            throw new CopyStore.Refusal(reason);
        }
    }

    // ---- who may write

    private static boolean mayWrite(String name, Keyspace keyspace, Request request, Context context) {
        return switch (request) {
            case PutRequest put -> mayWrite(name, keyspace, put.key(), Bytes.EMPTY, context);
            case DeleteRangeRequest delete -> mayWrite(name, keyspace, delete.key(), delete.rangeEnd(), context);
            case RangeRequest range -> true;
            case TxnRequest txn -> Stream.concat(txn.success().stream(), txn.failure().stream())
                    .allMatch(each -> mayWrite(name, keyspace, each, context));
        };
    }

    /**
     * Some prefix that all keys of the range begin with is the caller's to write: as a writer, or else by a delegation,
     * which costs 1.
     */
    private static boolean mayWrite(String name, Keyspace keyspace, Bytes key, Bytes end, Context context) {
        Bytes longest = Bytes.EMPTY;
        for (int length = 0; length <= key.length(); length++) {
            Bytes prefix = key.slice(0, length);
            if (isWithin(prefix, key, end)) {
                if (keyspace.writers.contains(new KeyspaceAnswer.Writer(context.caller(), prefix))) {
                    return true;
                }
                longest = prefix;
            }
        }
        return actsForOwner(name, keyspace, longest, context);
    }

    /** Nothing in the range is past the last key with the prefix; that its first key has it is given. */
    private static boolean isWithin(Bytes prefix, Bytes key, Bytes end) {
        boolean single = end.isEmpty();
        boolean endless = end.equals(ZERO);
        boolean empty = !single && !endless && end.compareTo(key) <= 0;
        boolean unbounded = true;
        for (byte each : prefix.toArray()) {
            unbounded &= each == (byte) 0xff;
        }
        return single || empty || unbounded || !endless && (end.compareTo(prefix) <= 0 || isNotPast(prefix, end));
    }

    /** Every key below {@code end} that is not below the prefix begins with it. */
    private static boolean isNotPast(Bytes prefix, Bytes end) {
        byte[] after = prefix.toArray();
        int last = after.length - 1;
        while (after[last] == (byte) 0xff) {
            last--;
        }
        after[last]++;
        return end.compareTo(Bytes.wrap(after).slice(0, last + 1)) <= 0;
    }

    private static boolean actsForOwner(String name, Keyspace keyspace, Bytes prefix, Context context) {
        return context.actsFor(
                keyspace.owner,
                new Scope(Coordination.TAG, Bytes.utf8(name).concat(ZERO).concat(prefix)),
                Uint256.ONE);
    }

    // ---- what a view shows

    @Override
    public Expectation copy() {
        CoordinationExpectation copy = new CoordinationExpectation(unfinished);
        keyspaces.forEach((name, each) -> {
            Keyspace copied = new Keyspace(each.owner, new CopyStore(each.store), each.rows.copy());
            copied.writers.addAll(each.writers);
            copy.keyspaces.put(name, copied);
        });
        return copy;
    }

    @Override
    public Optional<String> difference(Ledger ledger, View view) {
        Coordination coordination = CoordinationWorkload.of(ledger.applications());
        List<String> differences = new ArrayList<>();
        keyspaces.forEach((name, keyspace) -> {
            compare(differences, "keyspace " + name, info(name, keyspace), coordination.keyspace(view, name));
            CopyStore store = keyspace.store;
            // Now, and at one revision of the past, another one at each height.
            for (long revision : new long[] {0, 1 + view.height() * 7 % store.revision()}) {
                RangeRequest all = RangeRequest.of(ZERO, ZERO).withRevision(revision);
                compare(differences, name + " at " + revision, range(store, all, view), coordination.range(view, name, all));
            }
            compareHistory(differences, name, store, view, coordination);
        });
        compare(differences, "rows", rows(), actualRows(ledger, view));
        return differences.stream().findFirst();
    }

    private static KeyspaceAnswer info(String name, Keyspace keyspace) {
        // Writers are told in the order of their accounts and prefixes.
        List<KeyspaceAnswer.Writer> writers = keyspace.writers.stream()
                .sorted((a, b) -> a.account().equals(b.account())
                        ? a.prefix().compareTo(b.prefix())
                        : a.account().compareTo(b.account()))
                .toList();
        KeyspaceInfo info = new KeyspaceInfo(name, keyspace.owner, keyspace.store.revision(), keyspace.store.compacted());
        return new KeyspaceAnswer.Found(0, info, writers);
    }

    private static RangeAnswer range(CopyStore store, RangeRequest request, View view) {
        try {
            return new RangeAnswer.Found(view.height(), store.range(request));
        } catch (CopyStore.Refusal refusal) {
            return new RangeAnswer.Refused(view.height(), refusal.reason);
        }
    }

    private static void compareHistory(
            List<String> differences, String name, CopyStore store, View view, Coordination coordination) {
        long from = Math.max(0, store.compacted());
        HistoryRequest request = new HistoryRequest(ZERO, ZERO, from, CoordinationLimits.HISTORY_EVENTS_MAX, true);
        HistoryAnswer expected =
                new HistoryAnswer.Page(view.height(), store.revision(), store.revision() + 1, store.history(request));
        compare(differences, "history of " + name, expected, coordination.history(view, name, request));
    }

    /** While a sweep is under way those it has left; else what there must be, whichever way it came about. */
    private List<Long> rows() {
        long history = 0;
        long versions = 0;
        long writers = 0;
        for (Keyspace each : keyspaces.values()) {
            boolean swept = each.rows.isSwept();
            history += swept ? each.rows.history() : each.store.historyRows(each.store.compacted());
            versions += swept ? each.rows.versions() : each.store.versionRows(each.store.compacted());
            writers += each.writers.size();
        }
        return List.of((long) keyspaces.size(), writers, versions, history, (long) underWay().size());
    }

    private static List<Long> actualRows(Ledger ledger, View view) {
        Map<String, Long> rows = ledger.rows(view);
        return Stream.of("keyspaces", "writers", "versions", "history", "sweeps")
                .map(table -> rows.getOrDefault("coordination." + table, 0L))
                .toList();
    }

    private static void compare(List<String> differences, String what, Object expected, Object actual) {
        Object found = actual instanceof KeyspaceAnswer.Found answer
                ? new KeyspaceAnswer.Found(0, answer.keyspace(), answer.writers())
                : actual;
        if (!expected.equals(found)) {
            differences.add(what + " is\n    " + found + "\n  and should be\n    " + expected);
        }
    }
}

package org.allmende.simulation;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allmende.ledger.Context;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.LedgerEvent;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.EndDelegation;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.LedgerReason;
import org.allmende.ledger.account.LedgerResult;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/** What the ledger's own application should do: accounts and delegations. Keys are sound in every simulation. */
final class AccountsExpectation implements Expectation {
    private static final int TAG = 0;

    private final Map<AccountId, Known> accounts = new TreeMap<>();

    /** By the bytes under which its end is set as a timer, which sort as delegations do. */
    private final Map<Bytes, Lent> delegations = new TreeMap<>();

    private record Known(Bytes publicKey, boolean mayOpen, AccountId openedBy, long openedHeight) {}

    private record Lent(AccountId owner, AccountId to, Scope scope, long untilMillis) {}

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public boolean isMine(Operation operation) {
        return operation instanceof LedgerOperation;
    }

    boolean isOpen(AccountId account) {
        return accounts.containsKey(account);
    }

    /** Whether this key is the account's authority. */
    boolean standsBehind(Bytes publicKey, AccountId account) {
        Known known = accounts.get(account);
        return known != null && known.publicKey.equals(publicKey);
    }

    boolean actsFor(AccountId delegate, AccountId owner, Scope scope) {
        return delegate.equals(owner)
                || delegations.values().stream()
                        .anyMatch(lent -> lent.owner.equals(owner)
                                && lent.to.equals(delegate)
                                && lent.scope.application() == scope.application()
                                && scope.resource().startsWith(lent.scope.resource()));
    }

    @Override
    public void begin(Genesis genesis, Context context) {
        for (NodeCard node : genesis.nodes()) {
            openFromTheStart(node.operatorKey(), true);
            openFromTheStart(node.gatewayKey(), false);
        }
        for (GenesisKeyspace keyspace : genesis.keyspaces()) {
            openFromTheStart(keyspace.ownerKey(), false);
        }
    }

    private void openFromTheStart(Bytes key, boolean mayOpen) {
        AccountId id = AccountId.ofKey(key);
        accounts.merge(id, new Known(key, mayOpen, id, 0), (old, now) -> old.mayOpen ? old : now);
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch (operation) {
            case Barrier barrier -> Outcome.applied(new LedgerResult.Done());
            case OpenAccount open -> open(open, context);
            case Delegate delegate -> delegate(delegate, context);
            case EndDelegation end -> end(end, context);
            // Operation is open; the ledger learns new ones, and whoever simulates them has to say here what they do.
            default -> throw new IllegalArgumentException("no expectation yet of a " + operation.getClass().getName());
        };
    }

    private Outcome open(OpenAccount open, Context context) {
        Known caller = accounts.get(context.caller());
        if (caller == null || !caller.mayOpen) {
            return Outcome.refused(LedgerReason.NO_RIGHT_TO_OPEN);
        }
        AccountId id = AccountId.ofKey(open.publicKey());
        if (accounts.containsKey(id)) {
            return Outcome.refused(LedgerReason.ACCOUNT_EXISTS);
        }
        accounts.put(id, new Known(open.publicKey(), open.mayOpen(), context.caller(), context.height()));
        context.emit(new LedgerEvent.AccountOpened(id, context.caller()));
        return Outcome.applied(new LedgerResult.Opened(id));
    }

    private Outcome delegate(Delegate delegate, Context context) {
        AccountId owner = context.caller();
        if (!accounts.containsKey(delegate.to())) {
            return Outcome.refused(LedgerReason.ACCOUNT_UNKNOWN);
        }
        if (delegate.to().equals(owner)) {
            return Outcome.refused(LedgerReason.OWN_ACCOUNT);
        }
        if (delegate.scope().resource().length() > Limits.DELEGATION_RESOURCE_BYTES_MAX) {
            return Outcome.refused(LedgerReason.RESOURCE_TOO_LONG);
        }
        if (delegate.untilMillis() <= context.timeMillis()) {
            return Outcome.refused(LedgerReason.END_HAS_PASSED);
        }
        Bytes name = name(owner, delegate.to(), delegate.scope());
        Lent before = delegations.get(name);
        long between = delegations.values().stream()
                .filter(lent -> lent.owner.equals(owner) && lent.to.equals(delegate.to()))
                .count();
        if (before == null && between >= Limits.DELEGATIONS_PER_PAIR_MAX) {
            return Outcome.refused(LedgerReason.TOO_MANY_DELEGATIONS);
        }
        if (before != null) {
            context.timers().clear(new Timer(before.untilMillis, name));
        }
        delegations.put(name, new Lent(owner, delegate.to(), delegate.scope(), delegate.untilMillis()));
        context.timers().set(new Timer(delegate.untilMillis(), name));
        context.emit(new LedgerEvent.Delegated(owner, delegate.to(), delegate.scope(), delegate.untilMillis()));
        return Outcome.applied(new LedgerResult.Done());
    }

    private Outcome end(EndDelegation end, Context context) {
        Bytes name = name(context.caller(), end.to(), end.scope());
        Lent ended = delegations.remove(name);
        if (ended == null) {
            return Outcome.refused(LedgerReason.NO_SUCH_DELEGATION);
        }
        context.timers().clear(new Timer(ended.untilMillis, name));
        context.emit(new LedgerEvent.DelegationEnded(ended.owner, ended.to, ended.scope, false));
        return Outcome.applied(new LedgerResult.Done());
    }

    @Override
    public void due(Timer timer, Context context) {
        Lent ended = delegations.remove(timer.name());
        if (ended == null) {
            throw new IllegalStateException("a timer without its delegation");
        }
        context.emit(new LedgerEvent.DelegationEnded(ended.owner, ended.to, ended.scope, true));
    }

    @Override
    public void gap(Gap gap, Context context) {
        context.emit(new LedgerEvent.GapPassed(gap.fromMillis(), gap.toMillis()));
    }

    private static Bytes name(AccountId owner, AccountId to, Scope scope) {
        Bytes application = Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(scope.application()).array());
        return owner.value().concat(to.value()).concat(application).concat(scope.resource());
    }

    @Override
    public AccountsExpectation copy() {
        AccountsExpectation copy = new AccountsExpectation();
        copy.accounts.putAll(accounts);
        copy.delegations.putAll(delegations);
        return copy;
    }

    @Override
    public Optional<String> difference(Ledger ledger, View view) {
        for (Map.Entry<AccountId, Known> each : accounts.entrySet()) {
            Known known = each.getValue();
            Optional<Account> found = ledger.accounts().account(view, each.getKey());
            boolean same = found.isPresent()
                    && found.get().authority().equals(new Authority.OneKey(known.publicKey))
                    && found.get().mayOpen() == known.mayOpen
                    && found.get().openedBy().equals(known.openedBy)
                    && found.get().openedHeight() == known.openedHeight;
            if (!same) {
                return Optional.of("account " + each.getKey() + " is " + found + " and should be " + known);
            }
        }
        return count(ledger, view, "ledger.accounts", accounts.size())
                .or(() -> count(ledger, view, "ledger.delegations", delegations.size()));
    }

    private static Optional<String> count(Ledger ledger, View view, String table, int expected) {
        long rows = ledger.rows(view).getOrDefault(table, 0L);
        return rows == expected
                ? Optional.empty()
                : Optional.of(table + " has " + rows + " rows and should have " + expected);
    }
}

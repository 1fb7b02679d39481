package org.allmende.ledger.account;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.KeyCodec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.TableView;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/** The ledger's own application: accounts, and what they let others do for them. */
public final class Accounts implements Application {
    public static final int TAG = 0;

    private static final KeyCodec<DelegationKey> DELEGATION_KEYS = OrderedKeys.of(DelegationKey.class);

    private final Table<AccountId, Account> accounts;
    private final Table<DelegationKey, Delegation> delegations;

    public Accounts(Tables tables) {
        accounts = tables.declare(
                TAG, 1, "accounts", OrderedKeys.of(AccountId.class), Schema.standard().codec(Account.class));
        delegations =
                tables.declare(TAG, 2, "delegations", DELEGATION_KEYS, Schema.standard().codec(Delegation.class));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public Class<LedgerOperation> operations() {
        return LedgerOperation.class;
    }

    @Override
    public Class<LedgerEvent> events() {
        return LedgerEvent.class;
    }

    @Override
    public Class<LedgerResult> results() {
        return LedgerResult.class;
    }

    @Override
    public List<LedgerReason> reasons() {
        return List.of(LedgerReason.values());
    }

    /** The account as of the last applied operation. Apply thread only. */
    public Optional<Account> account(AccountId id) {
        return accounts.get(id);
    }

    /** The account as of a view. Any thread. */
    public Optional<Account> account(View view, AccountId id) {
        return view.of(accounts).get(id);
    }

    /** Whether {@code delegate} is {@code owner}, or holds a live delegation from it that covers {@code scope}. */
    public boolean actsFor(AccountId delegate, AccountId owner, Scope scope) {
        return delegate.equals(owner) || delegated(owner, delegate, scope, delegations);
    }

    @Override
    public void begin(Genesis genesis, Context context) {
        for (NodeCard node : genesis.nodes()) {
            openAtGenesis(node.operatorKey(), true);
            openAtGenesis(node.gatewayKey(), false);
        }
        for (GenesisKeyspace keyspace : genesis.keyspaces()) {
            openAtGenesis(keyspace.ownerKey(), false);
        }
    }

    private void openAtGenesis(Bytes key, boolean mayOpen) {
        if (!Ed25519.isAcceptable(key)) {
            throw new IllegalArgumentException("genesis names a key that is not a sound Ed25519 public key: " + key);
        }
        AccountId id = AccountId.ofKey(key);
        boolean already = accounts.get(id).map(Account::mayOpen).orElse(false);
        accounts.put(id, new Account(new Authority.OneKey(key), mayOpen || already, id, 0));
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((LedgerOperation) operation) {
            case LedgerOperation.Barrier barrier -> applied(new LedgerResult.Done());
            case LedgerOperation.OpenAccount open -> open(open, context);
            case LedgerOperation.Delegate delegate -> delegate(delegate, context);
            case LedgerOperation.EndDelegation end -> endDelegation(end, context);
        };
    }

    private Outcome open(LedgerOperation.OpenAccount open, Context context) {
        AccountId caller = context.caller();
        if (!accounts.get(caller).map(Account::mayOpen).orElse(false)) {
            return refused(LedgerReason.NO_RIGHT_TO_OPEN);
        }
        if (!Ed25519.isAcceptable(open.publicKey())) {
            return refused(LedgerReason.WEAK_KEY);
        }
        AccountId id = AccountId.ofKey(open.publicKey());
        if (accounts.get(id).isPresent()) {
            return refused(LedgerReason.ACCOUNT_EXISTS);
        }
        accounts.put(
                id, new Account(new Authority.OneKey(open.publicKey()), open.mayOpen(), caller, context.height()));
        context.emit(new LedgerEvent.AccountOpened(id, caller));
        return applied(new LedgerResult.Opened(id));
    }

    private Outcome delegate(LedgerOperation.Delegate delegate, Context context) {
        AccountId owner = context.caller();
        if (accounts.get(delegate.to()).isEmpty()) {
            return refused(LedgerReason.ACCOUNT_UNKNOWN);
        }
        if (delegate.to().equals(owner)) {
            return refused(LedgerReason.OWN_ACCOUNT);
        }
        if (delegate.scope().resource().length() > Limits.DELEGATION_RESOURCE_BYTES_MAX) {
            return refused(LedgerReason.RESOURCE_TOO_LONG);
        }
        if (delegate.untilMillis() <= context.timeMillis()) {
            return refused(LedgerReason.END_HAS_PASSED);
        }
        DelegationKey key = DelegationKey.of(owner, delegate.to(), delegate.scope());
        Optional<Delegation> before = delegations.get(key);
        if (before.isEmpty() && count(owner, delegate.to()) >= Limits.DELEGATIONS_PER_PAIR_MAX) {
            return refused(LedgerReason.TOO_MANY_DELEGATIONS);
        }
        before.ifPresent(old -> context.timers().clear(endOf(key, old)));
        Delegation now = new Delegation(delegate.untilMillis());
        delegations.put(key, now);
        context.timers().set(endOf(key, now));
        context.emit(new LedgerEvent.Delegated(owner, delegate.to(), delegate.scope(), delegate.untilMillis()));
        return applied(new LedgerResult.Done());
    }

    private Outcome endDelegation(LedgerOperation.EndDelegation end, Context context) {
        if (end.scope().resource().length() > Limits.DELEGATION_RESOURCE_BYTES_MAX) {
            return refused(LedgerReason.NO_SUCH_DELEGATION);
        }
        DelegationKey key = DelegationKey.of(context.caller(), end.to(), end.scope());
        Optional<Delegation> found = delegations.get(key);
        if (found.isEmpty()) {
            return refused(LedgerReason.NO_SUCH_DELEGATION);
        }
        context.timers().clear(endOf(key, found.get()));
        remove(key, false, context);
        return applied(new LedgerResult.Done());
    }

    /** A delegation's time is over. */
    @Override
    public void due(Timer timer, Context context) {
        try {
            remove(DELEGATION_KEYS.decode(timer.name()), true, context);
        } catch (MalformedException e) {
            throw new IllegalStateException("a timer of the ledger names no delegation: " + timer, e);
        }
    }

    @Override
    public void gap(Gap gap, Context context) {
        context.emit(new LedgerEvent.GapPassed(gap.fromMillis(), gap.toMillis()));
    }

    private void remove(DelegationKey key, boolean expired, Context context) {
        delegations.remove(key);
        context.emit(new LedgerEvent.DelegationEnded(key.owner(), key.to(), key.scope(), expired));
    }

    private static Timer endOf(DelegationKey key, Delegation delegation) {
        return new Timer(delegation.untilMillis(), DELEGATION_KEYS.encode(key));
    }

    private int count(AccountId owner, AccountId to) {
        int[] count = {0};
        delegations.ascend(new DelegationKey(owner, to, 0, Bytes.EMPTY), null, (key, value) -> {
            boolean same = key.owner().equals(owner) && key.to().equals(to);
            count[0] += same ? 1 : 0;
            return same;
        });
        return count[0];
    }

    /** At most {@link Limits#DELEGATIONS_PER_PAIR_MAX} rows are looked at. */
    private static boolean delegated(
            AccountId owner, AccountId to, Scope scope, TableView<DelegationKey, Delegation> delegations) {
        boolean[] covered = {false};
        delegations.ascend(new DelegationKey(owner, to, scope.application(), Bytes.EMPTY), null, (key, value) -> {
            boolean same =
                    key.owner().equals(owner) && key.to().equals(to) && key.application() == scope.application();
            covered[0] = same && key.scope().covers(scope);
            return same && !covered[0];
        });
        return covered[0];
    }
}

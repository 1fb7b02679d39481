package org.allmende.ledger.account;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/** The ledger's own application: accounts, and what they let others do for them. */
public final class Accounts implements Application {
    public static final int TAG = 0;

    private final Table<AccountId, Account> accounts;
    private final Delegations delegations;

    /** Declares tables 1, 2 and 7 of the ledger's own. */
    public Accounts(Tables tables) {
        accounts = tables.declare(
                TAG, 1, "accounts", OrderedKeys.of(AccountId.class), Schema.standard().codec(Account.class));
        delegations = new Delegations(tables, TAG, 2, 7);
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

    /** Accounts by id, those after {@code after}, at most {@code limit}. Any thread. */
    public List<Listed> accounts(View view, Optional<AccountId> after, int limit) {
        List<Listed> listed = new ArrayList<>();
        view.of(accounts).ascend(after.orElse(null), null, (id, account) -> {
            if (!after.equals(Optional.of(id))) {
                listed.add(new Listed(id, account));
            }
            return listed.size() < limit;
        });
        return listed;
    }

    /** An account and its id. */
    public record Listed(AccountId id, Account account) {}

    /**
     * Whether {@code delegate} is {@code owner}, or holds a delegation from it that covers {@code scope}, has so much
     * left, and is not over at that agreed time: the first such one then has so much less.
     */
    public boolean actsFor(AccountId delegate, AccountId owner, Scope scope, Uint256 cost, long nowMillis) {
        return delegate.equals(owner) || delegations.use(owner, delegate, scope, cost, nowMillis);
    }

    /** The delegations that an account has given, in order; at most {@code limit}. Any thread. */
    public List<Given> given(View view, AccountId owner, int limit) {
        return delegations.given(view, owner, limit);
    }

    /**
     * The delegations that an account has given to those after {@code after}, in order: at least {@code limit} of them
     * if there are so many, and all of those to the last account among them, so that who goes on after it misses none.
     * Any thread.
     */
    public GivenPage given(View view, AccountId owner, Optional<AccountId> after, int limit) {
        return delegations.given(view, owner, after, limit);
    }

    /** @param more whether there are delegations to accounts after the last of these */
    public record GivenPage(List<Given> given, boolean more) {
        public GivenPage {
            given = List.copyOf(given);
        }
    }

    /** A delegation as its owner sees it; see {@link Delegation}. */
    public record Given(AccountId to, Scope scope, Optional<Uint256> left, long untilMillis) {}

    @Override
    public void begin(Genesis genesis, Context context) {
        genesis.nodes().forEach(this::openForNode);
        for (GenesisKeyspace keyspace : genesis.keyspaces()) {
            openAtGenesis(keyspace.ownerKey(), Quota.FROM_THE_START);
        }
    }

    /** Opens the accounts of a node that becomes a member: of its operator, and of its gateway. */
    public void openForNode(NodeCard node) {
        openAtGenesis(node.operatorKey(), Quota.OF_OPERATORS);
        openAtGenesis(node.gatewayKey(), Quota.FROM_THE_START);
    }

    /**
     * From here on another authority stands behind an account: the members have decided so.
     *
     * @param authority sound, see {@link Authority#objection}
     */
    public void giveAuthority(AccountId id, Authority authority) {
        Account before = own(id);
        accounts.put(id, new Account(authority, before.quota(), before.openedBy(), before.openedHeight()));
    }

    /**
     * The account may be there already: named twice by this genesis, or of the network that this one starts from. Then
     * whoever stands behind it by now still does, and it has no less than those of the start; which it then is, so that
     * nobody takes that away from it.
     */
    private void openAtGenesis(Bytes key, Quota quota) {
        Authority authority = new Authority.OneKey(key);
        if (authority.objection().isPresent()) {
            throw new IllegalArgumentException("genesis names a key that is not a sound Ed25519 public key: " + key);
        }
        AccountId id = AccountId.of(authority);
        Optional<Account> already = accounts.get(id);
        accounts.put(
                id,
                new Account(
                        already.map(Account::authority).orElse(authority),
                        already.map(account -> account.quota().atLeast(quota)).orElse(quota),
                        id,
                        0));
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((LedgerOperation) operation) {
            case LedgerOperation.Barrier barrier -> applied(new LedgerResult.Done());
            case LedgerOperation.OpenAccount open -> open(open, context);
            case LedgerOperation.Delegate delegate -> delegate(delegate, context);
            case LedgerOperation.EndDelegation end -> delegations.end(end, context);
            case LedgerOperation.EndDelegations all -> delegations.endAll(context);
            case LedgerOperation.ChangeAuthority change -> changeAuthority(change, context);
            case LedgerOperation.ChangeQuota change -> changeQuota(change, context);
        };
    }

    private Outcome open(LedgerOperation.OpenAccount open, Context context) {
        AccountId caller = context.caller();
        Account opener = own(caller);
        if (!opener.mayOpen()) {
            return refused(LedgerReason.NO_RIGHT_TO_OPEN);
        }
        Optional<LedgerReason> objection = open.authority().objection();
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        AccountId id = AccountId.of(open.authority());
        if (accounts.get(id).isPresent()) {
            return refused(LedgerReason.ACCOUNT_EXISTS);
        }
        // Compared without adding one, which could overflow.
        if (open.quota().accounts() > opener.quota().accounts() - 1 || !open.quota().isWithin(opener.quota())) {
            return refused(LedgerReason.OVER_OWN_QUOTA);
        }
        putQuota(caller, opener, opener.quota().withAccounts(opener.quota().accounts() - 1 - open.quota().accounts()));
        accounts.put(id, new Account(open.authority(), open.quota(), caller, context.height()));
        context.emit(new LedgerEvent.AccountOpened(id, caller));
        return applied(new LedgerResult.Opened(id));
    }

    private Outcome changeAuthority(LedgerOperation.ChangeAuthority change, Context context) {
        Optional<LedgerReason> objection = change.authority().objection();
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        AccountId caller = context.caller();
        giveAuthority(caller, change.authority());
        context.emit(new LedgerEvent.AuthorityChanged(caller));
        return applied(new LedgerResult.Done());
    }

    private Outcome changeQuota(LedgerOperation.ChangeQuota change, Context context) {
        AccountId caller = context.caller();
        Optional<Account> found = accounts.get(change.account());
        if (found.isEmpty()) {
            return refused(LedgerReason.ACCOUNT_UNKNOWN);
        }
        Account account = found.get();
        // Those of the start opened themselves, and nobody sets their quota.
        if (!account.openedBy().equals(caller) || account.openedHeight() == 0) {
            return refused(LedgerReason.NOT_THE_OPENER);
        }
        Account opener = own(caller);
        long stock = opener.quota().accounts() + account.quota().accounts();
        if (change.quota().accounts() > stock || !change.quota().isWithin(opener.quota())) {
            return refused(LedgerReason.OVER_OWN_QUOTA);
        }
        putQuota(caller, opener, opener.quota().withAccounts(stock - change.quota().accounts()));
        putQuota(change.account(), account, change.quota());
        context.emit(new LedgerEvent.QuotaChanged(change.account(), caller));
        return applied(new LedgerResult.Done());
    }

    private Account own(AccountId caller) {
        return accounts.get(caller)
                .orElseThrow(() -> new IllegalStateException("account " + caller + " acts and is not open: a bug"));
    }

    private void putQuota(AccountId id, Account account, Quota quota) {
        accounts.put(id, new Account(account.authority(), quota, account.openedBy(), account.openedHeight()));
    }

    private Outcome delegate(LedgerOperation.Delegate delegate, Context context) {
        if (accounts.get(delegate.to()).isEmpty()) {
            return refused(LedgerReason.ACCOUNT_UNKNOWN);
        }
        return delegations.give(delegate, context);
    }

    /** A delegation's time is over. */
    @Override
    public void due(Timer timer, Context context) {
        try {
            delegations.expire(Delegations.KEYS.decode(timer.name()), context);
        } catch (MalformedException e) {
            throw new IllegalStateException("a timer of the ledger names no delegation: " + timer, e);
        }
    }

    @Override
    public void gap(Gap gap, Context context) {
        context.emit(new LedgerEvent.GapPassed(gap.fromMillis(), gap.toMillis()));
    }
}

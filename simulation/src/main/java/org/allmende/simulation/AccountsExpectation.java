package org.allmende.simulation;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.allmende.ledger.Context;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts.Given;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.LedgerEvent;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.account.LedgerOperation.ChangeAuthority;
import org.allmende.ledger.account.LedgerOperation.ChangeQuota;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.EndDelegation;
import org.allmende.ledger.account.LedgerOperation.EndDelegations;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.LedgerReason;
import org.allmende.ledger.account.LedgerResult;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/** What the ledger's own application should do: accounts, quotas and delegations. */
final class AccountsExpectation implements Expectation {
    private static final int TAG = 0;
    private static final long TEN_YEARS_MILLIS = 315_360_000_000L;

    private final Map<AccountId, Known> accounts = new TreeMap<>();

    /** By the bytes under which its end is set as a timer, which sort as delegations do. */
    private final Map<Bytes, Lent> delegations = new TreeMap<>();

    private record Known(Authority authority, Quota quota, AccountId openedBy, long openedHeight) {
        Known with(Quota other) {
            return new Known(authority, other, openedBy, openedHeight);
        }
    }

    /** @param left of its limit; empty: it has none */
    private record Lent(AccountId owner, AccountId to, Scope scope, Optional<BigInteger> left, long untilMillis) {
        /** Its time is over of itself: nobody has to have noticed. */
        boolean lets(AccountId delegate, AccountId of, Scope wanted, BigInteger cost, long nowMillis) {
            return nowMillis < untilMillis
                    && owner.equals(of)
                    && to.equals(delegate)
                    && scope.application() == wanted.application()
                    && wanted.resource().startsWith(scope.resource())
                    && left.map(some -> some.compareTo(cost) >= 0).orElse(true);
        }

        Lent after(BigInteger cost) {
            return new Lent(owner, to, scope, left.map(some -> some.subtract(cost)), untilMillis);
        }
    }

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

    /** Whether who signed with these keys is the account's authority. */
    boolean standsBehind(Set<Bytes> signers, AccountId account) {
        Known known = accounts.get(account);
        return known != null && ExpectedAuthority.isEnough(known.authority, signers);
    }

    /** Of an account that is open. */
    Quota quota(AccountId account) {
        return known(account).quota;
    }

    private Known known(AccountId account) {
        Known known = accounts.get(account);
        if (known == null) {
            throw new IllegalStateException(account + " is not open");
        }
        return known;
    }

    /** Of several delegations that would do, the widest is used. */
    boolean actsFor(AccountId delegate, AccountId owner, Scope scope, Uint256 cost, long nowMillis) {
        if (delegate.equals(owner)) {
            return true;
        }
        BigInteger costs = cost.toBigInteger();
        Optional<Map.Entry<Bytes, Lent>> widest = delegations.entrySet().stream()
                .filter(each -> each.getValue().lets(delegate, owner, scope, costs, nowMillis))
                .min(Comparator.comparingInt(each -> each.getValue().scope.resource().length()));
        widest.ifPresent(each -> delegations.put(each.getKey(), each.getValue().after(costs)));
        return widest.isPresent();
    }

    @Override
    public void begin(Genesis genesis, Context context) {
        genesis.nodes().forEach(this::open);
        for (GenesisKeyspace keyspace : genesis.keyspaces()) {
            openFromTheStart(keyspace.ownerKey(), false);
        }
    }

    /** Those of a node that becomes a member. */
    void open(NodeCard node) {
        openFromTheStart(node.operatorKey(), true);
        openFromTheStart(node.gatewayKey(), false);
    }

    /** Members have decided who stands behind it. */
    void give(AccountId account, Authority authority) {
        Known before = known(account);
        accounts.put(account, new Known(authority, before.quota, before.openedBy, before.openedHeight));
    }

    private void openFromTheStart(Bytes key, boolean mayOpen) {
        Authority authority = new Authority.OneKey(key);
        AccountId id = AccountId.of(authority);
        Quota quota = new Quota(mayOpen ? 1_000_000 : 0, 1_000_000_000, 1_000_000_000, 1_099_511_627_776L);
        Known before = accounts.getOrDefault(id, new Known(authority, quota, id, 0));
        Quota larger = new Quota(
                Math.max(before.quota.accounts(), quota.accounts()),
                Math.max(before.quota.entries(), quota.entries()),
                Math.max(before.quota.operationsPerMinute(), quota.operationsPerMinute()),
                Math.max(before.quota.bytesPerMinute(), quota.bytesPerMinute()));
        accounts.put(id, new Known(before.authority, larger, id, 0));
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((LedgerOperation) operation) {
            case Barrier barrier -> Outcome.applied(new LedgerResult.Done());
            case OpenAccount open -> open(open, context);
            case Delegate delegate -> delegate(delegate, context);
            case EndDelegation end -> end(end, context);
            case EndDelegations all -> endAll(context);
            case ChangeAuthority change -> changeAuthority(change, context);
            case ChangeQuota change -> changeQuota(change, context);
        };
    }

    private Outcome open(OpenAccount open, Context context) {
        Known caller = known(context.caller());
        if (caller.quota.accounts() == 0) {
            return Outcome.refused(LedgerReason.NO_RIGHT_TO_OPEN);
        }
        Optional<LedgerReason> objection = ExpectedAuthority.objection(open.authority());
        if (objection.isPresent()) {
            return Outcome.refused(objection.get());
        }
        AccountId id = AccountId.of(open.authority());
        if (accounts.containsKey(id)) {
            return Outcome.refused(LedgerReason.ACCOUNT_EXISTS);
        }
        BigInteger left = stock(caller.quota).subtract(BigInteger.ONE).subtract(stock(open.quota()));
        if (left.signum() < 0 || exceeds(open.quota(), caller.quota)) {
            return Outcome.refused(LedgerReason.OVER_OWN_QUOTA);
        }
        accounts.put(context.caller(), caller.with(caller.quota.withAccounts(left.longValueExact())));
        accounts.put(id, new Known(open.authority(), open.quota(), context.caller(), context.height()));
        context.emit(new LedgerEvent.AccountOpened(id, context.caller()));
        return Outcome.applied(new LedgerResult.Opened(id));
    }

    /** Accounts that may still be opened: those are handed on, not copied. */
    private static BigInteger stock(Quota quota) {
        return BigInteger.valueOf(quota.accounts());
    }

    private static boolean exceeds(Quota quota, Quota own) {
        return quota.entries() > own.entries()
                || quota.operationsPerMinute() > own.operationsPerMinute()
                || quota.bytesPerMinute() > own.bytesPerMinute();
    }

    private Outcome changeAuthority(ChangeAuthority change, Context context) {
        Optional<LedgerReason> objection = ExpectedAuthority.objection(change.authority());
        if (objection.isPresent()) {
            return Outcome.refused(objection.get());
        }
        Known before = known(context.caller());
        accounts.put(
                context.caller(),
                new Known(change.authority(), before.quota, before.openedBy, before.openedHeight));
        context.emit(new LedgerEvent.AuthorityChanged(context.caller()));
        return Outcome.applied(new LedgerResult.Done());
    }

    private Outcome changeQuota(ChangeQuota change, Context context) {
        Known account = accounts.get(change.account());
        if (account == null) {
            return Outcome.refused(LedgerReason.ACCOUNT_UNKNOWN);
        }
        if (account.openedHeight == 0 || !account.openedBy.equals(context.caller())) {
            return Outcome.refused(LedgerReason.NOT_THE_OPENER);
        }
        Known caller = known(context.caller());
        BigInteger left = stock(caller.quota).add(stock(account.quota)).subtract(stock(change.quota()));
        if (left.signum() < 0 || exceeds(change.quota(), caller.quota)) {
            return Outcome.refused(LedgerReason.OVER_OWN_QUOTA);
        }
        accounts.put(context.caller(), caller.with(caller.quota.withAccounts(left.longValueExact())));
        accounts.put(change.account(), account.with(change.quota()));
        context.emit(new LedgerEvent.QuotaChanged(change.account(), context.caller()));
        return Outcome.applied(new LedgerResult.Done());
    }

    private Outcome delegate(Delegate delegate, Context context) {
        AccountId owner = context.caller();
        if (!accounts.containsKey(delegate.to())) {
            return Outcome.refused(LedgerReason.ACCOUNT_UNKNOWN);
        }
        if (delegate.to().equals(owner)) {
            return Outcome.refused(LedgerReason.OWN_ACCOUNT);
        }
        if (!context.hasApplication(delegate.scope().application())) {
            return Outcome.refused(LedgerReason.NO_SUCH_APPLICATION);
        }
        if (delegate.scope().resource().length() > Limits.DELEGATION_RESOURCE_BYTES_MAX) {
            return Outcome.refused(LedgerReason.RESOURCE_TOO_LONG);
        }
        if (delegate.untilMillis() <= context.timeMillis()) {
            return Outcome.refused(LedgerReason.END_HAS_PASSED);
        }
        if (delegate.untilMillis() > context.timeMillis() + TEN_YEARS_MILLIS) {
            return Outcome.refused(LedgerReason.END_TOO_FAR);
        }
        Bytes name = name(owner, delegate.to(), delegate.scope());
        Lent before = delegations.get(name);
        List<Given> given = given(owner);
        long between = given.stream().filter(each -> each.to().equals(delegate.to())).count();
        if (before == null && (between >= 64 || given.size() >= 1_024)) {
            return Outcome.refused(LedgerReason.TOO_MANY_DELEGATIONS);
        }
        if (before == null && !context.own(owner, 1)) {
            return Outcome.refused(LedgerReason.OVER_QUOTA);
        }
        if (before != null) {
            context.timers().clear(new Timer(before.untilMillis, name));
        }
        Optional<BigInteger> limit = delegate.limit().map(Uint256::toBigInteger);
        delegations.put(name, new Lent(owner, delegate.to(), delegate.scope(), limit, delegate.untilMillis()));
        context.timers().set(new Timer(delegate.untilMillis(), name));
        context.emit(new LedgerEvent.Delegated(
                owner, delegate.to(), delegate.scope(), delegate.limit(), delegate.untilMillis()));
        return Outcome.applied(new LedgerResult.Done());
    }

    private Outcome end(EndDelegation end, Context context) {
        Bytes name = name(context.caller(), end.to(), end.scope());
        if (!delegations.containsKey(name)) {
            return Outcome.refused(LedgerReason.NO_SUCH_DELEGATION);
        }
        end(name, context);
        return Outcome.applied(new LedgerResult.Done());
    }

    private Outcome endAll(Context context) {
        for (Given each : given(context.caller())) {
            end(name(context.caller(), each.to(), each.scope()), context);
        }
        return Outcome.applied(new LedgerResult.Done());
    }

    private void end(Bytes name, Context context) {
        Lent ended = remove(name, context);
        context.timers().clear(new Timer(ended.untilMillis, name));
        context.emit(new LedgerEvent.DelegationEnded(ended.owner, ended.to, ended.scope, false));
    }

    private Lent remove(Bytes name, Context context) {
        Lent ended = delegations.remove(name);
        if (ended == null) {
            throw new IllegalStateException("a timer without its delegation");
        }
        context.own(ended.owner, -1);
        return ended;
    }

    @Override
    public void due(Timer timer, Context context) {
        Lent ended = remove(timer.name(), context);
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
            Account expected = new Account(known.authority, known.quota, known.openedBy, known.openedHeight);
            Optional<Account> found = ledger.accounts().account(view, each.getKey());
            if (!found.equals(Optional.of(expected))) {
                return Optional.of("account " + each.getKey() + " is " + found + " and should be " + expected);
            }
            List<Given> given = ledger.accounts().given(view, each.getKey(), Integer.MAX_VALUE);
            if (!given.equals(given(each.getKey()))) {
                return Optional.of("delegations given by " + each.getKey() + " are " + given + " and should be "
                        + given(each.getKey()));
            }
        }
        return Rows.difference(
                ledger,
                view,
                List.of(
                        new Rows("ledger.accounts", accounts.size()),
                        new Rows("ledger.delegations", delegations.size()),
                        new Rows("ledger.delegations-given", givers())));
    }

    private long givers() {
        return delegations.values().stream().map(lent -> lent.owner).distinct().count();
    }

    private List<Given> given(AccountId owner) {
        return delegations.values().stream()
                .filter(lent -> lent.owner.equals(owner))
                .map(lent -> new Given(lent.to, lent.scope, lent.left.map(Uint256::of), lent.untilMillis))
                .toList();
    }
}

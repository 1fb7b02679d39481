package org.allmende.ledger.account;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Context;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.Accounts.Given;
import org.allmende.ledger.account.Accounts.GivenPage;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.KeyCodec;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.TableView.Row;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;

/**
 * What accounts let each other do. Each delegation is an entry of its giver's. It is over with its time, whether its
 * timer, which removes it, has fired or not: of timers only so many fire in one round.
 */
final class Delegations {
    static final KeyCodec<DelegationKey> KEYS = OrderedKeys.of(DelegationKey.class);

    private final Table<DelegationKey, Delegation> delegations;
    private final Table<AccountId, Count> counts;

    Delegations(Tables tables, int application, int number, int numberOfCounts) {
        delegations = tables.declare(
                application, number, "delegations", KEYS, Schema.standard().codec(Delegation.class));
        counts = tables.declare(
                application,
                numberOfCounts,
                "delegations-given",
                OrderedKeys.of(AccountId.class),
                Schema.standard().codec(Count.class));
    }

    /** How many an account has given; at least 1. Kept, since they may be too many to be counted each time. */
    record Count(int given) {
        static final Count NONE = new Count(0);
    }

    /** To an account that is open. */
    Outcome give(LedgerOperation.Delegate delegate, Context context) {
        AccountId owner = context.caller();
        if (delegate.to().equals(owner)) {
            return refused(LedgerReason.OWN_ACCOUNT);
        }
        if (!context.hasApplication(delegate.scope().application())) {
            return refused(LedgerReason.NO_SUCH_APPLICATION);
        }
        if (delegate.scope().resource().length() > Limits.DELEGATION_RESOURCE_BYTES_MAX) {
            return refused(LedgerReason.RESOURCE_TOO_LONG);
        }
        if (delegate.untilMillis() <= context.timeMillis()) {
            return refused(LedgerReason.END_HAS_PASSED);
        }
        if (delegate.untilMillis() - context.timeMillis() > Limits.DELEGATION_MILLIS_MAX) {
            return refused(LedgerReason.END_TOO_FAR);
        }
        DelegationKey key = DelegationKey.of(owner, delegate.to(), delegate.scope());
        Optional<Delegation> before = delegations.get(key);
        if (before.isPresent()) {
            context.timers().clear(endOf(key, before.get()));
        } else {
            int given = counts.get(owner).orElse(Count.NONE).given();
            if (given >= Limits.DELEGATIONS_GIVEN_MAX
                    || between(owner, delegate.to()) >= Limits.DELEGATIONS_PER_PAIR_MAX) {
                return refused(LedgerReason.TOO_MANY_DELEGATIONS);
            }
            if (!context.own(owner, 1)) {
                return refused(LedgerReason.OVER_QUOTA);
            }
            counts.put(owner, new Count(given + 1));
        }
        Delegation now = new Delegation(delegate.untilMillis(), delegate.limit());
        delegations.put(key, now);
        context.timers().set(endOf(key, now));
        context.emit(new LedgerEvent.Delegated(
                owner, delegate.to(), delegate.scope(), delegate.limit(), delegate.untilMillis()));
        return applied(new LedgerResult.Done());
    }

    Outcome end(LedgerOperation.EndDelegation end, Context context) {
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

    /** All that the caller has given: at most {@link Limits#DELEGATIONS_GIVEN_MAX}. */
    Outcome endAll(Context context) {
        AccountId owner = context.caller();
        List<Row<DelegationKey, Delegation>> all = new ArrayList<>();
        delegations.ascend(firstOf(owner), null, (key, value) -> {
            boolean own = key.owner().equals(owner);
            return own && all.add(new Row<>(key, value));
        });
        for (Row<DelegationKey, Delegation> each : all) {
            context.timers().clear(endOf(each.key(), each.value()));
            remove(each.key(), false, context);
        }
        return applied(new LedgerResult.Done());
    }

    /** Its time is over, and its timer has fired. */
    void expire(DelegationKey key, Context context) {
        remove(key, true, context);
    }

    private void remove(DelegationKey key, boolean expired, Context context) {
        delegations.remove(key);
        int left = counts.get(key.owner()).orElse(Count.NONE).given() - 1;
        if (left < 0) {
            throw new IllegalStateException("account " + key.owner() + " has given " + left + " delegations: a bug");
        }
        if (left == 0) {
            counts.remove(key.owner());
        } else {
            counts.put(key.owner(), new Count(left));
        }
        context.own(key.owner(), -1);
        context.emit(new LedgerEvent.DelegationEnded(key.owner(), key.to(), key.scope(), expired));
    }

    private static Timer endOf(DelegationKey key, Delegation delegation) {
        return new Timer(delegation.untilMillis(), KEYS.encode(key));
    }

    private static DelegationKey firstOf(AccountId owner) {
        return new DelegationKey(owner, AccountId.LOWEST, 0, Bytes.EMPTY);
    }

    private int between(AccountId owner, AccountId to) {
        int[] count = {0};
        delegations.ascend(new DelegationKey(owner, to, 0, Bytes.EMPTY), null, (key, value) -> {
            boolean same = key.owner().equals(owner) && key.to().equals(to);
            count[0] += same ? 1 : 0;
            return same;
        });
        return count[0];
    }

    /**
     * Whether there is one that covers the scope, has so much left and is not over: the first such one then has so much
     * less.
     */
    boolean use(AccountId owner, AccountId to, Scope scope, Uint256 cost, long nowMillis) {
        Optional<Row<DelegationKey, Delegation>> found = covering(owner, to, scope, cost, nowMillis);
        found.filter(row -> row.value().left().isPresent() && !cost.isZero())
                .ifPresent(row -> delegations.put(row.key(), row.value().less(cost)));
        return found.isPresent();
    }

    /** At most {@link Limits#DELEGATIONS_PER_PAIR_MAX} rows are looked at. */
    private Optional<Row<DelegationKey, Delegation>> covering(
            AccountId owner, AccountId to, Scope scope, Uint256 cost, long nowMillis) {
        List<Row<DelegationKey, Delegation>> found = new ArrayList<>();
        delegations.ascend(new DelegationKey(owner, to, scope.application(), Bytes.EMPTY), null, (key, value) -> {
            boolean same =
                    key.owner().equals(owner) && key.to().equals(to) && key.application() == scope.application();
            if (same && key.scope().covers(scope) && value.untilMillis() > nowMillis && value.covers(cost)) {
                found.add(new Row<>(key, value));
            }
            return same && found.isEmpty();
        });
        return found.stream().findFirst();
    }

    /** As {@link Accounts#given(View, AccountId, int)}. */
    List<Given> given(View view, AccountId owner, int limit) {
        List<Given> given = new ArrayList<>();
        view.of(delegations).ascend(firstOf(owner), null, (key, value) -> {
            boolean own = key.owner().equals(owner) && given.size() < limit;
            return own && given.add(new Given(key.to(), key.scope(), value.left(), value.untilMillis()));
        });
        return given;
    }

    /** As {@link Accounts#given(View, AccountId, Optional, int)}. */
    GivenPage given(View view, AccountId owner, Optional<AccountId> after, int limit) {
        List<Given> given = new ArrayList<>();
        boolean[] more = {false};
        DelegationKey first = new DelegationKey(owner, after.orElse(AccountId.LOWEST), 0, Bytes.EMPTY);
        view.of(delegations).ascend(first, null, (key, value) -> {
            if (!key.owner().equals(owner)) {
                return false;
            }
            if (after.equals(Optional.of(key.to()))) {
                return true;
            }
            more[0] = given.size() >= limit && !given.getLast().to().equals(key.to());
            return !more[0] && given.add(new Given(key.to(), key.scope(), value.left(), value.untilMillis()));
        });
        return new GivenPage(given, more[0]);
    }
}

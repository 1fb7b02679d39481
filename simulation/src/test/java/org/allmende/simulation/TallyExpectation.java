package org.allmende.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allmende.ledger.Context;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.Reason;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/** What {@link Tally} should do. */
final class TallyExpectation implements Expectation {
    /** By the owner's bytes and then the name's. */
    private final Map<Bytes, Integer> sums = new TreeMap<>();

    private static Bytes key(AccountId owner, String name) {
        return owner.value().concat(Bytes.utf8(name));
    }

    @Override
    public int tag() {
        return Tally.TAG;
    }

    @Override
    public boolean isMine(Operation operation) {
        return operation instanceof Tally.Request;
    }

    @Override
    public void begin(Genesis genesis, Context context) {
        for (GenesisKeyspace keyspace : genesis.keyspaces()) {
            AccountId owner = AccountId.ofKey(keyspace.ownerKey());
            if (!sums.containsKey(key(owner, "first"))) {
                context.own(owner, 1);
                sums.put(key(owner, "first"), 1);
            }
        }
    }

    @Override
    public Optional<Reason> objection(List<Operation> operations) {
        AccountId owner = null;
        for (Operation operation : operations) {
            if (operation instanceof Tally.Request.Add add) {
                if (owner != null && !owner.equals(add.owner())) {
                    return Optional.of(Tally.Why.TWO_OWNERS);
                }
                owner = add.owner();
            }
        }
        return Optional.empty();
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((Tally.Request) operation) {
            case Tally.Request.Add(AccountId owner, String name, int amount) -> {
                int sum = sums.getOrDefault(key(owner, name), 0) + amount;
                Uint256 cost = Uint256.of(amount < 0 ? -amount : amount);
                if (!context.actsFor(owner, new Scope(Tally.TAG, Bytes.utf8(name)), cost)) {
                    yield Outcome.refused(Tally.Why.NOT_ALLOWED);
                }
                if (sum > 40) {
                    yield Outcome.refused(Tally.Why.TOO_MUCH);
                }
                if (!sums.containsKey(key(owner, name)) && !context.own(owner, 1)) {
                    yield Outcome.refused(Tally.Why.TOO_MANY);
                }
                sums.put(key(owner, name), sum);
                context.emit(new Tally.Happened.Added(owner, name, sum));
                yield Outcome.applied(new Tally.Reply.Now(sum));
            }
            case Tally.Request.EndAt(String name, long due) -> {
                Bytes key = key(context.caller(), name);
                context.timers().set(new Timer(due, key));
                yield Outcome.applied(new Tally.Reply.Now(sums.getOrDefault(key, 0)));
            }
        };
    }

    @Override
    public void due(Timer timer, Context context) {
        if (sums.remove(timer.name()) != null) {
            AccountId owner = new AccountId(timer.name().slice(0, 32));
            context.own(owner, -1);
            String name = timer.name().slice(32, timer.name().length()).toText();
            context.emit(new Tally.Happened.Ended(owner, name));
        }
    }

    @Override
    public void gap(Gap gap, Context context) {
        context.emit(new Tally.Happened.Slept(gap.fromMillis(), gap.toMillis()));
    }

    @Override
    public Expectation copy() {
        TallyExpectation copy = new TallyExpectation();
        copy.sums.putAll(sums);
        return copy;
    }

    @Override
    public Optional<String> difference(Ledger ledger, View view) {
        Tally tally = (Tally) ledger.applications().getLast();
        for (Map.Entry<Bytes, Integer> each : sums.entrySet()) {
            AccountId owner = new AccountId(each.getKey().slice(0, 32));
            String name = each.getKey().slice(32, each.getKey().length()).toText();
            Optional<Long> found = tally.sum(view, owner, name);
            if (!found.equals(Optional.of((long) each.getValue()))) {
                return Optional.of("sum " + name + " is " + found + " and should be " + each.getValue());
            }
        }
        long rows = ledger.rows(view).getOrDefault("tally.sums", 0L);
        return rows == sums.size() ? Optional.empty() : Optional.of(rows + " sums, not " + sums.size());
    }
}

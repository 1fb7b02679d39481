package org.allmende.simulation;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
import org.allmende.ledger.Event;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.Reason;
import org.allmende.ledger.Result;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/** Sums with an owner each: small, and yet with everything an application can do. What is added twice shows. */
class Tally implements Application {
    static final int TAG = 7;
    static final long SUM_MAX = 40;

    private final Table<Name, Sum> sums;

    Tally(Tables tables) {
        sums = tables.declare(TAG, 0, "sums", OrderedKeys.of(Name.class), Schema.standard().codec(Sum.class));
    }

    static List<Application> all(Tables tables) {
        return List.of(new Tally(tables));
    }

    record Name(AccountId owner, @Max(64) String name) {}

    record Sum(long sum) {}

    sealed interface Request extends Operation {
        /** Adds to a sum of whoever the caller acts for, which costs the amount; refused past {@link #SUM_MAX}. */
        @Tag(0)
        record Add(AccountId owner, @Max(64) String name, int amount) implements Request {}

        /** Ends one of the caller's sums at a time. */
        @Tag(1)
        record EndAt(@Max(64) String name, long dueMillis) implements Request {}
    }

    sealed interface Happened extends Event {
        @Tag(0)
        record Added(AccountId owner, @Max(64) String name, long sum) implements Happened {}

        @Tag(1)
        record Ended(AccountId owner, @Max(64) String name) implements Happened {}

        @Tag(2)
        record Slept(long fromMillis, long toMillis) implements Happened {}
    }

    sealed interface Reply extends Result {
        @Tag(0)
        record Now(long sum) implements Reply {
            @Override
            public Bytes summary() {
                return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(sum).array());
            }
        }
    }

    enum Why implements Reason {
        NOT_ALLOWED(0),
        TOO_MUCH(1),
        TWO_OWNERS(2),
        TOO_MANY(3);

        private final int code;

        Why(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        @Override
        public String advice() {
            return "add less, to your own";
        }
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public String name() {
        return "tally";
    }

    @Override
    public Class<Request> operations() {
        return Request.class;
    }

    @Override
    public Class<Happened> events() {
        return Happened.class;
    }

    @Override
    public Class<Reply> results() {
        return Reply.class;
    }

    @Override
    public List<Why> reasons() {
        return List.of(Why.values());
    }

    @Override
    public void begin(Genesis genesis, Context context) {
        genesis.keyspaces().forEach(each -> {
            AccountId owner = AccountId.ofKey(each.ownerKey());
            Name first = new Name(owner, "first");
            if (sums.get(first).isEmpty()) {
                context.own(owner, 1);
                sums.put(first, new Sum(1));
            }
        });
    }

    @Override
    public Optional<Reason> objection(List<? extends Operation> operations) {
        long owners = operations.stream()
                .filter(Request.Add.class::isInstance)
                .map(each -> ((Request.Add) each).owner())
                .distinct()
                .count();
        return owners > 1 ? Optional.of(Why.TWO_OWNERS) : Optional.empty();
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((Request) operation) {
            case Request.Add add -> add(add, context);
            case Request.EndAt end -> {
                Bytes name = context.caller().value().concat(Bytes.utf8(end.name()));
                context.timers().set(new Timer(end.dueMillis(), name));
                yield Outcome.applied(new Reply.Now(sum(new Name(context.caller(), end.name()))));
            }
        };
    }

    private Outcome add(Request.Add add, Context context) {
        Uint256 cost = Uint256.of(Math.abs(add.amount()));
        if (!context.actsFor(add.owner(), new Scope(TAG, Bytes.utf8(add.name())), cost)) {
            return Outcome.refused(Why.NOT_ALLOWED);
        }
        Name name = new Name(add.owner(), add.name());
        long sum = sum(name) + add.amount();
        if (sum > SUM_MAX) {
            return Outcome.refused(Why.TOO_MUCH);
        }
        if (sums.get(name).isEmpty() && !context.own(add.owner(), 1)) {
            return Outcome.refused(Why.TOO_MANY);
        }
        write(name, sum);
        context.emit(new Happened.Added(add.owner(), add.name(), sum));
        return Outcome.applied(new Reply.Now(sum));
    }

    void write(Name name, long sum) {
        sums.put(name, new Sum(sum));
    }

    private long sum(Name name) {
        return sums.get(name).map(Sum::sum).orElse(0L);
    }

    @Override
    public void due(Timer timer, Context context) {
        AccountId owner = new AccountId(timer.name().slice(0, 32));
        String name = timer.name().slice(32, timer.name().length()).toText();
        if (sums.get(new Name(owner, name)).isPresent()) {
            sums.remove(new Name(owner, name));
            context.own(owner, -1);
            context.emit(new Happened.Ended(owner, name));
        }
    }

    @Override
    public void gap(Gap gap, Context context) {
        context.emit(new Happened.Slept(gap.fromMillis(), gap.toMillis()));
    }

    Optional<Long> sum(View view, AccountId owner, String name) {
        return view.of(sums).get(new Name(owner, name)).map(Sum::sum);
    }
}

package org.allmende.coordination;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
import org.allmende.ledger.Event;
import org.allmende.ledger.Gap;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.Reason;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.timer.Timers;
import org.allmende.ledger.transaction.Operation;

/** Coordination as it is; a bug is planted by overriding what it does, or the context in which it does it. */
class PlantedCoordination implements Application {
    private final Coordination real;

    PlantedCoordination(Coordination real) {
        this.real = real;
    }

    Coordination real() {
        return real;
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return real.apply(operation, context);
    }

    @Override
    public void due(Timer timer, Context context) {
        real.due(timer, context);
    }

    @Override
    public void gap(Gap gap, Context context) {
        real.gap(gap, context);
    }

    @Override
    public void begin(Genesis genesis, Context context) {
        real.begin(genesis, context);
    }

    @Override
    public Optional<Reason> objection(List<? extends Operation> operations) {
        return real.objection(operations);
    }

    @Override
    public int tag() {
        return real.tag();
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Class<CoordinationOperation> operations() {
        return real.operations();
    }

    @Override
    public Class<CoordinationEvent> events() {
        return real.events();
    }

    @Override
    public Class<CoordinationResult> results() {
        return real.results();
    }

    @Override
    public List<? extends Reason> reasons() {
        return real.reasons();
    }

    /** Passes everything on. */
    static class PlantedContext implements Context {
        private final Context real;

        PlantedContext(Context real) {
            this.real = real;
        }

        @Override
        public long epoch() {
            return real.epoch();
        }

        @Override
        public long height() {
            return real.height();
        }

        @Override
        public long timeMillis() {
            return real.timeMillis();
        }

        @Override
        public AccountId caller() {
            return real.caller();
        }

        @Override
        public boolean actsFor(AccountId owner, Scope scope, Uint256 cost) {
            return real.actsFor(owner, scope, cost);
        }

        @Override
        public boolean own(AccountId owner, long more) {
            return real.own(owner, more);
        }

        @Override
        public boolean isOpen(AccountId account) {
            return real.isOpen(account);
        }

        @Override
        public boolean hasApplication(int tag) {
            return real.hasApplication(tag);
        }

        @Override
        public void emit(Event event) {
            real.emit(event);
        }

        @Override
        public Timers timers() {
            return real.timers();
        }
    }
}

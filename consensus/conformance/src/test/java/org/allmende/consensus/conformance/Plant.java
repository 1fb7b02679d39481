package org.allmende.consensus.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.Between;
import org.allmende.ledger.consensus.Consensus;
import org.allmende.ledger.consensus.Guarantees;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;

/** What a broken engine would do, planted between a good one and its machine, to see that the suite notices. */
enum Plant {
    NOTHING,
    /** One transaction never reaches the machine of this process. */
    SKIPS_ONE,
    /** The transactions of a round reach it in another order. */
    REORDERS,
    /** One offer is accepted and forgotten. */
    LOSES_ONE;

    /** Which one is skipped or lost: the first whose id ends in this. */
    static final long UNLUCKY = 13;

    Consensus in(Consensus engine) {
        return this == NOTHING ? engine : new Broken(this, engine);
    }

    private static boolean isUnlucky(Bytes transaction) {
        return Transaction.of(transaction).id() % 100 == UNLUCKY;
    }

    private record Broken(Plant plant, Consensus engine) implements Consensus {
        @Override
        public Guarantees guarantees() {
            return engine.guarantees();
        }

        @Override
        public void start(StateMachine machine) throws IOException {
            engine.start(new Deceived(plant, machine));
        }

        @Override
        public Submission submit(Offer offer) {
            return plant == LOSES_ONE && isUnlucky(offer.transaction())
                    ? new Submission.Accepted()
                    : engine.submit(offer);
        }

        @Override
        public Health health() {
            return engine.health();
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    private static final class Deceived extends Between {
        private final Plant plant;

        Deceived(Plant plant, StateMachine machine) {
            super(machine);
            this.plant = plant;
        }

        @Override
        public Applied apply(Round round) {
            List<Round.Brought> told = new ArrayList<>(round.transactions());
            switch (plant) {
                case SKIPS_ONE -> told.removeIf(brought -> isUnlucky(brought.transaction()));
                case REORDERS -> told = told.reversed();
                case LOSES_ONE, NOTHING -> {}
            }
            return super.apply(new Round(round.timeMillis(), round.epoch(), told, round.heard()));
        }
    }
}

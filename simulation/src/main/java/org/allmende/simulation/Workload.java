package org.allmende.simulation;

import org.allmende.ledger.seeds.Seed;

/** What clients do to a network. */
public interface Workload {
    /** Called again and again, at times of chance: submits something, asks something, or does nothing. */
    void act(SimulatedNetwork network, Seed seed);
}

package org.allmende.drills;

import java.util.List;
import java.util.Optional;
import org.allmende.drills.patroni.Patroni;

/** All drills there are. */
public final class Drills {
    private static final List<Drill> ALL =
            List.of(
            new ProviderOutage(),
            new AllDown(),
            new TwoOfFour(),
            new WipedDisk(),
            new TornTail(),
            new SlowNode(),
            new JoinLeave(),
            new Patroni(),
            new CommitLatency(),
            new Idle());

    private Drills() {}

    /** In the order to list them. */
    public static List<Drill> all() {
        return ALL;
    }

    public static Optional<Drill> named(String name) {
        return ALL.stream().filter(drill -> drill.name().equals(name)).findFirst();
    }
}

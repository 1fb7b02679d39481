package org.allmende.gateway.etcd.differential;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.seeds.Seed;

/** Random steps over few keys, leases and watchers, so that they meet. */
final class Sequences {
    private final List<Step> steps = new ArrayList<>();
    private final KeyRequests keys;
    private final LeaseRequests leases;
    private final WatchRequests watches;

    private Sequences(Seed seed) {
        this.keys = new KeyRequests(seed);
        this.leases = new LeaseRequests(seed);
        this.watches = new WatchRequests(seed);
    }

    /** Keys alone. */
    static List<Step> ofKeys(Seed seed, int length) {
        Sequences sequence = new Sequences(seed);
        while (sequence.steps.size() < length) {
            sequence.add(sequence.keys.any());
        }
        return sequence.steps;
    }

    /** Keys, leases, and watchers of them. */
    static List<Step> ofAll(Seed seed, int length) {
        Sequences sequence = new Sequences(seed);
        sequence.leases.first().forEach(sequence::add);
        while (sequence.steps.size() < length) {
            switch (seed.between(1, 10)) {
                case 1, 2 -> sequence.leases.any().forEach(sequence::add);
                case 3, 4 -> sequence.steps.add(sequence.watches.any());
                default -> sequence.add(sequence.keys.any());
            }
        }
        return sequence.steps;
    }

    private void add(Message request) {
        steps.add(new Step.Ask(request));
    }
}

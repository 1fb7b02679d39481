package org.allmende.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.allmende.ledger.seeds.Seed;

/** What goes wrong when: processes that end, nodes that are cut off, clocks that drift, rosters that change. */
final class Weather {
    private static final int SKEW_EVERY_MILLIS = 4_000;

    private final SimulatedNetwork network;
    private final Faults faults;
    private final Seed seed;
    private List<SimulatedNode> cut = List.of();
    private long cutMillis;
    private boolean isCalm;

    Weather(SimulatedNetwork network, Faults faults, Seed seed) {
        this.network = network;
        this.faults = faults;
        this.seed = seed;
    }

    void begin() {
        every(faults.crashes().meanMillis(), this::crashSomebody);
        every(faults.cuts().meanMillis(), this::cutSomebodyOff);
        every(faults.epochMeanMillis(), () -> network.sequencer().nextEpoch());
        if (faults.skewMillisMax() > 0) {
            network.nodes().forEach(this::skew);
            every(SKEW_EVERY_MILLIS, () -> skew(seed.pick(network.nodes())));
        }
    }

    private void every(int meanMillis, Runnable action) {
        if (meanMillis > 0) {
            network.timeline().after(seed.between(meanMillis / 2, meanMillis * 3 / 2), () -> {
                if (!isCalm) {
                    action.run();
                    every(meanMillis, action);
                }
            });
        }
    }

    private void crashSomebody() {
        SimulatedNode node = seed.pick(network.nodes());
        if (node.isUp()) {
            node.crash(Happening.CRASHED_AT_ANY_TIME);
        }
    }

    /** A process has ended: it starts again later, perhaps with nothing left. One node at a time may lose its disk. */
    void down(SimulatedNode node) {
        boolean othersHoldState = network.nodes().stream()
                .allMatch(other -> other == node || other.disk().roundsHeld() > 0);
        boolean loses = !isCalm && othersHoldState && seed.between(1, 1_000) <= faults.crashes().emptyDiskPerThousand();
        network.timeline().after(seed.between(1, faults.crashes().downMillisMax()), () -> {
            if (!node.isUp()) {
                if (loses) {
                    network.trace().say(node.name() + " has lost its disk");
                    node.disk().wipe();
                }
                network.trace().count(loses ? Happening.RESTARTED_WITH_EMPTY_DISK : Happening.RESTARTED);
                node.boot();
            }
        });
    }

    private void cutSomebodyOff() {
        if (!cut.isEmpty()) {
            return;
        }
        List<SimulatedNode> nodes = new ArrayList<>(network.nodes());
        Collections.shuffle(nodes, Random.from(seed));
        cutOff(nodes.subList(0, seed.between(1, Math.max(1, nodes.size() - 1))));
        network.timeline().after(seed.between(1, faults.cuts().lastMillisMax()), this::join);
    }

    void cutOff(List<SimulatedNode> nodes) {
        cut = List.copyOf(nodes);
        cutMillis = network.timeline().nowMillis();
        network.trace().say("cut off: " + cut);
        network.trace().count(Happening.NODES_CUT_OFF);
    }

    void join() {
        cut = List.of();
        network.trace().say("nobody is cut off");
    }

    boolean isCut(SimulatedNode node) {
        return cut.contains(node);
    }

    /** When the cut began that is in force. */
    long cutMillis() {
        return cutMillis;
    }

    private void skew(SimulatedNode node) {
        node.skew(seed.between(-faults.skewMillisMax(), faults.skewMillisMax()));
    }

    boolean strikes(int perThousand) {
        return !isCalm && seed.between(1, 1_000) <= perThousand;
    }

    /** Nothing goes wrong from here on, and who is down starts. */
    void mend() {
        isCalm = true;
        join();
        network.nodes().forEach(SimulatedNode::boot);
    }
}

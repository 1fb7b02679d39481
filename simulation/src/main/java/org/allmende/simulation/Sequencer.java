package org.allmende.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.Round.Brought;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;

/**
 * What the nodes agree on, as if by magic: while more than two thirds of them are there, whatever offers have arrived
 * become rounds, in an order of chance. Removes no copies, reads nothing, and lets anybody bring anything: the ledger
 * has to withstand all of it.
 */
final class Sequencer {
    private static final int PAUSE_MILLIS_MIN = 40;
    private static final int PAUSE_MILLIS_MAX = 200;

    private static final int FLOOD = 20;

    /** Rounds always kept for nodes that missed them; older ones only while no disk holds them. */
    static final int RETAINED = 60;

    private final SimulatedNetwork network;
    private final Seed seed;
    private final List<Round> rounds = new ArrayList<>();
    private final List<Brought> arrived = new ArrayList<>();
    private long epoch;
    private boolean isHalted;
    private boolean isPaused;
    private boolean isHonest;

    Sequencer(SimulatedNetwork network, Seed seed) {
        this.network = network;
        this.seed = seed;
    }

    void start() {
        network.timeline().after(seed.between(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX), this::tick);
    }

    /** Rounds decided so far. */
    int decided() {
        return rounds.size();
    }

    Round round(int number) {
        return rounds.get(number);
    }

    /** The oldest round that can still be had; before it there is only state to take over. */
    int oldest() {
        int onDisk = network.nodes().stream().mapToInt(node -> node.disk().roundsHeld()).max().orElse(0);
        return Math.max(0, Math.min(onDisk, rounds.size() - RETAINED));
    }

    void arrived(int node, Bytes transaction) {
        arrived.add(new Brought(node, transaction));
    }

    void nextEpoch() {
        epoch++;
    }

    /** From here on nobody brings garbage. */
    void mend() {
        isHonest = true;
    }

    void pause() {
        isPaused = true;
    }

    private void tick() {
        boolean quorum = network.hasQuorum();
        if (isHalted == quorum) {
            network.trace().say(quorum ? "the network orders again" : "the network halts");
            isHalted = !quorum;
            if (isHalted) {
                network.trace().count(Happening.NETWORK_HALTED);
            }
        }
        if (quorum && !isPaused) {
            decide();
        }
        network.timeline().after(seed.between(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX), this::tick);
    }

    private void decide() {
        List<Brought> taken = new ArrayList<>();
        List<Brought> left = new ArrayList<>();
        for (Brought each : arrived) {
            (seed.oneIn(8) ? left : taken).add(each);
        }
        arrived.clear();
        arrived.addAll(left);
        if (!isHonest && seed.between(1, 1_000) <= network.faults().liesPerThousandRounds()) {
            lie(taken);
        }
        Collections.shuffle(taken, Random.from(seed));
        List<Long> heard = network.nodes().stream()
                .filter(network::isReachable)
                .map(node -> (long) node.number())
                .toList();
        Round round = new Round(network.medianClockMillis(), epoch, taken, heard);
        rounds.add(round);
        network.trace().say("round " + (rounds.size() - 1) + " of " + taken.size() + " at " + round.timeMillis());
        Optional<Long> ends = network.auditor().epochEndsMillis();
        network.auditor().decided(round);
        if (ends.isPresent() && round.timeMillis() >= ends.get()) {
            epoch++;
            network.trace().count(Happening.ROSTER_CHANGED);
        }
        int number = rounds.size() - 1;
        network.nodes().forEach(node -> network.deliver(node, number));
    }

    private void lie(List<Brought> taken) {
        int liar = seed.between(0, network.nodes().size() - 1);
        List<Signed> ever = network.clients().everSigned();
        Bytes bytes = ever.isEmpty() ? seed.bytes(seed.between(0, 300)) : seed.pick(ever).bytes();
        switch (seed.between(0, 4)) {
            case 0 -> taken.add(new Brought(liar, seed.bytes(seed.between(0, 300))));
            case 1 -> taken.add(new Brought(liar, spoilt(bytes)));
            case 2 -> {
                taken.add(new Brought(liar, bytes));
                taken.add(new Brought((liar + 1) % network.nodes().size(), bytes));
            }
            case 3 -> flood(liar, taken);
            default -> taken.add(new Brought(liar, bytes));
        }
    }

    /** Whatever it can get hold of: what others have brought this very time, what was signed ever, and noise. */
    private void flood(int node, List<Brought> taken) {
        network.trace().count(Happening.ROUND_FLOODED);
        List<Signed> ever = network.clients().everSigned();
        taken.addAll(taken.stream().map(each -> new Brought(node, each.transaction())).toList());
        for (int i = 0; i < FLOOD; i++) {
            boolean noise = ever.isEmpty() || seed.oneIn(4);
            taken.add(new Brought(node, noise ? seed.bytes(seed.between(0, 300)) : seed.pick(ever).bytes()));
        }
    }

    private Bytes spoilt(Bytes bytes) {
        byte[] spoilt = bytes.toArray();
        if (spoilt.length > 0) {
            spoilt[seed.between(0, spoilt.length - 1)] ^= (byte) (1 << seed.between(0, 7));
        }
        return Bytes.wrap(spoilt);
    }
}

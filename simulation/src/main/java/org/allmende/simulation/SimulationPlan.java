package org.allmende.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.allmende.ledger.Application;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Limits;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.simulation.Faults.Messages;
import org.jspecify.annotations.Nullable;

/** What a network to be simulated is like. Unless told otherwise: four nodes, the ledger alone, nothing goes wrong. */
public final class SimulationPlan {
    /** Makes the applications of one node, beside the ledger's own. */
    public interface Applications extends Function<Tables, List<? extends Application>> {}

    /** How a node makes the digest of one of its views. */
    public interface Digesting extends BiFunction<Ledger, View, Bytes> {}

    final Seed seed;
    int nodes = 4;
    Faults faults = Faults.NONE;
    Parameters parameters = SimulatedGenesis.PARAMETERS;
    Applications applications = tables -> List.of();
    List<Expectation> expectations = List.of();
    @Nullable
    SimulatedNetwork origin;

    final Map<Integer, Applications> applicationsAt = new HashMap<>();
    final Map<Integer, UnaryOperator<StateMachine>> wrappings = new HashMap<>();
    final Map<Integer, Digesting> digestings = new HashMap<>();
    final Map<Integer, Duration> joining = new HashMap<>();

    SimulationPlan(Seed seed) {
        this.seed = seed;
    }

    /** At most {@link Limits#NODES_MAX}, of weights not quite alike. */
    public SimulationPlan nodes(int count) {
        if (count < 1 || count > Limits.NODES_MAX) {
            throw new IllegalArgumentException("a network has 1 to " + Limits.NODES_MAX + " nodes, not " + count);
        }
        nodes = count;
        return this;
    }

    /**
     * It starts from the state of another network at its last height, which all of that one's nodes hold: heal it before.
     * Its own nodes have other keys. What is expected of the applications goes on from there too.
     */
    public SimulationPlan startingFrom(SimulatedNetwork network) {
        origin = network;
        return this;
    }

    /** The applications of every node, and for each of them what it should do. */
    public SimulationPlan running(Applications made, Expectation... expected) {
        applications = made;
        expectations = List.of(expected);
        return this;
    }

    /** One node runs others, which its owner should not: for tests of the auditor. */
    public SimulationPlan runningAt(int node, Applications made) {
        applicationsAt.put(node, made);
        return this;
    }

    /** Something stands between the engine of a node and its ledger: for tests of the auditor. */
    public SimulationPlan wrapping(int node, UnaryOperator<StateMachine> wrapping) {
        wrappings.put(node, wrapping);
        return this;
    }

    /** A node makes digests in a way of its own: for tests of the auditor. */
    public SimulationPlan digestingAt(int node, Digesting digesting) {
        digestings.put(node, digesting);
        return this;
    }

    /** This node is not there at the beginning, and then comes with an empty disk. */
    public SimulationPlan joining(int node, Duration after) {
        joining.put(node, after);
        return this;
    }

    public SimulationPlan parameters(Parameters chosen) {
        parameters = chosen;
        return this;
    }

    /** Everything at once; what is said after it changes a part of it. */
    public SimulationPlan with(Faults chosen) {
        faults = chosen;
        return this;
    }

    public SimulationPlan dropping(int perThousand) {
        Messages now = faults.messages();
        return with(faults.with(
                new Messages(perThousand, now.doubledPerThousand(), now.delayMillisMin(), now.delayMillisMax())));
    }

    public SimulationPlan doubling(int perThousand) {
        Messages now = faults.messages();
        return with(faults.with(
                new Messages(now.lostPerThousand(), perThousand, now.delayMillisMin(), now.delayMillisMax())));
    }

    public SimulationPlan delaying(int millisMin, int millisMax) {
        Messages now = faults.messages();
        return with(faults.with(
                new Messages(now.lostPerThousand(), now.doubledPerThousand(), millisMin, millisMax)));
    }

    public SimulationPlan crashing(Faults.Crashes crashes) {
        return with(faults.with(crashes));
    }

    public SimulationPlan cutting(Faults.Cuts cuts) {
        return with(faults.with(cuts));
    }

    public SimulatedNetwork start() {
        return new SimulatedNetwork(this);
    }
}

package org.allmende.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.allmende.ledger.Application;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.OriginRows;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.verification.Verification;

/**
 * A network in one thread, from one seed. Everything that happens is an event of the {@link Timeline}; nothing else
 * moves it.
 *
 * <pre>{@code
 * @Seeds(50)
 * void whatWasToldStaysTrue(Seed seed) {
 *     var network = SimulatedNetwork.of(seed).running(Tally::all, new TallyExpectation()).with(Faults.ALL).start();
 *     network.run(Duration.ofMinutes(1), new TallyWorkload());
 *     network.heal();
 * }
 * }</pre>
 *
 * What it leaves to others: how nodes come to agree (the order is made outside of them and never lost, so that a crash
 * can lose what one process held, not what was decided), lies of a node about anything but what it brings, damage to
 * what a disk holds, threads, and linearizable reads, which wait by the clock on the wall.
 *
 * <p>A violation is thrown by {@link #run} or {@link #heal} as soon as it is seen; under
 * {@link org.allmende.ledger.seeds.Seeds} it comes with the command that replays it.
 */
public final class SimulatedNetwork {
    /** The keyspace in the genesis, and the secret of its owner. */
    public static final String KEYSPACE = "default";

    public static final Bytes OWNER = secret("owner");

    /** The secret of the account that may open others. */
    public static final Bytes OPERATOR = secret("operator");

    /** A node that is cut off, or one of too few, knows it after so long. */
    private static final long NOTICED_MILLIS = 1_000;

    private static final int ACT_MILLIS_MIN = 100;
    private static final int ACT_MILLIS_MAX = 1_500;

    /** How long everything may take to be level once nothing goes wrong any more. */
    private static final long HEAL_MILLIS = 25_000;

    private static final long SETTLE_MILLIS = 3_000;

    private final SimulationPlan plan;
    private final Genesis genesis;
    private final OriginRows originRows;
    private final int generation;
    private final Timeline timeline;
    private final Trace trace;
    private final Wire wire;
    private final Weather weather;
    private final Sequencer sequencer;
    private final SimulatedClients clients;
    private final Auditor auditor;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Seed workloadSeed;
    private long quorumMillis;

    public static SimulationPlan of(Seed seed) {
        return new SimulationPlan(seed);
    }

    /** 32 bytes for somebody of this name. */
    public static Bytes secret(String name) {
        return Digests.sha256("simulated secret of " + name);
    }

    SimulatedNetwork(SimulationPlan plan) {
        this.plan = plan;
        Seed seed = plan.seed;
        SimulatedNetwork before = plan.origin;
        generation = before == null ? 0 : before.generation + 1;
        timeline = new Timeline(before == null ? SimulatedGenesis.START_MILLIS : before.nowMillis());
        trace = new Trace(timeline);
        quorumMillis = timeline.nowMillis();
        Genesis own = SimulatedGenesis.of(plan.nodes, plan.parameters, generation, timeline.nowMillis());
        if (before == null) {
            originRows = OriginRows.NONE;
            genesis = own;
        } else {
            SimulatedOrigin origin = SimulatedOrigin.of(before);
            originRows = origin;
            genesis = own.from(origin.origin());
        }
        wire = new Wire(timeline, trace, plan.faults.messages(), seed.split());
        weather = new Weather(this, plan.faults, seed.split());
        sequencer = new Sequencer(this, seed.split());
        Ledger first = new Ledger(
                genesis,
                plan.applications,
                schema -> new Verification(genesis.networkId(), schema, Runnable::run),
                Ledger.Observer.NONE);
        clients = new SimulatedClients(this, first.schema(), seed.split());
        Map<Bytes, Signed> signed = new HashMap<>();
        auditor = before == null
                ? new Auditor(seed.value(), trace, new ExpectedLedger(genesis, plan.expectations, signed, trace), signed)
                : before.auditor.ofNetworkAfter(seed.value(), genesis, trace, signed);
        workloadSeed = seed.split();
        for (int node = 0; node < plan.nodes; node++) {
            nodes.add(new SimulatedNode(this, node, seed.split()));
        }
        begin();
    }

    private void begin() {
        for (SimulatedNode node : nodes) {
            Duration joining = plan.joining.getOrDefault(node.number(), Duration.ZERO);
            timeline.after(joining.toMillis(), node::boot);
        }
        sequencer.start();
        weather.begin();
    }

    /** Lets clients do this for so long, whatever happens meanwhile. */
    public void run(Duration duration, Workload workload) {
        long untilMillis = timeline.nowMillis() + duration.toMillis();
        act(workload, untilMillis);
        timeline.runUntil(untilMillis, auditor::requireNoViolation);
    }

    private void act(Workload workload, long untilMillis) {
        timeline.after(workloadSeed.between(ACT_MILLIS_MIN, ACT_MILLIS_MAX), () -> {
            if (timeline.nowMillis() <= untilMillis) {
                workload.act(this, workloadSeed);
                act(workload, untilMillis);
            }
        });
    }

    /** Lets everything that is set happen for so long. */
    public void run(Duration duration) {
        timeline.runUntil(timeline.nowMillis() + duration.toMillis(), auditor::requireNoViolation);
    }

    /** Nothing goes wrong any more; in the end all nodes are level, and say the right thing of all there ever was. */
    public void heal() {
        trace.say("nothing goes wrong any more");
        wire.mend();
        sequencer.mend();
        weather.mend();
        run(Duration.ofMillis(HEAL_MILLIS));
        sequencer.pause();
        run(Duration.ofMillis(SETTLE_MILLIS));
        auditor.level(nodes, sequencer.decided());
    }

    public Auditor auditor() {
        return auditor;
    }

    public SimulatedClients clients() {
        return clients;
    }

    public List<SimulatedNode> nodes() {
        return nodes;
    }

    public Genesis genesis() {
        return genesis;
    }

    OriginRows originRows() {
        return originRows;
    }

    int generation() {
        return generation;
    }

    public long nowMillis() {
        return timeline.nowMillis();
    }

    /** SHA-256 over everything that has happened. */
    public Bytes traceDigest() {
        return trace.digest();
    }

    /** These nodes reach nobody and are reached by nobody, until {@link #join}. */
    public void cutOff(SimulatedNode... cut) {
        weather.cutOff(List.of(cut));
    }

    public void join() {
        weather.join();
    }

    // ---- for its parts

    Timeline timeline() {
        return timeline;
    }

    Trace trace() {
        return trace;
    }

    Faults faults() {
        return plan.faults;
    }

    Sequencer sequencer() {
        return sequencer;
    }

    Weather weather() {
        return weather;
    }

    Function<Tables, List<? extends Application>> applications(SimulatedNode node) {
        return plan.applicationsAt.getOrDefault(node.number(), plan.applications);
    }

    StateMachine wrapped(SimulatedNode node, StateMachine machine) {
        return plan.wrappings.getOrDefault(node.number(), UnaryOperator.identity()).apply(machine);
    }

    Bytes digest(SimulatedNode node, Ledger ledger) {
        return plan.digestings.getOrDefault(node.number(), Ledger::digest).apply(ledger, ledger.view());
    }

    boolean strikes() {
        return weather.strikes(plan.faults.crashes().perThousandSteps());
    }

    boolean strikesLongStep() {
        return weather.strikes(plan.faults.crashes().perThousandLongSteps());
    }

    boolean isReachable(SimulatedNode node) {
        return node.isUp() && !weather.isCut(node);
    }

    private long weight(Stream<SimulatedNode> nodes) {
        return nodes.mapToLong(node -> weight(node.number())).sum();
    }

    /** In the roster in force; before the first height in the genesis. */
    private long weight(int node) {
        return auditor.hasRoster() ? auditor.weight(node) : SimulatedGenesis.weight(node);
    }

    /** More than two thirds of the weight are there. Noted, for who asks whether it has been so lately. */
    boolean hasQuorum() {
        long there = weight(nodes.stream().filter(this::isReachable));
        boolean quorum = 3 * there > 2 * weight(nodes.stream());
        if (quorum) {
            quorumMillis = timeline.nowMillis();
        }
        return quorum;
    }

    boolean noticedToBeAlone(SimulatedNode node) {
        long now = timeline.nowMillis();
        return weather.isCut(node) && now - weather.cutMillis() > NOTICED_MILLIS
                || now - quorumMillis > NOTICED_MILLIS;
    }

    long medianClockMillis() {
        long[] clocks = nodes.stream()
                .filter(this::isReachable)
                .mapToLong(SimulatedNode::clockMillis)
                .sorted()
                .toArray();
        return clocks[clocks.length / 2];
    }

    int decided() {
        return sequencer.decided();
    }

    int oldestRound() {
        return sequencer.oldest();
    }

    /** A round on its way to a node, which may be cut off before it arrives. */
    void deliver(SimulatedNode node, int number) {
        Round round = sequencer.round(number);
        wire.send(() -> {
            if (isReachable(node)) {
                node.now(() -> node.engine().arrived(number, round));
            }
        });
    }

    /** An offer on its way from a node. */
    void offer(SimulatedNode node, Bytes transaction) {
        if (!weather.isCut(node)) {
            wire.send(() -> {
                if (!weather.isCut(node)) {
                    sequencer.arrived(node.number(), transaction);
                }
            });
        }
    }

    /** Somebody within reach who is further. */
    Optional<SimulatedNode> donor(SimulatedNode node) {
        List<SimulatedNode> further = nodes.stream()
                .filter(other -> isReachable(other) && other.engine().applied() > node.engine().applied())
                .toList();
        return further.isEmpty() ? Optional.empty() : Optional.of(further.get(decided() % further.size()));
    }
}

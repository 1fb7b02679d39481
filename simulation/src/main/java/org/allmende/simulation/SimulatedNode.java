package org.allmende.simulation;

import java.io.IOException;
import java.time.Instant;
import org.allmende.ledger.AppliedHeight;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.checkpoint.CheckpointEvent;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.port.LocalPort;
import org.allmende.ledger.roster.ProposalState;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterEvent;
import org.allmende.ledger.roster.RosterOperation;
import org.allmende.ledger.roster.RosterStatement;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.State;
import org.allmende.ledger.transaction.Group;
import org.jspecify.annotations.Nullable;

/** A node: a disk that stays, a clock that is wrong, and a process that comes and goes. */
public final class SimulatedNode {
    private static final int VOUCH_MILLIS_MAX = 2_000;

    private final SimulatedNetwork network;
    private final int number;
    private final Seed seed;
    private final Disk disk = new Disk();
    private long skewMillis;
    private @Nullable Running process;

    private record Running(LocalPort port, SimulatedConsensus engine) {}

    SimulatedNode(SimulatedNetwork network, int number, Seed seed) {
        this.network = network;
        this.number = number;
        this.seed = seed;
    }

    /** In the genesis, from 0. */
    public int number() {
        return number;
    }

    public String name() {
        return "n" + number;
    }

    public boolean isUp() {
        return process != null;
    }

    /**
     * Its ledger, as gateways see it. Linearizable views wait by the clock on the wall: sign a barrier instead.
     *
     * @throws IllegalStateException while it is down
     */
    public LocalPort port() {
        return running().port;
    }

    /** Of its last view, as this node makes it. */
    Bytes digest() {
        return network.digest(this, port().ledger());
    }

    SimulatedConsensus engine() {
        return running().engine;
    }

    private Running running() {
        if (process == null) {
            throw new IllegalStateException(name() + " is down");
        }
        return process;
    }

    Disk disk() {
        return disk;
    }

    /** By its own clock. */
    long clockMillis() {
        return network.timeline().nowMillis() + skewMillis;
    }

    void skew(long millis) {
        skewMillis = millis;
    }

    void boot() {
        if (isUp()) {
            return;
        }
        SimulatedConsensus engine = new SimulatedConsensus(network, this, seed.split());
        LocalPort port = LocalPort.unstarted(new LocalPort.Settings(
                network.genesis(),
                network.originRows(),
                number,
                network.applications(this),
                engine,
                gatewaySecret(),
                () -> Instant.ofEpochMilli(clockMillis()),
                Runnable::run));
        port.accompany(new Ledger.Observer() {
            @Override
            public void applied(AppliedHeight height) {
                vouchIfAsked(height);
                vouchForRoster(height);
            }
        });
        process = new Running(port, engine);
        network.trace().say(name() + " starts");
        guarded(() -> {
            try {
                port.start();
            } catch (IOException e) {
                throw new IllegalStateException("a simulated disk can always be read", e);
            }
        });
    }

    /** As a node does: says what state it holds where a checkpoint was taken, a little later, if it still lives. */
    private void vouchIfAsked(AppliedHeight height) {
        if (height.events().stream().noneMatch(placed -> placed.event() instanceof CheckpointEvent.Taken)) {
            return;
        }
        Statement statement = Statement.of(
                network.genesis().networkId(),
                height.head(),
                State.digest(height.view()),
                port().rows(height.view()).values().stream().mapToLong(Long::longValue).sum());
        Bytes signature = Vouch.of(statement, number, gatewaySecret()).signature();
        later(seed.between(1, VOUCH_MILLIS_MAX), () -> network.clients()
                .submit(gatewaySecret(), Group.of(new CheckpointOperation.VouchFor(statement, signature))));
    }

    /** As a node does: has looked at the roster that has passed, a little later, if it still lives. */
    private void vouchForRoster(AppliedHeight height) {
        boolean passed = height.events().stream()
                .map(Placed::event)
                .anyMatch(event -> event instanceof RosterEvent.Decided(long _, ProposalState state)
                        && state == ProposalState.PASSED);
        if (passed) {
            port().ledger().rosters().next(height.view()).ifPresent(this::vouchFor);
        }
    }

    private void vouchFor(Roster roster) {
        Bytes signature =
                new RosterStatement(network.genesis().networkId(), roster).signedWith(gatewaySecret());
        later(seed.between(1, VOUCH_MILLIS_MAX), () -> network.clients()
                .submit(gatewaySecret(), Group.of(new RosterOperation.VouchForRoster(roster.epoch(), signature))));
    }

    private Bytes gatewaySecret() {
        return SimulatedGenesis.gatewaySecret(number, network.generation());
    }

    /** The process ends, and with it everything that is not on disk. Comes back after a while. */
    void crash(Happening where) {
        process = null;
        network.trace().say(name() + " crashes: " + where);
        network.trace().count(where);
        network.weather().down(this);
    }

    /** Lets its process do this then, if it still lives. */
    void later(long millis, Runnable action) {
        Running of = running();
        network.timeline().after(millis, () -> during(of, action));
    }

    /** Lets whatever process it has now do this, if any. */
    void now(Runnable action) {
        if (process != null) {
            during(process, action);
        }
    }

    @SuppressWarnings("ReferenceEquality") // this one process is meant, and not its successor
    private void during(Running of, Runnable action) {
        if (process == of) {
            guarded(action);
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Crash crash) {
            crash(crash.where);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}

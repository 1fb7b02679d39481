package org.allmende.consensus.hashgraph;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hiero.base.crypto.Hash;
import org.hiero.consensus.model.quiescence.QuiescenceCommand;
import org.hiero.consensus.model.status.PlatformStatus;
import org.jspecify.annotations.Nullable;

/**
 * Decides when this node makes events and when it is quiet. A network without work stands still: no rounds, no agreed
 * time. It wakes when a node has a transaction, which the others see before it is ordered, or when the next round is
 * due by the clocks of nodes with more than two thirds of the weight: every node knows that time from the ledger, and
 * each stays awake until a round has reached it, so that it is the round's time that counts and never the clock.
 *
 * <p>Any thread; the command goes out only when it changes.
 */
final class Quiescence {
    /** Without a round for this long, events do not flow. */
    static final long FLOWING_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** An event this many rounds old has been handled or has gone stale, whatever was reported. */
    static final int ROUNDS_UNDER_WAY_MAX = 60;

    /**
     * What a decision rests on.
     *
     * @param arrived whether this node may make events
     * @param waiting whether transactions of the ledger wait in this node's pool; signatures of states do not count,
     *     as each round would make the next
     * @param due whether the next round is due by this node's clock
     * @param flowing whether rounds are being handled
     * @param underWay whether transactions of the ledger, from whatever node, are known and not yet handled
     * @param recent whether the last of them was handled a moment ago
     * @param crowded whether too many events of this node are not in order yet; see {@link Pace}
     */
    record Facts(
            PlatformStatus status,
            boolean arrived,
            boolean waiting,
            boolean due,
            boolean flowing,
            boolean underWay,
            boolean recent,
            boolean crowded) {}

    private final Consumer<QuiescenceCommand> commander;
    private final long quietAfterNanos;
    private final Map<Hash, Long> underWay = new HashMap<>();
    private final Pace pace = new Pace();
    private PlatformStatus status = PlatformStatus.STARTING_UP;
    private boolean arrived;
    private int waiting;
    private long expectedMillis = Long.MAX_VALUE;
    private long nowMillis;
    private long nowNanos;
    private long workNanos;
    private long roundNanos;
    /** Since the last tick, and within the grace after that. */
    private boolean worked;

    private boolean recent;

    /** Since the last tick, and for a while after that. */
    private boolean handled;

    private boolean flowing;
    private @Nullable QuiescenceCommand said;

    Quiescence(Consumer<QuiescenceCommand> commander, long quietAfterMillis) {
        this.commander = commander;
        this.quietAfterNanos = TimeUnit.MILLISECONDS.toNanos(quietAfterMillis);
    }

    static QuiescenceCommand decide(Facts facts) {
        if (facts.status() != PlatformStatus.ACTIVE && facts.status() != PlatformStatus.CHECKING) {
            return QuiescenceCommand.DONT_QUIESCE;
        }
        if (!facts.arrived() || facts.crowded()) {
            return QuiescenceCommand.QUIESCE;
        }
        if (facts.waiting() || facts.due()) {
            // To break is to make an event that builds on no other node's. Where events flow that is only a burden:
            // each costs a sync to disk on every node.
            return facts.flowing() ? QuiescenceCommand.DONT_QUIESCE : QuiescenceCommand.BREAK_QUIESCENCE;
        }
        if (facts.underWay() || facts.recent()) {
            return QuiescenceCommand.DONT_QUIESCE;
        }
        return QuiescenceCommand.QUIESCE;
    }

    /** The engine's status, and whether the node may make events; see {@link Arrival}. */
    synchronized void status(PlatformStatus now, boolean hasArrived) {
        status = now;
        arrived = hasArrived;
        if (now == PlatformStatus.BEHIND) {
            underWay.clear();
            pace.clear();
        }
        say();
    }

    /** This node makes an event, at this time by its own clocks. */
    synchronized void made(Instant now, long nanos) {
        pace.made(now, nanos);
        nowNanos = nanos;
        say();
    }

    /** An event of this node has got its order. */
    synchronized void ordered(Instant created) {
        pace.ordered(created);
    }

    /** How many transactions of the ledger wait in the pool. */
    synchronized void waiting(int transactions) {
        if (transactions < waiting) {
            worked = true;
        }
        waiting = transactions;
        say();
    }

    /** An event that carries transactions of the ledger is known. */
    synchronized void underWay(Hash event, long birthRound) {
        underWay.put(event, birthRound);
        worked = true;
        say();
    }

    /** An event was handled, or has gone stale. */
    synchronized void settled(Hash event) {
        if (underWay.remove(event) != null) {
            worked = true;
        }
    }

    /** A round has been handled; the ledger expects the next one at this agreed time. */
    synchronized void handled(long round, long nextExpectedMillis) {
        expectedMillis = nextExpectedMillis;
        handled = true;
        underWay.values().removeIf(birthRound -> birthRound < round - ROUNDS_UNDER_WAY_MAX);
        say();
    }

    /** What part of the machine's processors is in use, 0 to 1. */
    synchronized void processors(double used) {
        pace.processors(used);
    }

    /** The clocks: milliseconds since 1970, and {@link System#nanoTime}. */
    synchronized void tick(long wallMillis, long nanos) {
        nowMillis = wallMillis;
        nowNanos = nanos;
        if (worked) {
            worked = false;
            workNanos = nanos;
            recent = true;
        } else if (nanos - workNanos >= quietAfterNanos) {
            recent = false;
        }
        if (handled) {
            handled = false;
            roundNanos = nanos;
            flowing = true;
        } else if (nanos - roundNanos >= FLOWING_NANOS) {
            flowing = false;
        }
        say();
    }

    private void say() {
        boolean crowded = pace.isCrowded(nowNanos);
        QuiescenceCommand command = decide(new Facts(
                                status,
                arrived,
                waiting > 0,
                nowMillis >= expectedMillis,
                handled || flowing,
                !underWay.isEmpty(),
                worked || recent,
                crowded));
        if (command == QuiescenceCommand.QUIESCE && !crowded) {
            handled = false;
            flowing = false;
        }
        if (command != said) {
            said = command;
            commander.accept(command);
        }
    }
}

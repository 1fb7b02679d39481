package org.allmende.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.allmende.client.Race.LostException;

/** How a query finds a node that answers it. */
final class Asking {
    private final ClientSettings settings;
    private final Nodes nodes;
    private final NetworkPin pin;

    Asking(ClientSettings settings, Nodes nodes, NetworkPin pin) {
        this.settings = settings;
        this.nodes = nodes;
        this.pin = pin;
    }

    /**
     * Asks node after node, and all of them again, while the settings' patience lasts.
     *
     * @throws RefusedException when a node refuses for a reason that every node would give, or all have others
     * @throws NoNodeException when none answered
     */
    <T> T any(Race.Leg<T> leg) throws IOException, InterruptedException {
        Passes passes = new Passes(settings, settings.queryPatience());
        while (true) {
            try {
                Race.Won<T> won = Race.run(
                        nodes.inOrder(), 1, settings.hedgeAfter(), passes.deadlineNanos(), Asking::isForAll, verified(leg));
                nodes.prefer(won.node());
                return won.value();
            } catch (LostException e) {
                passes.lost(e);
                if (passes.areOver()) {
                    throw passes.failure("no node answered");
                }
            }
            passes.pause();
        }
    }

    /** Asks this one node, once. */
    <T> T one(URI node, Duration patience, Race.Leg<T> leg) throws IOException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        return verified(leg).run(nodes.at(node), deadlineNanos);
    }

    <T> Race.Leg<T> verified(Race.Leg<T> leg) {
        return (node, deadlineNanos) -> {
            pin.check(node, deadlineNanos);
            return leg.run(node, deadlineNanos);
        };
    }

    static long millisLeft(long deadlineNanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
    }

    private static boolean isForAll(IOException failure) {
        return failure instanceof RefusedException refusal && !refusal.isPassing();
    }
}

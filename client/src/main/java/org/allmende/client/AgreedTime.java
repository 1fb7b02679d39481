package org.allmende.client;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.port.NodeStatus;

/** The network's time as nodes tell it, so that this machine's clock need not be right. */
final class AgreedTime {
    static final Codec<NodeStatus> STATUS = NetworkSchema.SCHEMA.codec(NodeStatus.class);

    private static final long READING_MILLIS_MAX = 60_000;

    private final Asking asking;
    private volatile Optional<Reading> reading = Optional.empty();

    private record Reading(long timeMillis, long takenNanos) {
        long ageMillis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - takenNanos);
        }
    }

    AgreedTime(Asking asking) {
        this.asking = asking;
    }

    /** Milliseconds since 1970: a node's agreed time, and what has passed since it told it. */
    long nowMillis() throws IOException, InterruptedException {
        Reading known = reading.filter(last -> last.ageMillis() < READING_MILLIS_MAX).orElse(null);
        if (known == null) {
            known = asking.any(AgreedTime::read);
            reading = Optional.of(known);
        }
        return known.timeMillis() + known.ageMillis();
    }

    /** A node answered as if this time were wrong. */
    void doubt() {
        reading = Optional.empty();
    }

    /** A node that does not take part is behind, and so is its time. */
    private static Reading read(NodeLink node, long deadlineNanos) throws IOException {
        NodeStatus status = node.call(HttpCall.get("/v1/status"), deadlineNanos).decode(STATUS);
        if (status.health().state() != Health.State.ORDERING) {
            throw new IOException("it does not take part: " + status.health().why());
        }
        return new Reading(status.timeMillis(), System.nanoTime());
    }
}

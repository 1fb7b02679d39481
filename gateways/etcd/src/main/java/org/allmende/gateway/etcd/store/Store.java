package org.allmende.gateway.etcd.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.ledger.genesis.NodeCard;

/** One keyspace, as the services of a gateway use it. Any thread. */
public interface Store extends AutoCloseable {
    /** How long a change may take, as etcd's five seconds and two elections; after that it is never applied. */
    Duration PATIENCE = Duration.ofSeconds(7);

    /** The name of the keyspace; every operation given to {@link #write} is for it. */
    String keyspace();

    /** Who answers here, and for which network. */
    Identity identity();

    /** How the network is doing, as far as this gateway knows. */
    Standing standing();

    /** The nodes of the roster, in its order. */
    List<NodeCard> members();

    /**
     * Has an operation ordered. Completes when it was applied or refused; fails with {@link UnavailableException} when
     * that cannot be told in time, and the operation may then still be applied a little later.
     */
    CompletableFuture<Written> write(CoordinationOperation operation);

    /**
     * A reading that holds everything that was answered before this call, to anybody. Waits.
     *
     * @throws UnavailableException when none can be had in time
     */
    Reading linearizable() throws InterruptedException;

    /** A reading of what this gateway has seen; it may be a little behind. */
    Reading local();

    /** A reading above this height, or the newest there is when {@code patience} is over. Waits. */
    Reading above(long height, Duration patience) throws InterruptedException;

    @Override
    void close();
}

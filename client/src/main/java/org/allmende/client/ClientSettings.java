package org.allmende.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.genesis.Addresses;
import org.allmende.ledger.genesis.NetworkId;

/**
 * How a {@link NetworkClient} goes about its work.
 *
 * @param nodes where nodes answer, for instance {@code http://127.0.0.1:7700}; the first is asked first
 * @param network the only network to speak to; empty: the one that the first node to answer belongs to
 * @param submitTo how many nodes get a transaction at once, from 1; further ones get it when these fail or are slow
 * @param hedgeAfter how long a node may be silent before the next one is asked as well
 * @param connectPatience how long a node may take to accept a connection
 * @param reachPatience how long to look for any node that can be reached at all
 * @param queryPatience how long a query may take, through all its nodes
 * @param validity how far ahead of agreed time a transaction's valid-until is set
 * @param settlePatience how long to wait for a transaction's receipt, through all its nodes; longer than the validity,
 *     so that there is an answer in the end
 * @param quietPatience how long a stream may be silent before the next node is asked; several of its heartbeats
 */
public record ClientSettings(
        List<URI> nodes,
        Optional<NetworkId> network,
        int submitTo,
        Duration hedgeAfter,
        Duration connectPatience,
        Duration reachPatience,
        Duration queryPatience,
        Duration validity,
        Duration settlePatience,
        Duration quietPatience) {
    public ClientSettings {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("name at least one node, for instance http://127.0.0.1:7700");
        }
        nodes.forEach(ClientSettings::check);
        if (submitTo < 1) {
            throw new IllegalArgumentException("a transaction is submitted to at least 1 node, not " + submitTo);
        }
        for (Duration patience : List.of(
                hedgeAfter, connectPatience, reachPatience, queryPatience, validity, settlePatience, quietPatience)) {
            if (patience.toMillis() < 1) {
                throw new IllegalArgumentException("patience is at least 1 ms, not " + patience);
            }
        }
        if (validity.toMillis() > Limits.VALIDITY_MILLIS_MAX) {
            throw new IllegalArgumentException(
                    "valid-until is at most " + Limits.VALIDITY_MILLIS_MAX + " ms ahead, not " + validity.toMillis());
        }
    }

    /** The defaults for these nodes. */
    public static ClientSettings of(List<URI> nodes) {
        return new ClientSettings(
                nodes,
                Optional.empty(),
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(45),
                Duration.ofSeconds(15));
    }

    /** Speaks to no other network. */
    public ClientSettings in(NetworkId network) {
        return new ClientSettings(nodes, Optional.of(network), submitTo, hedgeAfter, connectPatience, reachPatience,
                queryPatience, validity, settlePatience, quietPatience);
    }

    /** Gives a transaction to this many nodes at once: faster when one is slow, at the cost of the others' work. */
    public ClientSettings to(int nodesAtOnce) {
        return new ClientSettings(nodes, network, nodesAtOnce, hedgeAfter, connectPatience, reachPatience,
                queryPatience, validity, settlePatience, quietPatience);
    }

    public ClientSettings withHedgeAfter(Duration silence) {
        return new ClientSettings(nodes, network, submitTo, silence, connectPatience, reachPatience,
                queryPatience, validity, settlePatience, quietPatience);
    }

    public ClientSettings withReachPatience(Duration patience) {
        return new ClientSettings(nodes, network, submitTo, hedgeAfter, connectPatience, patience,
                queryPatience, validity, settlePatience, quietPatience);
    }

    public ClientSettings withQueryPatience(Duration patience) {
        return new ClientSettings(nodes, network, submitTo, hedgeAfter, connectPatience, reachPatience,
                patience, validity, settlePatience, quietPatience);
    }

    /** How long a transaction stays valid, and how long to wait for its receipt. */
    public ClientSettings withValidity(Duration validFor, Duration settleWithin) {
        return new ClientSettings(nodes, network, submitTo, hedgeAfter, connectPatience, reachPatience,
                queryPatience, validFor, settleWithin, quietPatience);
    }

    public ClientSettings withQuietPatience(Duration patience) {
        return new ClientSettings(nodes, network, submitTo, hedgeAfter, connectPatience, reachPatience,
                queryPatience, validity, settlePatience, patience);
    }

    private static void check(URI node) {
        if (!Addresses.isServer(node)) {
            throw new IllegalArgumentException("'" + node + "' is no node's address; one is written http://HOST:PORT");
        }
    }
}

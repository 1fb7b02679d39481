package org.allmende.client;

import java.io.IOException;
import java.util.Optional;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;

/**
 * The one network a client speaks to. A node shows its genesis, whose hash is the id: it cannot claim another
 * network's id without being started from that network's genesis.
 */
final class NetworkPin {
    private static final Codec<Genesis> GENESIS = NetworkSchema.SCHEMA.codec(Genesis.class);

    private volatile Optional<NetworkId> id;
    private volatile Optional<Genesis> genesis = Optional.empty();

    NetworkPin(Optional<NetworkId> expected) {
        this.id = expected;
    }

    Optional<NetworkId> id() {
        return id;
    }

    Optional<Genesis> genesis() {
        return genesis;
    }

    /**
     * Asks a node once to which network it belongs.
     *
     * @throws WrongNetworkException when that is another one
     */
    void check(NodeLink node, long deadlineNanos) throws IOException {
        Optional<NetworkId> known = node.network();
        NetworkId found = known.isPresent() ? known.get() : asked(node, deadlineNanos);
        NetworkId expected = id.orElse(found);
        if (!found.equals(expected)) {
            throw new WrongNetworkException(found, expected);
        }
    }

    private NetworkId asked(NodeLink node, long deadlineNanos) throws IOException {
        Genesis shown = node.call(HttpCall.get("/v1/network"), deadlineNanos).decode(GENESIS);
        NetworkId network = shown.networkId();
        node.belongsTo(network);
        pin(network, shown);
        return network;
    }

    /** It is this network, whatever a node shows. */
    synchronized void pinned(Genesis known) {
        id = Optional.of(known.networkId());
        genesis = Optional.of(known);
    }

    /** The first one counts, of nodes that may be asked at the same time. */
    private synchronized void pin(NetworkId network, Genesis shown) {
        id = Optional.of(id.orElse(network));
        if (id.get().equals(network)) {
            genesis = Optional.of(shown);
        }
    }
}

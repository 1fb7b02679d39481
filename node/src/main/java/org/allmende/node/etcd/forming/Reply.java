package org.allmende.node.etcd.forming;

import java.util.Optional;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.genesis.NetworkId;

/** What a member answers an {@link Ask}. */
public sealed interface Reply {
    /** Of a whole answer. */
    int BYTES_MAX = 96 * 1024;

    Codec<Reply> CODEC = Schema.standard().codec(Reply.class);

    /**
     * Both mean the same network, as far as they can tell.
     *
     * @param bound the network whose genesis it keeps, beside which it will have no other; empty: it lacks introductions
     * @param settled whether it knows that all are bound, and has begun
     * @param clientUrls where its clients reach it, commas between
     */
    @Tag(0)
    record Told(
            Introduction introduction,
            Optional<NetworkId> bound,
            boolean settled,
            @Max(4096) String clientUrls)
            implements Reply {}

    /** They do not belong together. */
    @Tag(1)
    record Refused(@Max(80 * 1024) String why) implements Reply {}
}

package org.allmende.ledger.genesis;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Schema;

/**
 * What a network starts from; every node holds the same bytes.
 *
 * @param name for people, not unique in the world
 * @param salt 32 random bytes, so that the same members can start two networks
 * @param rehearsal true when all nodes run on one machine: such a network says so everywhere
 * @param startMillis the agreed time before the first round, milliseconds since 1970 (UTC), 0 to
 *     {@value Limits#GENESIS_START_MILLIS_MAX}; not before its origin's
 * @param nodes the first roster, in the order of their node numbers 0, 1, …
 * @param keyspaces those there are from the start; one that the origin has already stays as it is
 * @param origin the checkpoint of another network that this one starts from; empty: it starts from nothing
 */
public record Genesis(
        @Max(Limits.NAME_BYTES_MAX) String name,
        @Fixed(32) Bytes salt,
        boolean rehearsal,
        long startMillis,
        Parameters parameters,
        @Max(Limits.NODES_MAX) List<NodeCard> nodes,
        @Max(Limits.GENESIS_KEYSPACES_MAX) List<GenesisKeyspace> keyspaces,
        Optional<Origin> origin) {
    /** How a genesis is written to its file and hashed. */
    public static final Codec<Genesis> CODEC = Schema.standard().codec(Genesis.class);

    /** Of a network that starts from nothing. */
    public Genesis(
            String name,
            Bytes salt,
            boolean rehearsal,
            long startMillis,
            Parameters parameters,
            List<NodeCard> nodes,
            List<GenesisKeyspace> keyspaces) {
        this(name, salt, rehearsal, startMillis, parameters, nodes, keyspaces, Optional.empty());
    }

    public Genesis {
        Names.check("network", name);
        nodes = List.copyOf(nodes);
        keyspaces = List.copyOf(keyspaces);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a network has at least one node");
        }
        if (nodes.stream().mapToLong(NodeCard::weight).sum() == 0) {
            throw new IllegalArgumentException("at least one node has weight");
        }
        if (startMillis < 0 || startMillis > Limits.GENESIS_START_MILLIS_MAX) {
            throw new IllegalArgumentException("a network starts from 1970 to the end of the year 9999, which is 0 to "
                    + Limits.GENESIS_START_MILLIS_MAX + " ms, and not at " + startMillis);
        }
        if (origin.isPresent() && startMillis < origin.get().timeMillis()) {
            throw new IllegalArgumentException("a network cannot start at " + startMillis
                    + ", before the checkpoint it starts from, which is of " + origin.get().timeMillis());
        }
        Set<String> names = new HashSet<>();
        for (NodeCard node : nodes) {
            if (!names.add(node.name())) {
                throw new IllegalArgumentException("two nodes are named '" + node.name() + "'; each needs its own name");
            }
        }
        Set<String> keyspaceNames = new HashSet<>();
        for (GenesisKeyspace keyspace : keyspaces) {
            if (!keyspaceNames.add(keyspace.name())) {
                throw new IllegalArgumentException(
                        "two keyspaces are named '" + keyspace.name() + "'; each needs its own name");
            }
        }
    }

    /** The same members, parameters and keyspaces, starting from a checkpoint; never before its time. */
    public Genesis from(Origin checkpoint) {
        return new Genesis(
                name,
                salt,
                rehearsal,
                Math.max(startMillis, checkpoint.timeMillis()),
                parameters,
                nodes,
                keyspaces,
                Optional.of(checkpoint));
    }

    /** The height before this network's first one: that of the checkpoint it starts from, or 0. */
    public long heightBefore() {
        return origin.map(Origin::height).orElse(0L);
    }

    public NetworkId networkId() {
        return new NetworkId(Digests.sha256("allmende/1/genesis", CODEC.encode(this)));
    }
}

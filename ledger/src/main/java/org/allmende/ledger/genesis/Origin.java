package org.allmende.ledger.genesis;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;

/**
 * The checkpoint that a network starts from. The new network's id covers it, so that all its nodes begin with the same
 * rows, and nothing signed for the network it was taken of is valid in the new one.
 *
 * @param statement the hash of what the nodes of that network have vouched for
 * @param network that network
 * @param height of the checkpoint, from 1; the new network counts on from it
 * @param timeMillis agreed time at that height, milliseconds since 1970 (UTC)
 * @param digest of all rows at that height, see {@link org.allmende.ledger.Ledger#digest}
 */
public record Origin(
        @Fixed(32) Bytes statement, NetworkId network, long height, long timeMillis, @Fixed(32) Bytes digest) {
    public Origin {
        if (height < 1) {
            throw new IllegalArgumentException("a checkpoint is of a height from 1 on, not " + height);
        }
    }
}

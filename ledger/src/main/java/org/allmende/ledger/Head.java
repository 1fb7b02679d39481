package org.allmende.ledger;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.consensus.Change;
import java.util.List;

/**
 * Where the ledger stands.
 *
 * @param height the last height made; before the first {@link Genesis#heightBefore}
 * @param timeMillis its agreed time
 * @param epoch the roster epoch of its round
 * @param stateHash SHA-256 chained over the changed rows of every height of this network so far, beginning with its id,
 *     which covers the checkpoint it started from
 */
public record Head(long height, long timeMillis, long epoch, @Fixed(32) Bytes stateHash) {
    static final Codec<Head> CODEC = Schema.standard().codec(Head.class);

    static Head before(Genesis genesis) {
        return new Head(genesis.heightBefore(), genesis.startMillis(), 0, genesis.networkId().value());
    }

    /**
     * The head after a height that changed these rows: the hash covers the one before it, height, time, epoch, and
     * every row with the lengths of its parts, so that no two histories write the same bytes.
     */
    Head next(long timeMillis, long epoch, List<Change> changes) {
        BufferedDigest digest = new BufferedDigest()
                .addBytes(stateHash)
                .addLong(height + 1)
                .addLong(timeMillis)
                .addLong(epoch);
        for (Change change : changes) {
            Bytes value = change.value();
            digest.addInt(change.table()).addInt(change.key().length()).addInt(value == null ? -1 : value.length());
            digest.addBytes(change.key());
            if (value != null) {
                digest.addBytes(value);
            }
        }
        return new Head(height + 1, timeMillis, epoch, digest.finish());
    }
}

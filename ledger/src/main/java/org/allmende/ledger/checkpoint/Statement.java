package org.allmende.ledger.checkpoint;

import org.allmende.ledger.Head;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.Origin;

/**
 * What a node states about the state at the end of one height. Honest nodes of a network state the same.
 *
 * @param height from 1
 * @param timeMillis its agreed time
 * @param epoch the roster epoch of its round
 * @param stateHash chained over the changed rows of every height up to this one, see {@link Head#stateHash}
 * @param digest over the canonical dump of all rows
 * @param rows how many there are
 */
public record Statement(
        NetworkId network,
        long height,
        long timeMillis,
        long epoch,
        @Fixed(32) Bytes stateHash,
        @Fixed(32) Bytes digest,
        long rows) {
    /** What nodes sign is the encoded statement in this domain; its hash is taken in the same. */
    public static final String DOMAIN = "allmende/1/checkpoint";

    public static final Codec<Statement> CODEC = Schema.standard().codec(Statement.class);

    /** Of an encoded statement, whatever it states. */
    public static final int BYTES = 3 * 32 + 4 * Long.BYTES;

    public Statement {
        if (height < 1 || epoch < 0 || rows < 0) {
            throw new IllegalArgumentException("a checkpoint is of a height from 1 on and an epoch from 0, and has no fewer rows than none");
        }
    }

    public static Statement of(NetworkId network, Head head, Bytes digest, long rows) {
        return new Statement(
                network, head.height(), head.timeMillis(), head.epoch(), head.stateHash(), digest, rows);
    }

    /** Where the ledger stood. */
    public Head head() {
        return new Head(height, timeMillis, epoch, stateHash);
    }

    /** As the genesis of a network names it that starts from here. */
    public Origin origin() {
        return new Origin(hash(), network, height, timeMillis, digest);
    }

    /** Names the statement, and with it the state. */
    public Bytes hash() {
        return Digests.sha256(DOMAIN, CODEC.encode(this));
    }
}

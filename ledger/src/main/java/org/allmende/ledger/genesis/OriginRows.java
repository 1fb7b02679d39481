package org.allmende.ledger.genesis;

import java.util.function.Consumer;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NoBeginningException;

/** Where a node has the rows of the checkpoint that its network starts from. Asked by the apply thread. */
public interface OriginRows {
    /** Of who has no checkpoint, for a network that starts from nothing and so never asks. */
    OriginRows NONE = (origin, reader) -> {
        throw new NoBeginningException("this network starts from the checkpoint of height " + origin.height()
                + " of network " + origin.network() + ", which is not at hand here");
    };

    /**
     * Has {@code reader} take every row of that checkpoint, each once, in any order; walked once. Who is given them
     * checks that they are the right ones.
     *
     * @throws NoBeginningException when they are not at hand, or damaged, with what to do about it
     */
    void read(Origin origin, Consumer<Iterable<Entry>> reader);
}

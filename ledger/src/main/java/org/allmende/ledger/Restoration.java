package org.allmende.ledger;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NoBeginningException;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.Origin;
import org.allmende.ledger.genesis.OriginRows;
import org.allmende.ledger.table.State;

/** Fills the tables with the rows that an engine kept, or, where it kept none, with what the network begins with. */
final class Restoration {
    private final Genesis genesis;
    private final OriginRows originRows;
    private final State state;

    Restoration(Genesis genesis, OriginRows originRows, State state) {
        this.genesis = genesis;
        this.originRows = originRows;
        this.state = state;
    }

    /**
     * Where the ledger stands with these rows; they are not published yet.
     *
     * @throws NoBeginningException see {@link org.allmende.ledger.consensus.StateMachine#restore}
     */
    Head of(Iterable<Entry> rows) {
        Iterator<Entry> kept = rows.iterator();
        return kept.hasNext() ? ofKept(kept) : ofBeginning();
    }

    private Head ofKept(Iterator<Entry> kept) {
        Head found = null;
        List<Entry> others = new ArrayList<>();
        while (kept.hasNext()) {
            Entry row = kept.next();
            if (row.table() == Ledger.HEAD_TABLE) {
                found = Head.CODEC.decodeTrusted(row.value());
            } else {
                others.add(row);
            }
        }
        if (found == null) {
            throw new IllegalStateException("the kept state has " + others.size()
                    + " rows and no head: it is incomplete; take the node's data away and let it fetch the state anew");
        }
        state.restore(others);
        return found;
    }

    private Head ofBeginning() {
        genesis.origin()
                .ifPresentOrElse(
                        origin -> originRows.read(origin, rows -> restore(origin, rows)),
                        () -> state.restore(List.of()));
        return Head.before(genesis);
    }

    /** Nobody reads the rows before they have been found to be the ones that genesis names. */
    private void restore(Origin origin, Iterable<Entry> rows) {
        try {
            state.restore(rows);
        } catch (IllegalStateException e) {
            throw new NoBeginningException(
                    "this node cannot read the checkpoint that its network starts from: " + e.getMessage(), e);
        }
        Bytes digest = state.digest();
        if (!digest.equals(origin.digest())) {
            state.restore(List.of());
            throw new NoBeginningException("the checkpoint at hand is not the one that the network starts from: its rows"
                    + " have the digest " + digest + ", genesis names " + origin.digest()
                    + " at height " + origin.height() + "; get that one's file from another member of the network");
        }
    }
}

package org.allmende.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Origin;
import org.allmende.ledger.genesis.OriginRows;

/** The last state of a simulated network, as a checkpoint that another one starts from. */
record SimulatedOrigin(Origin origin, List<Entry> rows) implements OriginRows {
    static SimulatedOrigin of(SimulatedNetwork network) {
        Ledger ledger = network.nodes().getFirst().port().ledger();
        List<Entry> rows = new ArrayList<>();
        for (int table : ledger.tables()) {
            // The first table is the ledger's own word of where it stands, which a checkpoint states beside its rows.
            if (table > 0) {
                ledger.scan(table, Bytes.EMPTY, (key, value) -> rows.add(new Entry(table, key, value)));
            }
        }
        Bytes digest = ledger.digest(ledger.view());
        Statement statement =
                Statement.of(network.genesis().networkId(), ledger.head(), digest, rows.size());
        return new SimulatedOrigin(statement.origin(), rows);
    }

    @Override
    public void read(Origin asked, Consumer<Iterable<Entry>> reader) {
        reader.accept(rows);
    }
}

package org.allmende.ledger.roster;

import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;

/** How members decide, and the numbers that are given out once. */
final class Office {
    private static final Only ONLY = new Only(0);

    private final Table<Only, Standing> table;

    /** The only row. */
    record Only(int number) {}

    /**
     * What is in it.
     *
     * @param lastProposal the number of the latest; 0: there was none
     * @param nextNode that of the next node that enters
     */
    record Standing(long lastProposal, int nextNode, Governance governance) {}

    Office(Tables tables, int application, int number) {
        table = tables.declare(
                application, number, "office", OrderedKeys.of(Only.class), Schema.standard().codec(Standing.class));
    }

    void begin(int nextNode, Governance governance) {
        table.put(ONLY, new Standing(0, nextNode, governance));
    }

    Standing get() {
        return table.get(ONLY).orElseThrow(() -> new IllegalStateException("the network has not begun: a bug"));
    }

    Standing of(View view) {
        return view.of(table).get(ONLY).orElseThrow(() -> new IllegalStateException("the network has not begun"));
    }

    long nextProposal() {
        Standing now = get();
        table.put(ONLY, new Standing(now.lastProposal() + 1, now.nextNode(), now.governance()));
        return now.lastProposal() + 1;
    }

    void nextNode(int node) {
        Standing now = get();
        table.put(ONLY, new Standing(now.lastProposal(), node, now.governance()));
    }

    void govern(Governance governance) {
        Standing now = get();
        table.put(ONLY, new Standing(now.lastProposal(), now.nextNode(), governance));
    }
}

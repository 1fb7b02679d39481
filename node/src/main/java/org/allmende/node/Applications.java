package org.allmende.node;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.allmende.coordination.Coordination;
import org.allmende.ledger.Application;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.verification.Verification;

/** The applications that nodes of this version run, beside the ledger's own. */
public final class Applications {
    private Applications() {}

    static List<Application> in(Tables tables) {
        return List.of(new Coordination(tables));
    }

    /** The numbers of all tables that a node of this version knows: it can start from no others. */
    public static Set<Integer> tables(Genesis genesis) {
        Ledger ledger = new Ledger(
                genesis,
                Applications::in,
                schema -> new Verification(genesis.networkId(), schema, Runnable::run),
                Ledger.Observer.NONE);
        return Arrays.stream(ledger.tables()).boxed().collect(Collectors.toUnmodifiableSet());
    }
}

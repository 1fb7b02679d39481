package org.allmende.simulation;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.table.View;

/**
 * How many rows a table should have: so nothing is there that nobody looks for.
 *
 * @param table its application's name, a dot, and its own
 */
record Rows(String table, long count) {
    static Optional<String> difference(Ledger ledger, View view, List<Rows> expected) {
        for (Rows each : expected) {
            long found = ledger.rows(view).getOrDefault(each.table, 0L);
            if (found != each.count) {
                return Optional.of(each.table + " has " + found + " rows and should have " + each.count);
            }
        }
        return Optional.empty();
    }
}

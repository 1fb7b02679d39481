package org.allmende.ledger.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.roster.Terms.Signature;
import org.allmende.ledger.roster.Terms.Signed;
import org.allmende.ledger.table.State;

/** The rosters among the rows of a state, for whoever reads them one after the other: a checkpoint proves itself by them. */
public final class RosterRows {
    private static final int ROSTERS = Rosters.TAG * State.TABLES_PER_APPLICATION_MAX + Terms.ROSTERS;
    private static final int VOUCHES = Rosters.TAG * State.TABLES_PER_APPLICATION_MAX + Terms.VOUCHES;

    private final SortedMap<Long, Roster> rosters = new TreeMap<>();
    private final SortedMap<Long, List<RosterVouch>> vouches = new TreeMap<>();

    /**
     * Looks at a row, of whatever table.
     *
     * @throws MalformedException when it is one of rosters and says nothing
     */
    public void see(Entry row) throws MalformedException {
        if (row.table() == ROSTERS) {
            Term term = Terms.TERMS.decode(row.value());
            if (term.hasBegun()) {
                rosters.put(term.roster().epoch(), term.roster());
            }
        } else if (row.table() == VOUCHES) {
            Signature of = Terms.SIGNATURES.decode(row.key());
            Signed signed = Terms.SIGNED.decode(row.value());
            vouches.computeIfAbsent(of.epoch(), _ -> new ArrayList<>())
                    .add(new RosterVouch(of.node(), signed.signature()));
        }
    }

    /** What was seen of those that have been in force, oldest first. */
    public List<RosterLink> links() {
        List<RosterLink> links = new ArrayList<>();
        rosters.forEach((epoch, roster) -> links.add(new RosterLink(roster, vouches.getOrDefault(epoch, List.of()))));
        return links;
    }
}

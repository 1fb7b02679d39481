package org.allmende.simulation;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.Round;

/** What a node's disk holds: the rows as of some round, and the rounds after it. Each write is whole or not at all. */
final class Disk {
    private List<Entry> rows = List.of();
    private int rowsAsOf;
    private final List<Round> rounds = new ArrayList<>();

    void append(Round round) {
        rounds.add(round);
    }

    /**
     * Replaces the rows and forgets the rounds up to them.
     *
     * @param asOf how many rounds the rows hold
     */
    void checkpoint(List<Entry> newRows, int asOf) {
        int covered = Math.min(asOf - rowsAsOf, rounds.size());
        rounds.subList(0, covered).clear();
        rows = List.copyOf(newRows);
        rowsAsOf = asOf;
    }

    void wipe() {
        rows = List.of();
        rowsAsOf = 0;
        rounds.clear();
    }

    List<Entry> rows() {
        return rows;
    }

    int rowsAsOf() {
        return rowsAsOf;
    }

    /** How many rounds it holds, in rows and as rounds. */
    int roundsHeld() {
        return rowsAsOf + rounds.size();
    }

    /** @param number from {@link #rowsAsOf}, below {@link #roundsHeld} */
    Round round(int number) {
        return rounds.get(number - rowsAsOf);
    }
}

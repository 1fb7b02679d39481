package org.allmende.ledger.port;

import java.util.List;
import org.allmende.ledger.Head;

/**
 * What one node has applied since its process started. What it took over as state from others, or rebuilt from its
 * disk, is not counted.
 *
 * @param heights rounds
 * @param transactions in them, refused ones too
 * @param operations applied, without the ledger's own: those are mostly the barriers of linearizable reads
 * @param refusedGroups groups of which nothing was applied
 * @param latest the newest heights with their hashes, oldest first, so that who looks at nodes one after the other
 *     can still compare them at one height
 */
public record Tally(long heights, long transactions, long operations, long refusedGroups, List<Head> latest) {
    /** So many heights at most are in {@link #latest}. */
    public static final int LATEST_MAX = 16;

    public Tally {
        latest = List.copyOf(latest);
    }
}

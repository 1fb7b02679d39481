package org.allmende.ledger.genesis;

/**
 * What the members of a network fixed when they started it. Times are milliseconds of agreed time.
 *
 * @param heartbeatMillis a quiet network makes a round at least this often
 * @param gapMillis a round this much later than it was expected begins with a gap
 * @param receiptMillis how long after its valid-until a transaction's receipt is kept
 * @param rememberedMax transactions remembered at once; while full, new ones are answered busy
 */
public record Parameters(long heartbeatMillis, long gapMillis, long receiptMillis, int rememberedMax) {
    public static final Parameters DEFAULT = new Parameters(5_000, 3_000, 120_000, 1_000_000);

    public Parameters {
        if (heartbeatMillis < 100 || gapMillis < 100 || receiptMillis < 0 || rememberedMax < 1) {
            throw new IllegalArgumentException(
                    "heartbeat and gap are at least 100 ms, receipts are kept 0 ms or longer, at least 1 is remembered");
        }
    }
}

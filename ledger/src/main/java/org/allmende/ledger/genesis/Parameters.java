package org.allmende.ledger.genesis;

import org.allmende.ledger.Limits;

/**
 * What the members of a network fixed when they started it. Times are milliseconds of agreed time.
 *
 * @param heartbeatMillis a quiet network makes a round at least this often; 100 to {@link #HEARTBEAT_MILLIS_MAX}
 * @param gapMillis a round this much later than it was expected begins with a gap; 100 to {@link #GAP_MILLIS_MAX}
 * @param receiptMillis how long after its valid-until a transaction's receipt is kept; 0 to
 *     {@link #RECEIPT_MILLIS_MAX}
 * @param rememberedMax transactions remembered at once; while full, new ones are answered busy
 * @param transactionBytesMax of one transaction inside the engine. Nodes drop what is above their own limit, so all have
 *     the same or none; this version knows one value, {@link Limits#ENGINE_BYTES_MAX}, and refuses networks of others
 * @param eventBytesMax of all transactions of one event of the engine, likewise
 * @param roundOperationsMax operations of one round, shared among the nodes by their weights
 * @param roundBytesMax bytes of the transactions of one round, shared likewise
 * @param governance how members decide about the network, until they decide otherwise
 */
public record Parameters(
        long heartbeatMillis,
        long gapMillis,
        long receiptMillis,
        int rememberedMax,
        int transactionBytesMax,
        int eventBytesMax,
        long roundOperationsMax,
        long roundBytesMax,
        Governance governance) {
    /** An hour. */
    public static final long HEARTBEAT_MILLIS_MAX = 3_600_000;

    /** An hour. */
    public static final long GAP_MILLIS_MAX = 3_600_000;

    /** Thirty days: added to a time it must not overflow, or what was applied is forgotten at once. */
    public static final long RECEIPT_MILLIS_MAX = 30 * 24 * 3_600_000L;

    /** What a round may hold at most, in operations and in bytes. */
    public static final long ROUND_MAX = 1L << 40;

    /** Of {@link #roundOperationsMax}, when nothing else is said. */
    public static final long ROUND_OPERATIONS = 65_536;

    /** Of {@link #roundBytesMax}, when nothing else is said. */
    public static final long ROUND_BYTES = 16L * 1024 * 1024;

    public static final Parameters DEFAULT = new Parameters(5_000, 3_000, 120_000, 1_000_000);

    /** With the engine's limits that this version knows, and rounds as large as when nothing is said. */
    public Parameters(long heartbeatMillis, long gapMillis, long receiptMillis, int rememberedMax) {
        this(
                heartbeatMillis,
                gapMillis,
                receiptMillis,
                rememberedMax,
                Limits.ENGINE_BYTES_MAX,
                Limits.ENGINE_BYTES_MAX,
                ROUND_OPERATIONS,
                ROUND_BYTES,
                Governance.DEFAULT);
    }

    /** The same, with rounds of another size. */
    public Parameters withRounds(long operationsMax, long bytesMax) {
        return new Parameters(
                heartbeatMillis,
                gapMillis,
                receiptMillis,
                rememberedMax,
                transactionBytesMax,
                eventBytesMax,
                operationsMax,
                bytesMax,
                governance);
    }

    /** The same, with members that decide otherwise. */
    public Parameters with(Governance other) {
        return new Parameters(
                heartbeatMillis,
                gapMillis,
                receiptMillis,
                rememberedMax,
                transactionBytesMax,
                eventBytesMax,
                roundOperationsMax,
                roundBytesMax,
                other);
    }

    public Parameters {
        if (rememberedMax < 1) {
            throw new IllegalArgumentException("at least 1 transaction is remembered, not " + rememberedMax);
        }
        checkMillis("the heartbeat is", heartbeatMillis, 100, HEARTBEAT_MILLIS_MAX);
        checkMillis("the delay that is a gap is", gapMillis, 100, GAP_MILLIS_MAX);
        checkMillis("receipts are kept for", receiptMillis, 0, RECEIPT_MILLIS_MAX);
        if (roundOperationsMax < 1 || roundBytesMax < 1 || roundOperationsMax > ROUND_MAX || roundBytesMax > ROUND_MAX) {
            throw new IllegalArgumentException(
                    "a round holds 1 to " + ROUND_MAX + " operations, and as many bytes, not " + roundOperationsMax
                            + " and " + roundBytesMax);
        }
        if (transactionBytesMax != Limits.ENGINE_BYTES_MAX || eventBytesMax != Limits.ENGINE_BYTES_MAX) {
            throw new IllegalArgumentException("transactions and events of the engine are at most "
                    + Limits.ENGINE_BYTES_MAX + " bytes here, not " + transactionBytesMax + " and " + eventBytesMax
                    + "; run the version of Allmende that this network was made for");
        }
    }

    private static void checkMillis(String what, long millis, long min, long max) {
        if (millis < min || millis > max) {
            throw new IllegalArgumentException(what + " " + min + " to " + max + " ms, not " + millis);
        }
    }
}

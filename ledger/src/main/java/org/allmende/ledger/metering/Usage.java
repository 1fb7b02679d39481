package org.allmende.ledger.metering;

import org.allmende.ledger.account.Quota;

/**
 * What an account has used.
 *
 * @param operations it has sent since it was opened, refused ones counted
 * @param bytes of the transactions it has sent
 * @param entries rows it owns
 * @param minute of agreed time, counted from 1970, that the last two are of
 * @param operationsInMinute of {@code operations}, those in that minute
 * @param bytesInMinute of {@code bytes}, those in that minute
 */
public record Usage(
        long operations, long bytes, long entries, long minute, long operationsInMinute, long bytesInMinute) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    private static final long MINUTE_MILLIS = 60_000;

    /** What it is after this much more at that agreed time. */
    Usage plus(long moreOperations, long moreBytes, long nowMillis) {
        Usage now = at(nowMillis);
        return new Usage(
                operations + moreOperations,
                bytes + moreBytes,
                entries,
                now.minute,
                now.operationsInMinute + moreOperations,
                now.bytesInMinute + moreBytes);
    }

    /** With the counts of the minute of that agreed time. */
    Usage at(long nowMillis) {
        long now = nowMillis / MINUTE_MILLIS;
        return now == minute ? this : new Usage(operations, bytes, entries, now, 0, 0);
    }

    /** Whether no more was sent in its minute than this allows. */
    boolean isWithin(Quota quota) {
        return operationsInMinute <= quota.operationsPerMinute() && bytesInMinute <= quota.bytesPerMinute();
    }

    Usage plusEntries(long more) {
        return new Usage(operations, bytes, entries + more, minute, operationsInMinute, bytesInMinute);
    }
}

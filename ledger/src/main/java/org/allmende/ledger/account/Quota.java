package org.allmende.ledger.account;

/**
 * What an account may use. None is negative.
 *
 * @param accounts accounts it may still open; each opened one takes one of these, and as many more as it may open
 *     itself
 * @param entries rows it may own at once, as the applications count them: the delegations it has given, in coordination
 *     the keyspaces it has created and the keys of its keyspaces, and the tokens it has created
 * @param operationsPerMinute operations it may send in a minute of agreed time, refused ones counted
 * @param bytesPerMinute bytes of transactions it may send in a minute of agreed time
 */
public record Quota(long accounts, long entries, long operationsPerMinute, long bytesPerMinute) {
    /** Of the accounts of operators that a network begins with. */
    public static final Quota OF_OPERATORS = new Quota(1_000_000, 1_000_000_000, 1_000_000_000, 1L << 40);

    /** Of all others that a network begins with: they open none. */
    public static final Quota FROM_THE_START = OF_OPERATORS.withAccounts(0);

    /** Of an opened account, when nothing else is said: opens none, some thousand operations a second. */
    public static final Quota STANDARD = new Quota(0, 1_000_000, 600_000, 1L << 30);

    public Quota {
        if (accounts < 0 || entries < 0 || operationsPerMinute < 0 || bytesPerMinute < 0) {
            throw new IllegalArgumentException("a quota is not negative");
        }
    }

    public Quota withAccounts(long other) {
        return new Quota(other, entries, operationsPerMinute, bytesPerMinute);
    }

    /** Of each the larger. */
    Quota atLeast(Quota other) {
        return new Quota(
                Math.max(accounts, other.accounts),
                Math.max(entries, other.entries),
                Math.max(operationsPerMinute, other.operationsPerMinute),
                Math.max(bytesPerMinute, other.bytesPerMinute));
    }

    /** Whether it gives no more of anything than {@code other}, the accounts aside, which are taken from a stock. */
    boolean isWithin(Quota other) {
        return entries <= other.entries
                && operationsPerMinute <= other.operationsPerMinute
                && bytesPerMinute <= other.bytesPerMinute;
    }
}

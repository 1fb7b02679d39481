package org.allmende.coordination;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * One condition of a transaction.
 *
 * <p>It holds when every key of the range meets it. Where there is no key, numbers are compared as 0 and a comparison
 * of values does not hold, whatever its relation.
 *
 * @param key the first key
 * @param rangeEnd as in {@link RangeRequest}
 * @param relation of what is stored to what is expected
 */
public record Compare(
        @Max(CoordinationLimits.BOUND_BYTES_MAX) Bytes key,
        @Max(CoordinationLimits.BOUND_BYTES_MAX) Bytes rangeEnd,
        Relation relation,
        Expected expected) {
    /** What is stored stands in this relation to what is expected. */
    public enum Relation {
        @Tag(0)
        EQUAL,
        @Tag(1)
        GREATER,
        @Tag(2)
        LESS,
        @Tag(3)
        NOT_EQUAL
    }

    /** What of the key is compared, and with what. */
    public sealed interface Expected {
        @Tag(0)
        record Version(long version) implements Expected {}

        @Tag(1)
        record CreateRevision(long revision) implements Expected {}

        @Tag(2)
        record ModRevision(long revision) implements Expected {}

        /** Values are compared as unsigned bytes. */
        @Tag(3)
        record Value(@Max(CoordinationLimits.REQUEST_BYTES_MAX) Bytes value) implements Expected {}

        @Tag(4)
        record Lease(long lease) implements Expected {}
    }

    /** A condition on one key. */
    public static Compare of(Bytes key, Relation relation, Expected expected) {
        return new Compare(key, Bytes.EMPTY, relation, expected);
    }

    /** Holds when the key does not exist. */
    public static Compare absent(Bytes key) {
        return of(key, Relation.EQUAL, new Expected.CreateRevision(0));
    }

    /** Holds when the key was last changed at this revision. */
    public static Compare unchangedSince(Bytes key, long modRevision) {
        return of(key, Relation.EQUAL, new Expected.ModRevision(modRevision));
    }
}

package org.allmende.coordination;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * What a role lets its users do with a key or a range of keys, in etcd's notation.
 *
 * @param rangeEnd as in {@link KeyRange}
 */
public record KeyPermission(
        Access access,
        @Max(CoordinationLimits.PERMISSION_KEY_BYTES_MAX) Bytes key,
        @Max(CoordinationLimits.PERMISSION_KEY_BYTES_MAX) Bytes rangeEnd) {
    /** With etcd's numbers. */
    public enum Access {
        @Tag(0)
        READ,
        @Tag(1)
        WRITE,
        @Tag(2)
        READWRITE;

        /** Whether who has this one has the other: READ or WRITE. */
        boolean includes(Access other) {
            return this == READWRITE || this == other;
        }
    }

    public KeyRange range() {
        return new KeyRange(key, rangeEnd);
    }

    /** Whether it is of exactly this range. */
    boolean isOf(Bytes otherKey, Bytes otherEnd) {
        return key.equals(otherKey) && rangeEnd.equals(otherEnd);
    }
}

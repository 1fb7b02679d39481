package org.allmende.coordination;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * Gives a key a value.
 *
 * @param value empty when {@code ignoreValue}
 * @param lease the lease the key shall live with; 0: none
 * @param prevKv whether the answer holds what the key was before
 * @param ignoreValue keep the key's value; the key must exist
 * @param ignoreLease keep the key's lease; the key must exist, and {@code lease} is 0
 */
@Tag(0)
public record PutRequest(
        @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes key,
        @Max(CoordinationLimits.REQUEST_BYTES_MAX) Bytes value,
        long lease,
        boolean prevKv,
        boolean ignoreValue,
        boolean ignoreLease)
        implements Request {
    /** Without lease and options. */
    public static PutRequest of(Bytes key, Bytes value) {
        return new PutRequest(key, value, 0, false, false, false);
    }

    public PutRequest withPrevKv() {
        return new PutRequest(key, value, lease, true, ignoreValue, ignoreLease);
    }
}

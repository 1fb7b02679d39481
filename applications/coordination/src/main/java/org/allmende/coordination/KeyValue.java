package org.allmende.coordination;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;

/**
 * A key as of a revision.
 *
 * @param createRevision when it was last created; 0 in the event of its deletion
 * @param modRevision when it was last changed
 * @param version how often it was put since it was created, from 1; 0 in the event of its deletion
 * @param value empty in the event of its deletion, and when only keys were asked for
 * @param lease the lease it lives with; 0: none
 */
public record KeyValue(
        @Max(CoordinationLimits.KEY_BYTES_MAX) Bytes key,
        long createRevision,
        long modRevision,
        long version,
        @Max(CoordinationLimits.REQUEST_BYTES_MAX) Bytes value,
        long lease) {
    /** What an event says of a deleted key: nothing but the key and when. */
    static KeyValue deleted(Bytes key, long modRevision) {
        return new KeyValue(key, 0, modRevision, 0, Bytes.EMPTY, 0);
    }

    KeyValue withoutValue() {
        return new KeyValue(key, createRevision, modRevision, version, Bytes.EMPTY, lease);
    }

    int bytes() {
        return key.length() + value.length();
    }
}

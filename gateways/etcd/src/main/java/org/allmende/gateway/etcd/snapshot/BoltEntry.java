package org.allmende.gateway.etcd.snapshot;

import org.allmende.ledger.encoding.Bytes;

/**
 * One entry of a leaf.
 *
 * @param bucket whether the value says where a bucket begins, and is no value of its own
 */
record BoltEntry(boolean bucket, Bytes key, Bytes value) {
    /** Of a bucket's value: 8 bytes the page of its root, 0 where that follows; 8 bytes a counter nobody uses. */
    static final int BUCKET_HEADER_BYTES = 16;

    BoltEntry(Bytes key, Bytes value) {
        this(false, key, value);
    }
}

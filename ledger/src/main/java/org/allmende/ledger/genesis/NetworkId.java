package org.allmende.ledger.genesis;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;

/** The SHA-256 of a network's genesis in its domain: names one network, once and for all. */
public record NetworkId(@Fixed(32) Bytes value) {
    @Override
    public String toString() {
        return value.toHex();
    }
}

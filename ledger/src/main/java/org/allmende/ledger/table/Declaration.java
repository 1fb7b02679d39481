package org.allmende.ledger.table;

import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.KeyCodec;
import org.allmende.ledger.encoding.MalformedException;

/**
 * A table as it was declared.
 *
 * @param number the application's tag times 256 plus the table's own
 * @param slot the place of the table in every view: how many were declared before it
 */
record Declaration<K, V>(int number, int slot, String name, KeyCodec<K> keys, Codec<V> values) {
    /** The key's bytes, to look for: any length, as a key that is too long is simply not there. */
    byte[] encoded(K key) {
        return keys.encode(key).unsafeArray();
    }

    /**
     * The same bytes, if they may be stored.
     *
     * @throws IllegalArgumentException when they are over the limit: a bug of the application, which has to refuse
     *     such keys
     */
    byte[] storable(byte[] encoded) {
        if (encoded.length > Limits.TABLE_KEY_BYTES_MAX) {
            throw new IllegalArgumentException("a key of table " + name + " has " + encoded.length
                    + " bytes, the limit is " + Limits.TABLE_KEY_BYTES_MAX);
        }
        return encoded;
    }

    K decoded(byte[] key) {
        try {
            return keys.decode(Bytes.wrap(key));
        } catch (MalformedException e) {
            throw new IllegalStateException("a key in table " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A value of this table that was stored without its type. */
    @SuppressWarnings("unchecked")
    V typed(Object value) {
        return (V) value;
    }

    Bytes encodedValue(Object value) {
        return values.encode(typed(value));
    }
}

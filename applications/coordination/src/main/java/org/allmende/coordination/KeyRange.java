package org.allmende.coordination;

import java.util.Arrays;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;

/**
 * Which keys a request is about, in etcd's notation.
 *
 * @param key the first key
 * @param rangeEnd the first key no longer in it; empty: {@code key} alone; one zero byte: all from {@code key} on
 */
public record KeyRange(Bytes key, Bytes rangeEnd) {
    private static final Bytes ZERO = Bytes.of((byte) 0);

    /** Every key. */
    public static final KeyRange ALL = new KeyRange(ZERO, ZERO);

    public static KeyRange single(Bytes key) {
        return new KeyRange(key, Bytes.EMPTY);
    }

    /** All keys from this one on. */
    public static KeyRange from(Bytes key) {
        return new KeyRange(key, ZERO);
    }

    /** All keys that begin with {@code prefix}; empty: all keys. */
    public static KeyRange prefix(Bytes prefix) {
        return prefix.isEmpty() ? ALL : new KeyRange(prefix, afterPrefix(prefix).orElse(ZERO));
    }

    public boolean contains(Bytes candidate) {
        return candidate.compareTo(key) >= 0
                && end().map(to -> candidate.compareTo(to) < 0).orElse(true);
    }

    /** The first key after the range; none when it has no end. */
    public Optional<Bytes> end() {
        if (rangeEnd.isEmpty()) {
            return Optional.of(key.concat(ZERO));
        }
        return rangeEnd.equals(ZERO) ? Optional.empty() : Optional.of(rangeEnd);
    }

    /** The longest prefix that all keys the range can hold begin with: who may write under it may write the range. */
    Bytes commonPrefix() {
        Optional<Bytes> end = end();
        int length = 0;
        if (end.isPresent()) {
            Bytes to = end.get();
            if (to.compareTo(key) <= 0) {
                return key;
            }
            length = Arrays.mismatch(key.unsafeArray(), to.unsafeArray());
            boolean nextAtOnce = length < key.length()
                    && to.length() == length + 1
                    && (to.at(length) & 0xff) == (key.at(length) & 0xff) + 1;
            if (!nextAtOnce) {
                return key.slice(0, length);
            }
            length++;
        }
        // Up to here everything below the end begins so; 0xff bytes that follow leave no key above them either.
        while (length < key.length() && key.at(length) == (byte) 0xff) {
            length++;
        }
        return key.slice(0, length);
    }

    /** The first key after all that begin with {@code prefix}; none when it is all 0xff. */
    private static Optional<Bytes> afterPrefix(Bytes prefix) {
        int length = prefix.length();
        while (length > 0 && prefix.at(length - 1) == (byte) 0xff) {
            length--;
        }
        if (length == 0) {
            return Optional.empty();
        }
        byte[] after = prefix.slice(0, length).toArray();
        after[length - 1]++;
        return Optional.of(Bytes.wrap(after));
    }
}

package org.allmende.ledger.encoding;

/**
 * How keys of one type are written so that their bytes, compared unsigned, sort as the keys do.
 *
 * <p>Made by {@link OrderedKeys} from a record: whole numbers are not negative and big-endian, bytes of fixed
 * size stand as they are, bytes of variable size are escaped unless they come last.
 */
public interface KeyCodec<K> {
    Bytes encode(K key);

    /** @throws MalformedException when no key has this encoding */
    K decode(Bytes bytes) throws MalformedException;
}

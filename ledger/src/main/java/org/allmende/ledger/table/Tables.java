package org.allmende.ledger.table;

import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.KeyCodec;

/** Where applications declare their tables, once, in their constructors. */
public interface Tables {
    /**
     * @param application the application's tag, 0 to 255
     * @param number of the table within the application, 0 to 255, stable
     * @param name within the application, lower case
     * @throws IllegalArgumentException when the number or the name is taken
     */
    <K, V> Table<K, V> declare(int application, int number, String name, KeyCodec<K> keys, Codec<V> values);
}

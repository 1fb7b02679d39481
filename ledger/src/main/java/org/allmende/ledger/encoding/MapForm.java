package org.allmende.ledger.encoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A map: a u32 count, then keys and values by turns, keys strictly ascending. Read as an unmodifiable one. */
final class MapForm extends Form {
    private final Form key;
    private final Form value;
    private final Comparator<Object> order;
    private final int max;
    private final String where;

    /** @param order of the keys on the wire, whatever the order of the map */
    MapForm(Form key, Form value, Comparator<Object> order, int max, String where) {
        this.key = key;
        this.value = value;
        this.order = order;
        this.max = max;
        this.where = where;
    }

    @Override
    void write(Writer out, Object map) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(((SortedMap<?, ?>) map).entrySet());
        Limit.check(where, "entries", entries.size(), max);
        entries.sort((a, b) -> order.compare(a.getKey(), b.getKey()));
        out.writeInt(entries.size());
        Object last = null;
        for (Map.Entry<?, ?> entry : entries) {
            if (last != null && order.compare(last, entry.getKey()) == 0) {
                throw new IllegalArgumentException(where + " holds two keys that compare as equal");
            }
            key.write(out, entry.getKey());
            value.write(out, entry.getValue());
            last = entry.getKey();
        }
    }

    @Override
    Object read(Reader in) throws MalformedException {
        int count = in.readCount(max, key.least() + value.least(), where);
        TreeMap<Object, Object> map = new TreeMap<>();
        Object last = null;
        for (int i = 0; i < count; i++) {
            int from = in.position();
            Object next = key.read(in);
            if (last != null && order.compare(last, next) >= 0) {
                throw new MalformedException("byte " + from + ": " + where + " has keys that do not ascend");
            }
            map.put(next, value.read(in));
            last = next;
        }
        return Collections.unmodifiableSortedMap(map);
    }

    @Override
    long leastNow() {
        return Integer.BYTES;
    }
}

package org.allmende.ledger.encoding;

import java.util.Arrays;
import java.util.List;

/** A list: a u32 count, then the elements. Read as an unmodifiable one. */
final class ListForm extends Form {
    /** Room made before the first element is read; more only as elements really come. */
    static final int ROOM_FIRST = 32;

    private final Form element;
    private final int max;
    private final String where;

    ListForm(Form element, int max, String where) {
        this.element = element;
        this.max = max;
        this.where = where;
    }

    @Override
    void write(Writer out, Object value) {
        List<?> list = (List<?>) value;
        Limit.check(where, "elements", list.size(), max);
        out.writeInt(list.size());
        for (Object each : list) {
            element.write(out, each);
        }
    }

    @Override
    Object read(Reader in) throws MalformedException {
        int count = in.readCount(max, element.least(), where);
        Object[] elements = new Object[Math.min(count, ROOM_FIRST)];
        for (int i = 0; i < count; i++) {
            if (i == elements.length) {
                elements = Arrays.copyOf(elements, Math.min(count, 2 * i));
            }
            elements[i] = element.read(in);
        }
        return List.of(elements);
    }

    @Override
    long leastNow() {
        return Integer.BYTES;
    }
}

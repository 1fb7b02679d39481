package org.allmende.ledger.encoding;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A choice: one byte of tag, then the case. The case is a record of a sealed interface; or, of an open interface,
 * what {@link Schema#with} put under the tag: a record, or a sealed interface with tags of its own.
 */
final class ChoiceForm extends Form {
    private record Case(int tag, Form form) {}

    private final String where;
    private final @Nullable Case[] byTag;
    private final Map<Class<?>, Case> byClass = new HashMap<>();

    ChoiceForm(Class<?> type) {
        where = type.getSimpleName();
        byTag = new Case[Tags.COUNT];
    }

    /** @param records every record that {@code form} can write */
    void add(int tag, Form form, Iterable<Class<?>> records) {
        Case added = new Case(tag, form);
        byTag[tag] = added;
        for (Class<?> type : records) {
            if (byClass.putIfAbsent(type, added) != null) {
                throw new IllegalArgumentException(
                        where + " has " + type.getSimpleName() + " under two tags: a value has one encoding");
            }
        }
    }

    @Override
    void write(Writer out, Object value) {
        Case chosen = byClass.get(value.getClass());
        if (chosen == null) {
            throw new IllegalArgumentException(where + " has no tag for " + value.getClass().getName());
        }
        out.writeByte(chosen.tag);
        chosen.form.write(out, value);
    }

    @Override
    Object read(Reader in) throws MalformedException {
        int tag = in.readUnsignedByte();
        Case chosen = byTag[tag];
        if (chosen == null) {
            throw in.wrongByte(where, "has no case with tag " + tag);
        }
        return chosen.form.read(in);
    }

    @Override
    long leastNow() {
        long least = ENDLESS;
        for (Case each : byTag) {
            least = each == null ? least : Math.min(least, each.form.least());
        }
        return 1 + least;
    }
}

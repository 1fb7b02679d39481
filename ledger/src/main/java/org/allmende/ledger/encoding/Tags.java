package org.allmende.ledger.encoding;

import java.lang.reflect.AnnotatedElement;
import org.jspecify.annotations.Nullable;

/** The numbers that {@link Tag}s give. */
final class Tags {
    /** How many numbers one byte has. */
    static final int COUNT = 256;

    private Tags() {}

    static int of(Class<?> choice, Enum<?> constant) {
        String where = choice.getSimpleName() + "." + constant.name();
        try {
            return of(choice.getField(constant.name()), where);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(where + " is a constant without a field", e);
        }
    }

    static int of(AnnotatedElement element, String where) {
        Tag tag = element.getAnnotation(Tag.class);
        if (tag == null) {
            throw new IllegalArgumentException(where + " has no number: give it one with @Tag");
        }
        return check(tag.value(), where);
    }

    static int check(int tag, String where) {
        if (tag < 0 || tag >= COUNT) {
            throw new IllegalArgumentException(where + ": a tag is 0 to " + (COUNT - 1) + ", not " + tag);
        }
        return tag;
    }

    static <T> void take(@Nullable T[] byTag, int tag, T taker, String where) {
        T holder = byTag[tag];
        if (holder != null) {
            throw new IllegalArgumentException(where + ": tag " + tag + " is given twice, to " + holder + " and " + taker);
        }
        byTag[tag] = taker;
    }
}

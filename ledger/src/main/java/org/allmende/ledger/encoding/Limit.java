package org.allmende.ledger.encoding;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;

/** What {@link Max} and {@link Fixed} say of a component. */
final class Limit {
    private Limit() {}

    /** The component's {@link Max}, which it must have, and alone. */
    static int max(AnnotatedElement type, String where) {
        if (type.getAnnotation(Fixed.class) != null) {
            throw new IllegalArgumentException(where + ": @Fixed is for Bytes alone, and never beside @Max");
        }
        Max max = type.getAnnotation(Max.class);
        if (max == null) {
            throw new IllegalArgumentException(where + " is of variable size: give it a limit with @Max");
        }
        if (max.value() < 1) {
            throw new IllegalArgumentException(where + ": @Max is at least 1, not " + max.value());
        }
        return max.value();
    }

    /** The component's {@link Fixed}, or empty when it has a {@link Max} instead. */
    static Optional<Integer> fixed(AnnotatedElement type, String where) {
        Fixed fixed = type.getAnnotation(Fixed.class);
        if (fixed == null || type.getAnnotation(Max.class) != null) {
            max(type, where);
            return Optional.empty();
        }
        if (fixed.value() < 1) {
            throw new IllegalArgumentException(where + ": @Fixed is at least 1, not " + fixed.value());
        }
        return Optional.of(fixed.value());
    }

    /** Refuses a limit on what has none: whoever wrote it believes that it is held. */
    static void none(AnnotatedElement type, String where) {
        if (type.getAnnotation(Fixed.class) != null || type.getAnnotation(Max.class) != null) {
            throw new IllegalArgumentException(where + " has a size of its own: take @Max or @Fixed away");
        }
    }

    /** Of a value about to be encoded. */
    static void check(String where, String what, int size, int max) {
        if (size > max) {
            throw new IllegalArgumentException(where + " holds " + size + " " + what + ", at most " + max + " are allowed");
        }
    }
}

package org.allmende.ledger.encoding;

import java.util.Optional;

/** The primitive types that can be encoded, each taken through a {@code long} so that encoding does not box. */
enum Whole {
    BOOLEAN(boolean.class, Boolean.class, 1),
    BYTE(byte.class, Byte.class, Byte.BYTES),
    SHORT(short.class, Short.class, Short.BYTES),
    INT(int.class, Integer.class, Integer.BYTES),
    LONG(long.class, Long.class, Long.BYTES);

    private final Class<?> primitive;
    private final Class<?> boxed;
    private final int size;

    Whole(Class<?> primitive, Class<?> boxed, int size) {
        this.primitive = primitive;
        this.boxed = boxed;
        this.size = size;
    }

    static Optional<Whole> of(Class<?> type) {
        for (Whole whole : values()) {
            if (whole.primitive == type || whole.boxed == type) {
                return Optional.of(whole);
            }
        }
        return Optional.empty();
    }

    /** In bytes. */
    int size() {
        return size;
    }

    Object box(long value) {
        return switch (this) {
            case BOOLEAN -> value != 0;
            case BYTE -> (byte) value;
            case SHORT -> (short) value;
            case INT -> (int) value;
            case LONG -> value;
        };
    }

    long unbox(Object value) {
        return this == BOOLEAN ? ((Boolean) value ? 1 : 0) : ((Number) value).longValue();
    }
}

package org.allmende.ledger.encoding;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** An enum: the one byte of the constant's {@link Tag}. */
final class EnumForm extends Form {
    private final String where;
    private final @Nullable Object[] byTag;
    private final byte[] byOrdinal;

    EnumForm(Class<?> type) {
        where = type.getSimpleName();
        byTag = new Object[Tags.COUNT];
        Object[] constants = type.getEnumConstants();
        byOrdinal = new byte[constants.length];
        for (Object constant : constants) {
            Enum<?> named = (Enum<?>) constant;
            int tag = Tags.of(type, named);
            Tags.take(byTag, tag, constant, where);
            byOrdinal[index(named)] = (byte) tag;
        }
    }

    @Override
    void write(Writer out, Object value) {
        out.writeByte(byOrdinal[index(value)]);
    }

    @Override
    Object read(Reader in) throws MalformedException {
        int tag = in.readUnsignedByte();
        Object constant = byTag[tag];
        if (constant == null) {
            throw in.wrongByte(where, "has no constant with tag " + tag);
        }
        return constant;
    }

    @Override
    boolean isFixed() {
        return true;
    }

    @Override
    long leastNow() {
        return 1;
    }

    /** By tag: unlike the place in the source, it is stable. */
    Comparator<Object> order() {
        return Comparator.comparingInt(constant -> byOrdinal[index(constant)] & 0xff);
    }

    /** A place in a table made when this program started: ordinals are never written. */
    @SuppressWarnings("EnumOrdinal")
    private static int index(Object constant) {
        return ((Enum<?>) constant).ordinal();
    }
}

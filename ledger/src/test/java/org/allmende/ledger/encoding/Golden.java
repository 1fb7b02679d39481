package org.allmende.ledger.encoding;

import static org.allmende.ledger.encoding.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Values beside the bytes that stand for them, and a look at which cases have no such bytes written down. */
public final class Golden {
    private Golden() {}

    /**
     * @param type as which the value is written: a record, or the choice it is a case of
     * @param bytes hexadecimal, in groups
     */
    public record Row<T>(Class<T> type, T value, String bytes) {
        /** The value is written and read as these bytes; a case begins with the number its {@link Tag} gives it. */
        public void check(Schema schema) {
            Codec<T> codec = schema.codec(type);
            assertThat(codec.encode(value)).isEqualTo(hex(bytes));
            assertThat(codec.decodeTrusted(hex(bytes))).isEqualTo(value);
            if (isChoice(type)) {
                assertThat(hex(bytes).toArray()[0] & 0xff).as("the tag in front").isEqualTo(tag());
            }
        }

        private int tag() {
            Class<?> record = value.getClass();
            return value instanceof Enum<?> constant ? Tags.of(type, constant) : Tags.of(record, record.getSimpleName());
        }

        @Override
        public String toString() {
            return type == value.getClass() ? value.toString() : type.getSimpleName() + " " + value;
        }
    }

    public static <T> Row<T> row(Class<T> type, T value, String bytes) {
        return new Row<>(type, value, bytes);
    }

    /** A record as itself. */
    @SuppressWarnings("unchecked")
    public static <T extends Record> Row<T> row(T value, String bytes) {
        return new Row<>((Class<T>) value.getClass(), value, bytes);
    }

    /** The constants of an enum, by name, in the order of their numbers from 0. */
    public static <E extends Enum<E>> List<Row<?>> numbers(Class<E> type, String... names) {
        List<Row<?>> rows = new ArrayList<>();
        for (int number = 0; number < names.length; number++) {
            rows.add(row(type, Enum.valueOf(type, names[number]), "%02x".formatted(number)));
        }
        return rows;
    }

    /**
     * The cases and constants without a row of their own, among all choices that are written within these rows: of
     * sealed interfaces, whatever records they permit, and of enums.
     */
    public static List<String> missing(List<Row<?>> rows) {
        Set<Class<?>> reached = new LinkedHashSet<>();
        for (Row<?> row : rows) {
            reach(row.type(), reached);
            reach(row.value().getClass(), reached);
        }
        List<String> missing = new ArrayList<>();
        for (Class<?> type : reached) {
            if (type.isEnum()) {
                for (Object constant : type.getEnumConstants()) {
                    if (rows.stream().noneMatch(row -> row.type() == type && row.value().equals(constant))) {
                        missing.add(type.getSimpleName() + "." + constant);
                    }
                }
            } else if (isChoice(type)) {
                for (Class<?> record : SchemaForms.records(type)) {
                    if (rows.stream().noneMatch(row -> row.type() == type && row.value().getClass() == record)) {
                        missing.add(record.getSimpleName() + " of " + type.getSimpleName());
                    }
                }
            }
        }
        return missing;
    }

    private static boolean isChoice(Class<?> type) {
        return type.isEnum() || type.isInterface() && type.isSealed();
    }

    private static void reach(Type type, Set<Class<?>> reached) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                reach(argument, reached);
            }
        } else if (type instanceof Class<?> plain && reached.add(plain)) {
            if (plain.isRecord()) {
                for (RecordComponent component : plain.getRecordComponents()) {
                    reach(component.getGenericType(), reached);
                }
            } else if (plain.isInterface() && plain.isSealed()) {
                for (Class<?> permitted : plain.getPermittedSubclasses()) {
                    reach(permitted, reached);
                }
            }
        }
    }
}

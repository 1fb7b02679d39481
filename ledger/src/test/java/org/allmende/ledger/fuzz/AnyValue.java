package org.allmende.ledger.fuzz;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.seeds.Seed;

/**
 * Values of any type that can be encoded, up to the limits of its components, made by reflection from a seed. What a
 * record's constructor refuses is tried again with others.
 */
public final class AnyValue {
    /** Attempts before a record is given up: its constructor wants what chance does not give. */
    private static final int ATTEMPTS = 1_000;

    /** Past it lists are empty, and of a choice only its first case is taken. */
    private static final int DEPTH_MAX = 8;

    /** Elements of a list or map, bytes of a string, that are made at most, whatever its limit. */
    private static final int SIZE_MAX = 100;

    private final Map<Class<?>, List<Class<?>>> cases = new HashMap<>();
    private final Map<Class<?>, Function<Seed, ?>> made = new HashMap<>();
    private final Map<Class<?>, Shape> shapes = new HashMap<>();
    private final boolean negative;

    /** What reflection says of a record, asked once: it is slow to answer. */
    private record Shape(Constructor<?> constructor, List<AnnotatedType> components) {
        static Shape of(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return new Shape(
                        constructor,
                        Stream.of(components).map(RecordComponent::getAnnotatedType).toList());
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("every record has its canonical constructor", e);
            }
        }
    }

    private AnyValue(boolean negative) {
        this.negative = negative;
    }

    public static AnyValue ofValues() {
        return new AnyValue(true);
    }

    /** Whose whole numbers are not negative. */
    public static AnyValue ofKeys() {
        return new AnyValue(false);
    }

    /** Says which cases an open interface has. */
    public <T> AnyValue open(Class<T> open, List<Class<? extends T>> types) {
        cases.put(open, List.copyOf(types));
        return this;
    }

    /** Makes values of a type in a way of their own. */
    public <T> AnyValue made(Class<T> type, Function<Seed, T> making) {
        made.put(type, making);
        return this;
    }

    /** The value that follows from the seed. */
    public <T> T of(Class<T> type, Seed seed) {
        return type.cast(ofClass(type, type, seed, 0));
    }

    private Object of(AnnotatedType type, Seed seed, int depth) {
        return switch (type.getType()) {
            case Class<?> plain -> ofClass(plain, type, seed, depth);
            case ParameterizedType generic ->
                ofContainer((Class<?>) generic.getRawType(), (AnnotatedParameterizedType) type, seed, depth);
            default -> throw new IllegalArgumentException(type + " cannot be encoded");
        };
    }

    private Object ofClass(Class<?> type, AnnotatedElement limits, Seed seed, int depth) {
        Function<Seed, ?> making = made.get(type);
        if (making != null) {
            return making.apply(seed);
        }
        if (type == Bytes.class) {
            Fixed fixed = limits.getAnnotation(Fixed.class);
            return seed.bytes(fixed != null ? fixed.value() : size(limits, seed));
        }
        if (type == String.class) {
            int max = size(limits, seed);
            return seed.nextBoolean() ? text(max, seed) : name(max, seed);
        }
        if (type.isEnum()) {
            return seed.pick(List.of(type.getEnumConstants()));
        }
        if (type.isRecord()) {
            return ofRecord(type, seed, depth);
        }
        List<Class<?>> choices = type.isSealed() ? List.of(type.getPermittedSubclasses()) : cases.get(type);
        if (choices != null) {
            Class<?> chosen = depth > DEPTH_MAX ? choices.getFirst() : seed.pick(choices);
            return ofClass(chosen, chosen, seed, depth);
        }
        return ofWhole(type, seed);
    }

    private Object ofWhole(Class<?> type, Seed seed) {
        long any = seed.pick(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, seed.nextLong(), (long) seed.nextInt(10_000));
        long number = negative ? any : any & Long.MAX_VALUE;
        return switch (type.getSimpleName()) {
            case "boolean", "Boolean" -> seed.nextBoolean();
            case "byte", "Byte" -> (byte) (negative ? number : number & Byte.MAX_VALUE);
            case "short", "Short" -> (short) (negative ? number : number & Short.MAX_VALUE);
            case "int", "Integer" -> (int) (negative ? number : number & Integer.MAX_VALUE);
            case "long", "Long" -> number;
            default -> throw new IllegalArgumentException(type + " cannot be encoded, or is an open interface");
        };
    }

    private Object ofRecord(Class<?> type, Seed seed, int depth) {
        Shape shape = shapes.computeIfAbsent(type, Shape::of);
        RuntimeException last = new IllegalArgumentException();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Object[] values = shape.components.stream()
                    .map(component -> of(component, seed, depth + 1))
                    .toArray();
            try {
                return shape.constructor.newInstance(values);
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof RuntimeException refused)) {
                    throw new IllegalStateException(e);
                }
                last = refused;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException(type + " refuses all that chance gives: say how it is made", last);
    }

    private Object ofContainer(Class<?> type, AnnotatedParameterizedType generic, Seed seed, int depth) {
        AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
        if (type == Optional.class) {
            return seed.nextBoolean() && depth <= DEPTH_MAX
                    ? Optional.of(of(arguments[0], seed, depth))
                    : Optional.empty();
        }
        int size = depth > DEPTH_MAX ? 0 : count(generic, seed, depth);
        if (type == List.class) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(of(arguments[0], seed, depth));
            }
            return List.copyOf(list);
        }
        SortedMap<Object, Object> map = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            map.put(of(arguments[0], seed, depth), of(arguments[1], seed, depth));
        }
        return map;
    }

    /** Few elements where a value is deep already; else up to the limit, and often exactly there. */
    private static int count(AnnotatedElement limits, Seed seed, int depth) {
        int max = Math.min(limits.getAnnotation(Max.class).value(), SIZE_MAX);
        int usual = Math.min(max, depth > 3 ? 1 : 4);
        return depth < 3 && seed.oneIn(8) ? max : seed.between(0, usual);
    }

    private static int size(AnnotatedElement limits, Seed seed) {
        int max = Math.min(limits.getAnnotation(Max.class).value(), SIZE_MAX);
        return seed.oneIn(4) ? max : seed.between(0, max);
    }

    /** Of points of one to four bytes, up to {@code max} bytes together. */
    private static String text(int max, Seed seed) {
        StringBuilder text = new StringBuilder();
        int left = max;
        while (left > 0) {
            int point = seed.pick(0, 0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff);
            left -= Bytes.utf8(Character.toString(point)).length();
            if (left >= 0) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    /** What passes for a name nearly everywhere. */
    private static String name(int max, Seed seed) {
        String name = "n" + seed.nextInt(1_000_000);
        return name.substring(0, Math.min(max, name.length()));
    }
}

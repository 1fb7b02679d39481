package org.allmende.gateway.http;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.allmende.ledger.Application;
import org.allmende.ledger.Reason;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.receipt.GroupOutcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The ledger's records as JSON, to be read and never to be signed or stored. There is no way back.
 *
 * <p>One rule per shape, so that a new record needs nothing here:
 * <ul>
 * <li>a record is an object of its components; one whose only component is {@code value} is that value
 * <li>a record that is a case of a sealed interface begins with {@code type}, its name in lower_snake; one of an
 *     application's operations, events or results also says which {@code application}
 * <li>bytes of a fixed size (ids, hashes, keys, signatures) are hexadecimal; others are base64, with their text
 *     beside them as {@code …Text} when they are UTF-8
 * <li>whole numbers are JSON numbers, also those of 64 bits; enums are names; an empty optional is null
 * <li>amounts of 256 bits are texts of decimal digits
 * <li>the reason of a refused group stands with its name and advice
 * </ul>
 */
final class JsonViews {
    private final JsonFactory factory = new JsonFactory();
    private final List<Application> applications;
    private final Map<Integer, Map<Integer, Reason>> reasons = new HashMap<>();
    private final ClassValue<Shape> shapes = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    JsonViews(List<Application> applications) {
        this.applications = List.copyOf(applications);
        for (Application application : applications) {
            Map<Integer, Reason> byCode = new HashMap<>();
            application.reasons().forEach(reason -> byCode.put(reason.code(), reason));
            reasons.put(application.tag(), byCode);
        }
    }

    /**
     * One line of JSON.
     *
     * @param value a record, map, list, text, number, truth, bytes, or null
     */
    Bytes bytes(@Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(out, value, null);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    /** A record's object with further members after its own. */
    Bytes bytes(Record object, Map<String, ?> further) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            writeMembers(out, object, shapes.get(object.getClass()));
            further.forEach((name, value) -> writeMember(out, name, value, null));
            out.writeEndObject();
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    String text(@Nullable Object value) {
        return bytes(value).toText();
    }

    private void write(JsonGenerator out, @Nullable Object value, @Nullable AnnotatedType declared) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean truth -> out.writeBoolean(truth);
            case Integer number -> out.writeNumber(number.intValue());
            case Long number -> out.writeNumber(number.longValue());
            case Bytes bytes -> out.writeString(isFixed(declared) ? bytes.toHex() : base64(bytes));
            case Uint256 amount -> out.writeString(amount.toString());
            case Enum<?> constant -> out.writeString(constant.name());
            case Optional<?> optional -> write(out, optional.orElse(null), argument(declared, 0));
            case Collection<?> list -> writeList(out, list, argument(declared, 0));
            case Map<?, ?> map -> writeMap(out, map, argument(declared, 1));
            case GroupOutcome.Refused refused -> writeRefused(out, refused);
            case Record object -> writeRecord(out, object);
            default -> throw new IllegalArgumentException("no JSON view of a " + value.getClass().getName());
        }
    }

    private void writeList(JsonGenerator out, Collection<?> list, @Nullable AnnotatedType element) {
        out.writeStartArray();
        list.forEach(value -> write(out, value, element));
        out.writeEndArray();
    }

    private void writeMap(JsonGenerator out, Map<?, ?> map, @Nullable AnnotatedType declared) {
        out.writeStartObject();
        map.forEach((name, value) -> writeMember(out, String.valueOf(name), value, declared));
        out.writeEndObject();
    }

    private void writeRecord(JsonGenerator out, Record object) {
        Shape shape = shapes.get(object.getClass());
        if (shape.isOnlyValue()) {
            Member only = shape.members().getFirst();
            write(out, only.of(object), only.type());
            return;
        }
        out.writeStartObject();
        writeMembers(out, object, shape);
        out.writeEndObject();
    }

    private void writeMembers(JsonGenerator out, Record object, Shape shape) {
        if (shape.caseName() != null) {
            out.writeStringProperty("type", shape.caseName());
            String application = applicationOf(object);
            if (application != null) {
                out.writeStringProperty("application", application);
            }
        }
        for (Member member : shape.members()) {
            writeMember(out, member.name(), member.of(object), member.type());
        }
    }

    private void writeMember(
            JsonGenerator out, String name, @Nullable Object value, @Nullable AnnotatedType declared) {
        out.writeName(name);
        write(out, value, declared);
        Object inner = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (inner instanceof Bytes bytes && !isFixed(declared)) {
            String text = utf8(bytes);
            if (text != null) {
                out.writeStringProperty(name + "Text", text);
            }
        }
    }

    /** A refusal in numbers is of no use to people: its reason is looked up where it was given. */
    private void writeRefused(JsonGenerator out, GroupOutcome.Refused refused) {
        out.writeStartObject();
        out.writeStringProperty("type", "refused");
        out.writeNumberProperty("operation", refused.operation());
        out.writeStringProperty("application", nameOf(refused.application()));
        Reason reason = reasons.getOrDefault(refused.application(), Map.of()).get(refused.reason());
        out.writeStringProperty("reason", reason == null ? "REASON_" + refused.reason() : reason.name());
        out.writeStringProperty(
                "advice", reason == null ? "this node does not know the reason; ask a newer one" : reason.advice());
        out.writeEndObject();
    }

    private String nameOf(int tag) {
        return applications.stream()
                .filter(application -> application.tag() == tag)
                .map(Application::name)
                .findFirst()
                .orElse(Integer.toString(tag));
    }

    private @Nullable String applicationOf(Record object) {
        for (Application application : applications) {
            if (application.operations().isInstance(object)
                    || application.events().isInstance(object)
                    || application.results().isInstance(object)) {
                return application.name();
            }
        }
        return null;
    }

    /** Whether a record says which case of a choice it is. */
    static boolean isCase(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(above -> above.isSealed() || isCase(above));
    }

    /** Whether a record is shown as its only component. */
    static boolean isOnlyValue(Class<?> record) {
        return !isCase(record)
                && record.getRecordComponents().length == 1
                && record.getRecordComponents()[0].getName().equals("value");
    }

    /** How a record says which case of a choice it is. */
    static String nameOfCase(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.unsafeArray());
    }

    private static @Nullable String utf8(Bytes bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.unsafeArray())).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isFixed(@Nullable AnnotatedType declared) {
        return declared != null && declared.isAnnotationPresent(Fixed.class);
    }

    private static @Nullable AnnotatedType argument(@Nullable AnnotatedType declared, int index) {
        return declared instanceof AnnotatedParameterizedType generic
                        && index < generic.getAnnotatedActualTypeArguments().length
                ? generic.getAnnotatedActualTypeArguments()[index]
                : null;
    }

    /**
     * How records of one class are shown.
     *
     * @param caseName null when it is not a case of a choice
     */
    private record Shape(@Nullable String caseName, boolean isOnlyValue, List<Member> members) {
        static Shape of(Class<?> type) {
            return new Shape(
                    isCase(type) ? nameOfCase(type) : null,
                    JsonViews.isOnlyValue(type),
                    Arrays.stream(type.getRecordComponents()).map(Member::of).toList());
        }

    }

    private record Member(String name, Method accessor, AnnotatedType type) {
        static Member of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Member(component.getName(), accessor, component.getAnnotatedType());
        }

        @Nullable Object of(Record object) {
            try {
                return accessor.invoke(object);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + name + " of " + object.getClass(), e);
            }
        }
    }
}

package org.allmende.gateway.http;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allmende.ledger.Application;
import org.allmende.ledger.Event;
import org.allmende.ledger.Result;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.transaction.Operation;

/**
 * The shapes of {@link JsonViews}, told in JSON Schema (draft 2020-12, as OpenAPI 3.1 takes it). Each record and each
 * choice is named once, under {@code #/components/schemas/}, by its class and those around it.
 */
final class JsonSchemas {
    private static final String DEFINITIONS = "#/components/schemas/";

    private final List<Application> applications;
    private final SortedMap<String, Object> definitions = new TreeMap<>();

    JsonSchemas(List<Application> applications) {
        this.applications = List.copyOf(applications);
    }

    /** All records and choices that were asked for, and what they are made of, by name. */
    SortedMap<String, Object> definitions() {
        return definitions;
    }

    Map<String, Object> of(Class<?> type) {
        return schema(type);
    }

    /**
     * Of a record or choice after whose own members stand those of another record.
     *
     * @param always whether these are always there
     */
    Map<String, Object> with(Class<?> type, Class<?> further, boolean always) {
        return type.isInterface()
                ? Map.of("oneOf", cases(type).stream().map(one -> longer(one, further, always)).toList())
                : longer(type, further, always);
    }

    private Map<String, Object> longer(Class<?> type, Class<?> further, boolean always) {
        return record(type, Arrays.asList(further.getRecordComponents()), always);
    }

    private Map<String, Object> of(AnnotatedType declared) {
        if (declared.getType() == Bytes.class && declared.isAnnotationPresent(Fixed.class)) {
            return hexadecimal(declared.getAnnotation(Fixed.class).value());
        }
        Type type = declared.getType();
        if (type instanceof ParameterizedType generic) {
            AnnotatedType[] arguments = ((AnnotatedParameterizedType) declared).getAnnotatedActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Optional.class) {
                return Map.of("anyOf", List.of(of(arguments[0]), Map.of("type", "null")));
            }
            if (Collection.class.isAssignableFrom(raw)) {
                return ordered("type", "array", "items", of(arguments[0]));
            }
            if (Map.class.isAssignableFrom(raw)) {
                return ordered("type", "object", "additionalProperties", of(arguments[1]));
            }
        }
        return schema((Class<?>) type);
    }

    private static Map<String, Object> hexadecimal(int bytes) {
        return ordered("type", "string", "pattern", "^[0-9a-f]{" + 2 * bytes + "}$");
    }

    private Map<String, Object> schema(Class<?> type) {
        if (type == String.class) {
            return Map.of("type", "string");
        }
        if (type == boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == int.class) {
            return ordered("type", "integer", "format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return ordered("type", "integer", "format", "int64");
        }
        if (type == Bytes.class) {
            return ordered("type", "string", "contentEncoding", "base64");
        }
        if (type == Uint256.class) {
            return ordered("type", "string", "pattern", "^[0-9]{1,78}$");
        }
        if (type.isEnum()) {
            return ordered(
                    "type", "string", "enum", Arrays.stream(type.getEnumConstants()).map(Object::toString).toList());
        }
        return type.isRecord() && JsonViews.isOnlyValue(type) ? of(type.getRecordComponents()[0].getAnnotatedType()) : reference(type);
    }

    private Map<String, Object> reference(Class<?> type) {
        String name = name(type);
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of()); // so that what holds its own kind ends
            definitions.put(name, type.isInterface() ? choice(type) : record(type));
        }
        return Map.of("$ref", DEFINITIONS + name);
    }

    private Map<String, Object> choice(Class<?> type) {
        return Map.of("oneOf", cases(type).stream().map(this::reference).toList());
    }

    private List<Class<?>> cases(Class<?> type) {
        List<Class<?>> cases = new ArrayList<>();
        if (type.isSealed()) {
            cases.addAll(List.of(type.getPermittedSubclasses()));
        } else {
            applications.forEach(application -> cases.add(ofApplication(application, type)));
        }
        return cases;
    }

    private static Class<?> ofApplication(Application application, Class<?> open) {
        if (open == Operation.class) {
            return application.operations();
        }
        if (open == Event.class) {
            return application.events();
        }
        if (open == Result.class) {
            return application.results();
        }
        throw new IllegalArgumentException("no application says what a " + open.getName() + " is");
    }

    private Map<String, Object> record(Class<?> type) {
        return record(type, List.of(), true);
    }

    private Map<String, Object> record(Class<?> type, List<RecordComponent> further, boolean always) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        if (JsonViews.isCase(type)) {
            properties.put("type", Map.of("const", JsonViews.nameOfCase(type)));
            applicationOf(type).ifPresent(name -> properties.put("application", Map.of("const", name)));
        }
        if (type == GroupOutcome.Refused.class) {
            properties.put("operation", schema(int.class));
            for (String text : List.of("application", "reason", "advice")) {
                properties.put(text, Map.of("type", "string"));
            }
        } else {
            for (RecordComponent component : type.getRecordComponents()) {
                properties.put(component.getName(), of(component.getAnnotatedType()));
            }
        }
        required.addAll(properties.keySet());
        for (RecordComponent component : further) {
            properties.put(component.getName(), of(component.getAnnotatedType()));
            if (always) {
                required.add(component.getName());
            }
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (isText(component.getAnnotatedType())) {
                properties.put(component.getName() + "Text", Map.of("type", "string"));
            }
        }
        return ordered(
                "type", "object", "properties", properties, "required", required, "additionalProperties", false);
    }

    /** Bytes of any length are base64, and beside them stands their text when they are UTF-8. */
    private static boolean isText(AnnotatedType declared) {
        if (declared instanceof AnnotatedParameterizedType generic
                && ((ParameterizedType) declared.getType()).getRawType() == Optional.class) {
            return isText(generic.getAnnotatedActualTypeArguments()[0]);
        }
        return declared.getType() == Bytes.class && !declared.isAnnotationPresent(Fixed.class);
    }

    private Optional<String> applicationOf(Class<?> type) {
        return applications.stream()
                .filter(application -> application.operations().isAssignableFrom(type)
                        || application.events().isAssignableFrom(type)
                        || application.results().isAssignableFrom(type))
                .map(Application::name)
                .findFirst();
    }

    /** Of a nested class with those around it, so that no two are the same. */
    private static String name(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        return around == null ? type.getSimpleName() : name(around) + "." + type.getSimpleName();
    }

    /** Names and values by turns, in this order: a document is the same each time it is made. */
    static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}

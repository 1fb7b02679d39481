package org.allmende.gateway.http;

import static org.allmende.gateway.http.JsonSchemas.ordered;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One of the answers of a path, refusals aside: under which status, and what its body is in each of its types.
 *
 * @param content by content type; none: there is no body
 */
record Shown(int status, String description, Map<String, Shape> content) {
    /** What a body holds. */
    sealed interface Shape {
        /**
         * The JSON view of a record or choice.
         *
         * @param further a record whose members stand after its own
         * @param always whether they are always there
         */
        record Json(Class<?> type, Optional<Class<?>> further, boolean always) implements Shape {}

        /** The Borsh of a record or choice. */
        record Borsh(Class<?> type) implements Shape {}

        /** Server-sent events, each with the JSON view of a record as its data, by the name of the event. */
        record Events(Map<String, Class<?>> types) implements Shape {}

        /** Something that has its own description elsewhere. */
        record Other(String what) implements Shape {}
    }

    Shown {
        content = Map.copyOf(content);
    }

    /** A record in both formats. */
    static Shown record(Class<?> type) {
        return json(200, "what was asked for", type).andBorsh(type);
    }

    static Shown json(int status, String description, Class<?> type) {
        return new Shown(
                status, description, Map.of(Formats.JSON, new Shape.Json(type, Optional.empty(), true)));
    }

    /** A record, with the members of another after its own in JSON. */
    static Shown jsonWith(Class<?> further, boolean always, Class<?> type) {
        return new Shown(
                200,
                "what was asked for",
                Map.of(Formats.JSON, new Shape.Json(type, Optional.of(further), always)));
    }

    static Shown other(String contentType, String what) {
        return new Shown(200, "what was asked for", Map.of(contentType, new Shape.Other(what)));
    }

    static Shown events(Map<String, Class<?>> types) {
        return new Shown(200, "a stream of server-sent events", Map.of(EventStream.CONTENT_TYPE, new Shape.Events(types)));
    }

    static Shown nothing(int status, String description) {
        return new Shown(status, description, Map.of());
    }

    Shown andBorsh(Class<?> type) {
        return and(Call.BORSH, new Shape.Borsh(type));
    }

    Shown andOther(String contentType, String what) {
        return and(contentType, new Shape.Other(what));
    }

    private Shown and(String contentType, Shape shape) {
        Map<String, Shape> more = new LinkedHashMap<>(content);
        more.put(contentType, shape);
        return new Shown(status, description, more);
    }

    /** As the response object of OpenAPI. */
    Map<String, Object> described(JsonSchemas schemas) {
        Map<String, Object> answer = ordered("description", description);
        if (!content.isEmpty()) {
            Map<String, Object> bodies = new LinkedHashMap<>();
            content.keySet().stream().sorted().forEach(type -> bodies.put(type, body(shape(type), schemas)));
            answer.put("content", bodies);
        }
        return answer;
    }

    private Shape shape(String contentType) {
        Shape shape = content.get(contentType);
        if (shape == null) {
            throw new IllegalArgumentException("not answered as " + contentType);
        }
        return shape;
    }

    private static Map<String, Object> body(Shape shape, JsonSchemas schemas) {
        return switch (shape) {
            case Shape.Json(Class<?> type, Optional<Class<?>> further, boolean always) ->
                Map.of(
                        "schema",
                        further.isPresent() ? schemas.with(type, further.get(), always) : schemas.of(type));
            case Shape.Borsh(Class<?> type) -> borsh(type);
            case Shape.Other(String what) -> Map.of("schema", Map.of("description", what));
            case Shape.Events(Map<String, Class<?>> types) -> {
                Map<String, Object> data = new LinkedHashMap<>();
                types.keySet().stream().sorted().forEach(name -> data.put(name, schemas.of(type(types, name))));
                yield ordered(
                        "schema",
                        ordered(
                                "type",
                                "string",
                                "description",
                                "server-sent events; what the data of each is, by its name, stands under x-event-data"),
                        "x-event-data",
                        data);
            }
        };
    }

    private static Class<?> type(Map<String, Class<?>> types, String name) {
        Class<?> type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException("no event " + name);
        }
        return type;
    }

    /** JSON Schema says nothing of Borsh; the record is among those of the document, or of the ledger. */
    static Map<String, Object> borsh(Class<?> type) {
        return Map.of("schema", Map.of("description", "Borsh of a " + type.getSimpleName()));
    }
}

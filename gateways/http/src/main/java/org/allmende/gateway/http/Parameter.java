package org.allmende.gateway.http;

import static org.allmende.gateway.http.JsonSchemas.ordered;

import java.util.List;
import java.util.Map;

/**
 * One value of a path's query, or of a place in the path itself: what may stand there. A handler reads it with the
 * method of {@link Call} that has the same meaning.
 *
 * @param schema in JSON Schema, of the text once it is read
 */
record Parameter(String name, Map<String, Object> schema) {
    /** Read by {@link Call#number}. */
    static Parameter number(String name, long otherwise, long min, long max) {
        Parameter number = number(name, min, max);
        number.schema.put("default", otherwise);
        return number;
    }

    /** Read likewise where it is given; where not, nothing stands for it. */
    static Parameter number(String name, long min, long max) {
        Map<String, Object> schema = ordered("type", "integer", "format", "int64", "minimum", min);
        if (max < Long.MAX_VALUE) {
            schema.put("maximum", max);
        }
        return new Parameter(name, schema);
    }

    /** A whole number from 0 on; 0 when it is not given. */
    static Parameter number(String name) {
        return number(name, 0, 0, Long.MAX_VALUE);
    }

    /** Read by {@link Call#flag}. */
    static Parameter flag(String name) {
        return new Parameter(name, ordered("type", "boolean", "default", false));
    }

    /** Read by {@link Call#choice}; the first is the default. */
    static Parameter choice(String name, String... words) {
        return new Parameter(name, ordered("type", "string", "enum", List.of(words), "default", words[0]));
    }

    /** Read by {@link Call#bytes}. */
    static Parameter bytes(String name) {
        return new Parameter(name, ordered("type", "string", "pattern", "^[A-Za-z0-9_-]*={0,2}$"));
    }

    /** The id of an account, a token or a transaction. */
    static Parameter id(String name) {
        return new Parameter(name, ordered("type", "string", "pattern", "^[0-9a-f]{64}$"));
    }

    static Parameter text(String name) {
        return new Parameter(name, Map.of("type", "string"));
    }

    /** What stands in a path under a name; it has one meaning in all of them. */
    static Parameter ofPlace(String name) {
        return switch (name) {
            case "id" -> id(name);
            case "height" -> number(name, 0, Long.MAX_VALUE);
            case "lease" -> number(name, Long.MIN_VALUE, Long.MAX_VALUE);
            case "name", "file" -> text(name);
            default -> throw new IllegalArgumentException("no path says what its {" + name + "} is");
        };
    }
}

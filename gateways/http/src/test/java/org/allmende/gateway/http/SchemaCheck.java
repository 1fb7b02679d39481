package org.allmende.gateway.http;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Holds JSON against the schemas of an OpenAPI document: the part of JSON Schema that {@link JsonSchemas} uses. A member
 * that is in no schema does not fit.
 */
record SchemaCheck(JsonNode document) {
    /** What does not fit, with where it stands. */
    List<String> unfit(JsonNode value, JsonNode schema, String at) {
        List<String> wrong = new ArrayList<>();
        if (schema.has("$ref")) {
            String name = schema.get("$ref").stringValue().replace("#/components/schemas/", "");
            return unfit(value, document.get("components").get("schemas").get(name), at);
        }
        for (String several : List.of("oneOf", "anyOf")) {
            if (schema.has(several)) {
                long fitting = 0;
                for (JsonNode each : schema.get(several)) {
                    fitting += unfit(value, each, at).isEmpty() ? 1 : 0;
                }
                if (fitting != 1) {
                    wrong.add(at + ": fits " + fitting + " of " + several + ": " + value);
                }
            }
        }
        if (schema.has("const") && !value.equals(schema.get("const"))) {
            wrong.add(at + ": not " + schema.get("const"));
        }
        if (schema.has("enum") && !schema.get("enum").valueStream().anyMatch(value::equals)) {
            wrong.add(at + ": none of " + schema.get("enum"));
        }
        if (schema.has("pattern") && !value.asString("").matches(schema.get("pattern").stringValue())) {
            wrong.add(at + ": " + value + " does not match " + schema.get("pattern"));
        }
        switch (schema.path("type").asString("")) {
            case "object" -> object(value, schema, at, wrong);
            case "array" -> {
                if (!value.isArray()) {
                    wrong.add(at + ": no array");
                }
                for (int i = 0; i < value.size(); i++) {
                    wrong.addAll(unfit(value.get(i), schema.get("items"), at + "[" + i + "]"));
                }
            }
            case "string" -> expect(value.isString(), "no text", at, wrong);
            case "integer" -> expect(value.isIntegralNumber(), "no whole number", at, wrong);
            case "boolean" -> expect(value.isBoolean(), "no truth", at, wrong);
            case "null" -> expect(value.isNull(), "not null", at, wrong);
            default -> {}
        }
        return wrong;
    }

    private static void expect(boolean holds, String otherwise, String at, List<String> wrong) {
        if (!holds) {
            wrong.add(at + ": " + otherwise);
        }
    }

    private void object(JsonNode value, JsonNode schema, String at, List<String> wrong) {
        expect(value.isObject(), "no object", at, wrong);
        JsonNode properties = schema.path("properties");
        schema.path("required").forEach(name -> expect(value.has(name.stringValue()), "lacks " + name, at, wrong));
        value.properties().forEach(each -> {
            if (properties.has(each.getKey())) {
                wrong.addAll(unfit(each.getValue(), properties.get(each.getKey()), at + "." + each.getKey()));
            } else {
                JsonNode others = schema.path("additionalProperties");
                expect(!others.isBoolean() || others.booleanValue(), "has " + each.getKey(), at, wrong);
            }
        });
    }
}

package org.allmende.gateway.http;

import static org.allmende.gateway.http.JsonSchemas.ordered;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allmende.ledger.Application;
import org.allmende.ledger.encoding.Bytes;

/** What the gateway can be asked, as an OpenAPI 3.1 document: from its own routes, so that it cannot be out of date. */
final class OpenApi {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private OpenApi() {}

    static Bytes of(List<Route> routes, List<Application> applications, JsonViews json) {
        JsonSchemas schemas = new JsonSchemas(applications);
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route, schemas));
        }
        schemas.definitions().put("Problem", problem());
        Map<String, Object> document = ordered("openapi", "3.1.0");
        document.put(
                "info",
                ordered(
                        "title", "Allmende over HTTP",
                        "version", "1",
                        "description", "What each path means is in docs/reference/http.md. Nothing is sent in JSON."));
        document.put("paths", paths);
        document.put("components", Map.of("schemas", schemas.definitions()));
        return json.bytes(document);
    }

    private static Map<String, Object> operation(Route route, JsonSchemas schemas) {
        List<Object> parameters = new ArrayList<>();
        for (Matcher place = PLACE.matcher(route.path()); place.find(); ) {
            parameters.add(parameter(Parameter.ofPlace(place.group(1)), "path"));
        }
        for (Parameter each : route.parameters()) {
            parameters.add(parameter(each, "query"));
            if (each.equals(RouteTable.LAST_EVENT_ID)) {
                parameters.add(parameter(Parameter.text("Last-Event-ID"), "header"));
            }
        }
        Map<String, Object> operation = ordered("parameters", parameters);
        route.takes().ifPresent(type -> {
            Map<String, Object> content = new LinkedHashMap<>();
            Call.BODY_TYPES.forEach(contentType -> content.put(contentType, Shown.borsh(type)));
            operation.put("requestBody", ordered("required", true, "content", content));
        });
        Map<String, Object> answers = new LinkedHashMap<>();
        route.answers().forEach(shown -> answers.put(Integer.toString(shown.status()), shown.described(schemas)));
        answers.put(
                "default",
                ordered(
                        "description", "refused",
                        "content", content("application/problem+json", Map.of("$ref", "#/components/schemas/Problem"))));
        operation.put("responses", answers);
        return operation;
    }

    private static Map<String, Object> content(String type, Map<String, Object> schema) {
        return Map.of(type, Map.of("schema", schema));
    }

    private static Map<String, Object> parameter(Parameter parameter, String in) {
        return ordered(
                "name", parameter.name(), "in", in, "required", in.equals("path"), "schema", parameter.schema());
    }

    /** RFC 9457, with our two members. */
    private static Map<String, Object> problem() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String text : List.of("type", "title", "detail", "reason", "advice")) {
            properties.put(text, Map.of("type", "string"));
        }
        properties.put("status", Map.of("type", "integer"));
        return ordered("type", "object", "properties", properties, "required", List.copyOf(properties.keySet()));
    }
}

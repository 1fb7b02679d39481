package org.allmende.gateway.etcd.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request without its body.
 *
 * @param path decoded, without the query
 * @param query decoded values by name
 * @param headers in the order they came
 */
public record Request(String method, String path, Map<String, List<String>> query, List<Header> headers) {
    /** One line of a request's or an answer's head. */
    public record Header(String name, String value) {}

    public Request {
        query = Map.copyOf(query);
        headers = List.copyOf(headers);
    }

    /** The first header of this name, in any case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** All values of a parameter; none when it is not there. */
    public List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    public Request withPath(String other) {
        return new Request(method, other, query, headers);
    }
}

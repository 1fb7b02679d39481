package org.allmende.gateway.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where the gateway listens and whom it answers.
 *
 * @param host the one address it binds; {@code 127.0.0.1} unless somebody decided otherwise
 * @param port 1 to 65535, or 0 for any free one
 * @param allowedHosts further names, without port, under which browsers and clients may reach it; the loopback names
 *     and {@code host} itself are always allowed. Guards against DNS rebinding
 * @param allowedOrigins further origins, for instance {@code https://console.example}, whose pages may use the paths
 *     that are not open to every origin
 */
public record HttpSettings(
        String host, int port, List<String> allowedHosts, List<String> allowedOrigins, HttpLimits limits) {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");

    public HttpSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the HTTP gateway needs an address to bind, for instance 127.0.0.1");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("an HTTP port is 0 (any) to 65535, not " + port);
        }
        allowedHosts = allowedHosts.stream().map(HttpSettings::lower).toList();
        allowedOrigins = allowedOrigins.stream().map(HttpSettings::lower).toList();
    }

    /** Loopback only, default limits. */
    public static HttpSettings onLoopback(int port) {
        return new HttpSettings("127.0.0.1", port, List.of(), List.of(), HttpLimits.DEFAULT);
    }

    public HttpSettings withLimits(HttpLimits other) {
        return new HttpSettings(host, port, allowedHosts, allowedOrigins, other);
    }

    public HttpSettings withAllowedHosts(String... hosts) {
        return new HttpSettings(host, port, List.of(hosts), allowedOrigins, limits);
    }

    public HttpSettings withAllowedOrigins(String... origins) {
        return new HttpSettings(host, port, allowedHosts, List.of(origins), limits);
    }

    /** An IPv6 address in brackets (RFC 3986, section 3.2.2). */
    String hostInUri() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** Whether a request may name this host, given without its port. */
    boolean allowsHost(String name) {
        String lower = lower(name);
        return LOOPBACK_NAMES.contains(lower)
                || allowedHosts.contains(lower)
                || !WILDCARDS.contains(host) && (lower.equals(lower(host)) || lower.equals("[" + lower(host) + "]"));
    }

    boolean allowsOrigin(String origin) {
        return allowedOrigins.contains(lower(origin));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

package org.allmende.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which pages in a browser may reach this gateway. Two attacks are kept out: a page that rebinds its own name to
 * this address (its Host is not ours), and a page that acts through a visitor's browser (its Origin is not ours).
 */
final class AccessRules {
    private final HttpSettings settings;

    AccessRules(HttpSettings settings) {
        this.settings = settings;
    }

    /** @throws RefusedException with {@link Refusal#WRONG_HOST} */
    void checkHost(ServerRequestHeaders headers) {
        String host = headers.first(HeaderNames.HOST).orElse("");
        if (!settings.allowsHost(withoutPort(host))) {
            throw new RefusedException(
                    Refusal.WRONG_HOST, "the request was for host '" + host + "'; localhost and 127.0.0.1 always work");
        }
    }

    /** @throws RefusedException with {@link Refusal#WRONG_ORIGIN} */
    void checkOrigin(Route.Openness openness, ServerRequestHeaders headers) {
        Optional<String> origin = headers.first(HeaderNames.ORIGIN);
        boolean allowed = switch (openness) {
            case EVERY_ORIGIN -> true;
            case OWN_ORIGIN -> origin.map(given -> isOwn(given, headers) || settings.allowsOrigin(given)).orElse(true);
        };
        if (!allowed) {
            throw new RefusedException(
                    Refusal.WRONG_ORIGIN, "the request comes from a page of '" + origin.orElse("") + "'");
        }
    }

    /** The headers that tell a browser whether the page may read the answer. */
    Map<String, String> answerHeaders(Route.Openness openness, ServerRequestHeaders headers) {
        Map<String, String> answer = new TreeMap<>();
        Optional<String> origin = headers.first(HeaderNames.ORIGIN);
        switch (openness) {
            case EVERY_ORIGIN -> answer.put("Access-Control-Allow-Origin", "*");
            case OWN_ORIGIN -> origin.filter(settings::allowsOrigin).ifPresent(allowed -> {
                answer.put("Access-Control-Allow-Origin", allowed);
                answer.put("Vary", "Origin");
            });
        }
        if (!answer.isEmpty()) {
            answer.put("Access-Control-Expose-Headers", "Location, Retry-After");
        }
        return answer;
    }

    /** The headers that answer a browser's question before the request itself. */
    Map<String, String> preflightHeaders(Route.Openness openness, String methods, ServerRequestHeaders headers) {
        Map<String, String> answer = answerHeaders(openness, headers);
        if (!answer.isEmpty()) {
            answer.put("Access-Control-Allow-Methods", methods);
            answer.put("Access-Control-Allow-Headers", "Accept, Content-Type, Last-Event-ID");
            answer.put("Access-Control-Max-Age", "600");
        }
        return answer;
    }

    /** Whether the page was served by this gateway, under the host that the request names. */
    private static boolean isOwn(String origin, ServerRequestHeaders headers) {
        String host = headers.first(HeaderNames.HOST).orElse("").toLowerCase(Locale.ROOT);
        return origin.toLowerCase(Locale.ROOT).equals("http://" + host);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}

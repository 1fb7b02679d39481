package org.allmende.gateway.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One path of the gateway.
 *
 * @param path with {@code {name}} where a segment may be anything
 * @param openness whose pages may use it
 * @param parameters the names that its query may have
 * @param takes the record that its body is in Borsh, empty: it has none
 * @param shows the record or choice that its JSON shows; empty: something else
 */
record Route(
        String method,
        String path,
        Openness openness,
        Set<String> parameters,
        Optional<Class<?>> takes,
        Optional<Class<?>> shows,
        Handler handler) {
    /** Whose pages, in a browser, may use a path. Programs are not browsers, and send no Origin. */
    enum Openness {
        /** Pages of this gateway itself and of the configured origins. What is not said to be open is this. */
        OWN_ORIGIN,
        /** Pages of every origin, without credentials: public queries, and transactions, which prove themselves. */
        EVERY_ORIGIN
    }

    /** Answers a request; refuses it by a {@link RefusedException}. Runs in a thread of its own and may block. */
    interface Handler {
        Reply answer(Call call) throws InterruptedException;
    }

    static Route get(String path, Handler handler) {
        return new Route("GET", path, Openness.OWN_ORIGIN, Set.of(), Optional.empty(), Optional.empty(), handler);
    }

    static Route post(String path, Class<?> takes, Handler handler) {
        return new Route("POST", path, Openness.OWN_ORIGIN, Set.of(), Optional.of(takes), Optional.empty(), handler);
    }

    Route toEveryOrigin() {
        return new Route(method, path, Openness.EVERY_ORIGIN, parameters, takes, shows, handler);
    }

    Route with(String... names) {
        return new Route(method, path, openness, new TreeSet<>(List.of(names)), takes, shows, handler);
    }

    Route showing(Class<?> record) {
        return new Route(method, path, openness, parameters, takes, Optional.of(record), handler);
    }

    /** What stands in {@code requested} at each name of this path, or empty when it is another path. */
    Optional<Map<String, String>> match(String requested) {
        String[] ours = path.split("/", -1);
        String[] theirs = requested.split("/", -1);
        if (ours.length != theirs.length) {
            return Optional.empty();
        }
        Map<String, String> places = new HashMap<>();
        for (int i = 0; i < ours.length; i++) {
            if (ours[i].startsWith("{")) {
                places.put(ours[i].substring(1, ours[i].length() - 1), theirs[i]);
            } else if (!ours[i].equals(theirs[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(places);
    }

    /** Whether this answers {@code asked}; GET answers HEAD too. */
    boolean answers(String asked) {
        return method.equals(asked) || method.equals("GET") && asked.equals("HEAD");
    }
}

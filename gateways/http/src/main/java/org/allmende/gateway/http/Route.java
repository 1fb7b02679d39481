package org.allmende.gateway.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One path of the gateway.
 *
 * @param path with {@code {name}} where a segment may be anything
 * @param openness whose pages may use it
 * @param parameters what its query may have
 * @param takes the record that its body is in Borsh, empty: it has none
 * @param answers what it may answer, refusals aside
 */
record Route(
        String method,
        String path,
        Openness openness,
        List<Parameter> parameters,
        Optional<Class<?>> takes,
        List<Shown> answers,
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
        return new Route("GET", path, Openness.OWN_ORIGIN, List.of(), Optional.empty(), List.of(), handler);
    }

    static Route post(String path, Class<?> takes, Handler handler) {
        return new Route("POST", path, Openness.OWN_ORIGIN, List.of(), Optional.of(takes), List.of(), handler);
    }

    Route toEveryOrigin() {
        return new Route(method, path, Openness.EVERY_ORIGIN, parameters, takes, answers, handler);
    }

    Route with(Parameter... query) {
        return new Route(method, path, openness, List.of(query), takes, answers, handler);
    }

    Route answering(Shown... shown) {
        return new Route(method, path, openness, parameters, takes, List.of(shown), handler);
    }

    /** Answers with this record or choice, in both formats. */
    Route showing(Class<?> record) {
        return answering(Shown.record(record));
    }

    /** The names that its query may have. */
    Set<String> parameterNames() {
        return parameters.stream().map(Parameter::name).collect(Collectors.toCollection(TreeSet::new));
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

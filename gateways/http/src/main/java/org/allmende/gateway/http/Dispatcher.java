package org.allmende.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.allmende.ledger.encoding.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the path of a request, checks whether it may be used, and sends what it answers. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final List<Route> routes;
    private final HttpSettings settings;
    private final AccessRules access;
    private final JsonViews json;
    private final HttpMetrics metrics;
    private final Deadlines deadlines;
    private final Streams streams;
    private final LargeAnswers largeAnswers;

    Dispatcher(
            List<Route> routes,
            HttpSettings settings,
            JsonViews json,
            HttpMetrics metrics,
            Deadlines deadlines,
            Streams streams,
            LargeAnswers largeAnswers) {
        this.routes = List.copyOf(routes);
        this.settings = settings;
        this.access = new AccessRules(settings);
        this.json = json;
        this.metrics = metrics;
        this.deadlines = deadlines;
        this.streams = streams;
        this.largeAnswers = largeAnswers;
    }

    /** What was found for a request: the routes of its path, and the one of them for its method, if there is one. */
    private record Found(Route route, Map<String, String> places) {}

    void handle(ServerRequest request, ServerResponse response) {
        List<Found> found = find(request);
        String path = found.isEmpty() ? "none" : found.getFirst().route().path();
        String method = request.prologue().method().text();
        Map<String, String> places = found.isEmpty() ? Map.of() : found.getFirst().places();
        Call call = new Call(request, places, settings.limits(), deadlines);
        Map<String, String> headers = new LinkedHashMap<>();
        Reply reply;
        try {
            reply = answer(request, call, found, headers);
            call.drain();
            takeRoom(reply, method);
        } catch (RefusedException e) {
            call.drain();
            reply = e.problem().reply(json);
        } catch (InterruptedException e) {
            reply = Problem.of(Refusal.STOPPING, "the request was given up because the node stops").reply(json);
        } catch (CloseConnectionException | RequestException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", method, path, e);
            reply = Problem.of(Refusal.INTERNAL, "the request failed inside the gateway").reply(json);
        }
        headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        metrics.answered(method, path, statusOf(reply));
        send(reply, method, response);
    }

    /** What a reply needs beyond a thread; given back once it is sent. */
    private void takeRoom(Reply reply, String method) throws InterruptedException {
        switch (reply) {
            case Reply.Whole whole -> {}
            case Reply.Large large -> {
                if (!largeAnswers.enter(large.bytes(), settings.limits().sendMillisMax())) {
                    throw new RefusedException(
                            Refusal.BUSY, "other peers are still taking as many large answers as are made at once");
                }
            }
            case Reply.Streamed streamed -> enterStreams(method);
            case Reply.Carried carried -> enterStreams(method);
        }
    }

    private void enterStreams(String method) {
        if (!method.equals("HEAD")) {
            streams.enter();
        }
    }

    private Reply answer(ServerRequest request, Call call, List<Found> found, Map<String, String> headers)
            throws InterruptedException {
        access.checkHost(request.headers());
        if (found.isEmpty()) {
            throw new RefusedException(
                    Refusal.NO_SUCH_PATH, "there is nothing at " + request.prologue().uriPath().rawPath());
        }
        String method = request.prologue().method().text();
        if (method.equals("OPTIONS")) {
            return options(request, found);
        }
        for (Found candidate : found) {
            Route route = candidate.route();
            if (route.answers(method)) {
                access.checkOrigin(route.openness(), request.headers());
                headers.putAll(access.answerHeaders(route.openness(), request.headers()));
                call.allowOnly(route.parameterNames());
                return route.handler().answer(call);
            }
        }
        String methods = methodsOf(found);
        throw new RefusedException(Problem.of(
                        Refusal.METHOD_NOT_ALLOWED, method + " is not one of " + methods + ", which this path has")
                .withHeader("Allow", methods));
    }

    private List<Found> find(ServerRequest request) {
        String path = request.prologue().uriPath().rawPath();
        List<Found> found = new ArrayList<>();
        for (Route route : routes) {
            route.match(path).ifPresent(places -> found.add(new Found(route, places)));
        }
        return found;
    }

    private Reply options(ServerRequest request, List<Found> found) {
        String methods = methodsOf(found);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Allow", methods);
        String asked = request.headers()
                .first(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD)
                .orElse(found.getFirst().route().method());
        for (Found candidate : found) {
            if (candidate.route().answers(asked)) {
                headers.putAll(
                        access.preflightHeaders(candidate.route().openness(), methods, request.headers()));
            }
        }
        return new Reply.Whole(204, "", Bytes.EMPTY, headers);
    }

    private static String methodsOf(List<Found> found) {
        Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
        for (Found candidate : found) {
            methods.add(candidate.route().method());
            if (candidate.route().method().equals("GET")) {
                methods.add("HEAD");
            }
        }
        return String.join(", ", methods);
    }

    private static int statusOf(Reply reply) {
        return switch (reply) {
            case Reply.Whole whole -> whole.status();
            case Reply.Large large -> 200;
            case Reply.Streamed streamed -> 200;
            case Reply.Carried carried -> 200;
        };
    }

    private void send(Reply reply, String method, ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        switch (reply) {
            case Reply.Whole whole -> send(whole, method, response);
            case Reply.Large large -> sendLarge(large, method, response);
            case Reply.Streamed streamed when method.equals("HEAD") ->
                send(new Reply.Whole(200, EventStream.CONTENT_TYPE, Bytes.EMPTY), method, response);
            case Reply.Streamed streamed -> stream(streamed, response);
            case Reply.Carried carried when method.equals("HEAD") ->
                send(new Reply.Whole(200, carried.contentType(), Bytes.EMPTY), method, response);
            case Reply.Carried carried -> carry(carried, response);
        }
    }

    private void sendLarge(Reply.Large large, String method, ServerResponse response) {
        try {
            send(large.make().get(), method, response);
        } finally {
            largeAnswers.leave(large.bytes());
        }
    }

    private void send(Reply.Whole whole, String method, ServerResponse response) {
        response.status(Status.create(whole.status()));
        whole.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        byte[] body = whole.body().unsafeArray();
        if (whole.status() != 204 && whole.status() != 304) {
            response.header(HeaderNames.CONTENT_TYPE, whole.contentType());
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        }
        if (method.equals("HEAD") || body.length <= PacedOutput.PIECE_BYTES) {
            sendAtOnce(method.equals("HEAD") ? new byte[0] : body, response);
        } else {
            try (OutputStream out = response.outputStream()) {
                paced(out).write(body);
            } catch (IOException e) {
                throw new CloseConnectionException("the peer did not take the answer", e);
            }
        }
    }

    private void sendAtOnce(byte[] body, ServerResponse response) {
        deadlines.begin(settings.limits().sendMillisMax());
        try {
            response.send(body);
        } catch (RuntimeException e) {
            throw new CloseConnectionException("the peer did not take the answer", e);
        } finally {
            deadlines.end();
        }
    }

    private PacedOutput paced(OutputStream out) {
        return new PacedOutput(out, deadlines, settings.limits().sendMillisMax());
    }

    /** A body that breaks off is not ended: its reader sees that there is something missing. */
    private void carry(Reply.Carried carried, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, carried.contentType());
        try {
            OutputStream out = response.outputStream();
            carried.carrier().carry(paced(out)::write);
            out.close();
        } catch (IOException e) {
            LOG.warn("an answer broke off", e);
            throw new CloseConnectionException("an answer broke off", e);
        } finally {
            streams.leave();
        }
    }

    private void stream(Reply.Streamed streamed, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, EventStream.CONTENT_TYPE);
        // A stream ends with its connection, so that nothing can be mistaken for part of it.
        response.header(HeaderValues.CONNECTION_CLOSE);
        try (OutputStream out = response.outputStream()) {
            streams.run(streamed, paced(out));
        } catch (IOException e) {
            throw new CloseConnectionException("the reader of a stream is gone", e);
        } finally {
            streams.leave();
        }
    }
}

package org.allmende.gateway.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what Helidon refuses before there is a request to find a path for: malformed, too large, another version. */
final class ProblemHandler implements DirectHandler {
    private final JsonViews json;
    private final HttpMetrics metrics;

    ProblemHandler(JsonViews json, HttpMetrics metrics) {
        this.json = json;
        this.metrics = metrics;
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        Refusal refusal = Refusal.ofStatus(status.code());
        String detail = Optional.ofNullable(message).orElse("the request was refused before it reached a path");
        metrics.answered(request.method(), "none", status.code());
        Reply.Whole reply = Problem.of(refusal, detail).withStatus(status.code()).reply(json);
        reply.headers().forEach((name, value) -> headers.set(HeaderNames.create(name), value));
        headers.set(HeaderNames.CONTENT_TYPE, reply.contentType());
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .entity(reply.body().toArray())
                .build();
    }
}

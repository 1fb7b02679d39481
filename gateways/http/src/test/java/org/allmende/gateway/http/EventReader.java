package org.allmende.gateway.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a stream as browsers do: messages with data are seen, and an id alone is remembered. */
final class EventReader implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpResponse<InputStream> response;
    private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private volatile String lastEventId = "";
    private final AtomicInteger heartbeats = new AtomicInteger();
    private volatile boolean ended;

    /** @param event {@code message} unless it is named */
    record Message(String event, String id, String data) {
        JsonNode json() {
            return JSON.readTree(data);
        }
    }

    EventReader(HttpResponse<InputStream> response) {
        this.response = response;
        if (response.statusCode() == 200) {
            Thread.ofVirtual().start(this::read);
        }
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    String lastEventId() {
        return lastEventId;
    }

    int heartbeats() {
        return heartbeats.get();
    }

    boolean hasEnded() {
        return ended;
    }

    /** The next message; fails when there is none in time. */
    Message next() throws InterruptedException {
        Message message = messages.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message within 10 s; the stream " + (ended ? "has ended" : "is open"));
        }
        return message;
    }

    /** Whether messages came that nobody asked for. */
    boolean hasMore() {
        return !messages.isEmpty();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String event = "message";
            @Nullable String data = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (data != null) {
                        messages.add(new Message(event, lastEventId, data));
                    }
                    event = "message";
                    data = null;
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    lastEventId = line.substring(4);
                } else if (line.startsWith(":")) {
                    heartbeats.incrementAndGet();
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // The connection was given up; what came before it counts.
        } finally {
            ended = true;
        }
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

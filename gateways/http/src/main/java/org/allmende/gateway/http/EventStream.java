package org.allmende.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream of server-sent events (the WHATWG HTML standard, section 9.2). It holds no event: every one is written
 * to the peer before the next is asked for, so a slow reader slows only itself, and one that stops is given up.
 */
final class EventStream {
    static final String CONTENT_TYPE = "text/event-stream";

    private final PacedOutput out;
    private final BooleanSupplier stopping;

    EventStream(PacedOutput out, BooleanSupplier stopping) {
        this.out = out;
        this.stopping = stopping;
    }

    /** Whether to go on: false once the gateway stops. */
    boolean isOpen() {
        return !stopping.getAsBoolean();
    }

    /**
     * @param event its name; null for the ordinary one
     * @param id from which a reader may resume; null when it must not resume from here
     * @param data without a line break
     */
    void send(@Nullable String event, @Nullable String id, String data) {
        StringBuilder lines = new StringBuilder(data.length() + 64);
        if (event != null) {
            lines.append("event: ").append(event).append('\n');
        }
        if (id != null) {
            lines.append("id: ").append(id).append('\n');
        }
        write(lines.append("data: ").append(data).append("\n\n").toString());
    }

    /**
     * A comment: readers ignore it, and a peer that is gone is found out.
     *
     * @param id how far the stream has come; a message without data tells it to a reader and nothing else
     */
    void heartbeat(String id) {
        write(":\nid: " + id + "\n\n");
    }

    /** Tells a reader how long to wait before it connects again. */
    void retryAfter(long millis) {
        write("retry: " + millis + "\n\n");
    }

    private void write(String text) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}

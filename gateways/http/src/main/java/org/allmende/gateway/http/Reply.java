package org.allmende.gateway.http;

import java.util.Map;
import java.util.function.Supplier;
import org.allmende.ledger.encoding.Bytes;

/** What a path answers. */
sealed interface Reply {
    /** A body that is known before the first byte is sent. */
    record Whole(int status, String contentType, Bytes body, Map<String, String> headers) implements Reply {
        Whole(int status, String contentType, Bytes body) {
            this(status, contentType, body, Map.of());
        }

        Whole withHeader(String name, String value) {
            return new Whole(status, contentType, body, Map.of(name, value));
        }
    }

    /**
     * A body so large that only so many are made at once.
     *
     * @param bytes about how much memory it takes until it is sent
     */
    record Large(long bytes, Supplier<Whole> make) implements Reply {}

    /** Server-sent events, until the writer returns or the peer is gone. */
    record Streamed(Writer writer) implements Reply {}

    interface Writer {
        void write(EventStream out) throws InterruptedException;
    }
}

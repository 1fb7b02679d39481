package org.allmende.gateway.http;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.allmende.ledger.encoding.ByteSink;
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

    /** A body that is taken from somewhere piece by piece, however large. */
    record Carried(String contentType, Carrier carrier) implements Reply {}

    interface Carrier {
        /** @throws IOException when there is no more to be had: the answer breaks off */
        void carry(ByteSink out) throws IOException;
    }

    interface Writer {
        void write(EventStream out) throws InterruptedException;
    }
}

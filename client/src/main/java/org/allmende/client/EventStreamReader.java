package org.allmende.client;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads server-sent events (the WHATWG HTML standard, section 9.2). One thread; closing by any ends it. */
final class EventStreamReader implements Closeable {
    private final HttpConnection connection;
    private final InputStream in;

    EventStreamReader(HttpConnection connection, InputStream body) {
        this.connection = connection;
        this.in = new BufferedInputStream(body, 16 * 1024);
    }

    /**
     * One message.
     *
     * @param name empty for the ordinary one
     * @param id where to resume after it, when it says so
     * @param data empty in a heartbeat, which has at most an id
     */
    record Message(String name, Optional<String> id, String data) {}

    /** @throws EOFException at the end of the stream: it ends only with its node, so there is more to come elsewhere */
    Message next() throws IOException {
        String name = "";
        Optional<String> id = Optional.empty();
        StringBuilder data = new StringBuilder();
        while (true) {
            String line = HttpBody.line(in, HttpConnection.BODY_BYTES_MAX);
            if (line.isEmpty()) {
                if (id.isPresent() || !data.isEmpty()) {
                    return new Message(name, id, data.toString());
                }
                name = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : HttpBody.utf8(line.substring(colon + 1).replaceFirst("^ ", ""));
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = Optional.of(value);
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                default -> {} // a comment, or nothing known
            }
            if (data.length() > HttpConnection.BODY_BYTES_MAX) {
                throw new IOException("a message of more than " + HttpConnection.BODY_BYTES_MAX + " characters");
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}

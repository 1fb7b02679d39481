package org.allmende.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;

/** The way to one node: its connections, and what is known of it. Any thread. */
final class NodeLink implements AutoCloseable {
    /** Nodes end connections without a request after a minute; well before that they are no longer relied on. */
    private static final Duration IDLE_MAX = Duration.ofSeconds(20);

    private static final int IDLE_CONNECTIONS_MAX = 16;

    private final URI node;
    private final Duration connectPatience;
    private final Deque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile Optional<NetworkId> network = Optional.empty();
    private volatile boolean closed;

    NodeLink(URI node, Duration connectPatience) {
        this.node = node;
        this.connectPatience = connectPatience;
    }

    URI node() {
        return node;
    }

    /** The network it belongs to, once it said so; it may be another node after a connection broke. */
    Optional<NetworkId> network() {
        return network;
    }

    void belongsTo(NetworkId known) {
        network = Optional.of(known);
    }

    /**
     * The answer to a request that may be sent twice.
     *
     * @throws RefusedException when the node says no
     * @throws NotSentException when it has seen nothing of the request
     */
    HttpReply call(HttpCall call, long deadlineNanos) throws IOException {
        HttpReply reply = exchange(call, deadlineNanos);
        if (!reply.isSuccess()) {
            throw reply.refusal();
        }
        return reply;
    }

    private HttpReply exchange(HttpCall call, long deadlineNanos) throws IOException {
        Optional<HttpConnection> kept = kept();
        if (kept.isEmpty()) {
            return exchange(open(), call, deadlineNanos);
        }
        try {
            return exchange(kept.get(), call, deadlineNanos);
        } catch (IOException e) {
            if (System.nanoTime() - deadlineNanos >= 0 || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return again(call, deadlineNanos, e);
        }
    }

    /** The node may have ended a kept connection meanwhile, which shows only when it is used: a new one tells. */
    private HttpReply again(HttpCall call, long deadlineNanos, IOException before) throws IOException {
        try {
            return exchange(open(), call, deadlineNanos);
        } catch (NotSentException e) {
            before.addSuppressed(e); // of the first try nobody knows whether it was seen
            throw before;
        }
    }

    private HttpReply exchange(HttpConnection connection, HttpCall call, long deadlineNanos) throws IOException {
        try {
            HttpReply reply = connection.exchange(call, deadlineNanos);
            keep(connection);
            return reply;
        } catch (IOException e) {
            connection.close();
            network = Optional.empty();
            throw e;
        }
    }

    /** @throws RefusedException when the node says no */
    EventStreamReader stream(HttpCall call, long deadlineNanos, Duration silence) throws IOException {
        HttpConnection connection = open();
        return new EventStreamReader(connection, body(connection, call, deadlineNanos, silence));
    }

    /**
     * An answer of any length, read as it comes; not kept in memory.
     *
     * @param silence how long it may pause
     * @throws RefusedException when the node says no
     */
    <T> T carry(HttpCall call, long deadlineNanos, Duration silence, Carrier<T> carrier) throws IOException {
        try (HttpConnection connection = open()) {
            return carrier.carry(body(connection, call, deadlineNanos, silence));
        }
    }

    /** Takes an answer as it comes. */
    interface Carrier<T> {
        T carry(InputStream body) throws IOException;
    }

    private static InputStream body(HttpConnection connection, HttpCall call, long deadlineNanos, Duration silence)
            throws IOException {
        try {
            HttpConnection.Answer answer = connection.stream(call, deadlineNanos, silence);
            if (answer.status() == 200) {
                return answer.body();
            }
            throw new HttpReply(
                            answer.status(),
                            Bytes.wrap(
                                    answer.body().readNBytes(HttpConnection.BODY_BYTES_MAX)))
                    .refusal();
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private HttpConnection open() throws NotSentException {
        try {
            return HttpConnection.open(node, connectPatience);
        } catch (NotSentException e) {
            network = Optional.empty();
            throw e;
        }
    }

    private Optional<HttpConnection> kept() {
        for (HttpConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            if (next.idle().compareTo(IDLE_MAX) < 0) {
                return Optional.of(next);
            }
            next.close();
        }
        return Optional.empty();
    }

    private void keep(HttpConnection connection) {
        if (connection.isOpen()) {
            if (closed || idle.size() >= IDLE_CONNECTIONS_MAX) {
                connection.close();
            } else {
                idle.addFirst(connection);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (HttpConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            next.close();
        }
    }

    @Override
    public String toString() {
        return node.toString();
    }
}

package org.allmende.gateway.etcd.http;

import java.util.List;
import java.util.function.Consumer;
import org.allmende.gateway.etcd.http.Request.Header;
import org.allmende.ledger.encoding.Bytes;

/** What answers requests for a path. */
public sealed interface Endpoint {
    /** Answers when the whole body is there. */
    record Whole(Answerer answerer) implements Endpoint {}

    /** Takes a body while it comes, and may answer meanwhile. */
    record Streamed(Opener opener) implements Endpoint {}

    /** Always the same. */
    static Endpoint fixed(Reply reply) {
        return new Whole((_, _, answer) -> {
            answer.accept(reply);
            return () -> {};
        });
    }

    /** Any thread; may wait. */
    @FunctionalInterface
    interface Answerer {
        /**
         * @param answer takes the answer, once, on any thread
         * @return what is to be done when the client is gone before it was answered
         */
        Runnable answer(Request request, Bytes body, Consumer<Reply> answer);
    }

    /** Called on the connection's thread, and must not wait. */
    @FunctionalInterface
    interface Opener {
        Incoming open(Request request, Outgoing outgoing);
    }

    /** What comes from the client. Called on the connection's thread, and must not wait. */
    interface Incoming {
        void bytes(Bytes bytes);

        /** The body is complete. */
        void end();

        /** The client takes more again. */
        void writable();

        /** The client is gone, and nothing is sent any more. */
        void gone();
    }

    /** What goes to the client. Any thread; what is sent after the end, or to a client that is gone, is lost. */
    interface Outgoing {
        /** Once, before the first chunk. */
        void begin(int status, List<Header> headers);

        /** Sent at once. */
        void chunk(String text);

        void end();

        /** An answer that is no stream, instead of {@link #begin} and all that. */
        void reply(Reply reply);

        /** Whether the client has taken most of what was sent. */
        boolean isWritable();

        /** Whether more of the body is wanted now. */
        void reading(boolean wanted);

        /** Runs this on the connection's thread, after what it is doing. */
        void onConnection(Runnable task);
    }

    /** Which endpoint answers a request. Called on the connection's thread. */
    @FunctionalInterface
    interface Endpoints {
        Endpoint of(Request request);
    }
}

package org.allmende.gateway.etcd.json;

import com.google.protobuf.Message;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import org.allmende.gateway.etcd.http.Endpoint;
import org.allmende.gateway.etcd.http.Request;
import org.allmende.gateway.etcd.http.Request.Header;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One call whose answers are a stream, and perhaps its requests. All on the connection's thread. As grpc-gateway
 * does: the first message decides whether there is a call at all, a later one that cannot be read ends what is sent
 * and no more; a method that takes one message takes the first.
 */
final class JsonStream implements Endpoint.Incoming {
    private final JsonGateway gateway;
    private final MethodDescriptor<Message, Message> method;
    private final Request head;
    private final Endpoint.Outgoing outgoing;
    private final JsonValues values;
    private @Nullable ClientCall<Message, Message> call;
    private boolean sent;
    private boolean halfClosed;
    private boolean begun;
    private boolean hungry;

    JsonStream(
            JsonGateway gateway,
            MethodDescriptor<Message, Message> method,
            Request head,
            Endpoint.Outgoing outgoing) {
        this.gateway = gateway;
        this.method = method;
        this.head = head;
        this.outgoing = outgoing;
        this.values = gateway.values();
    }

    @Override
    public void bytes(Bytes bytes) {
        if (!halfClosed) {
            values.add(bytes);
            sendWhatCame();
        }
    }

    @Override
    public void end() {
        if (halfClosed) {
            return;
        }
        values.end();
        sendWhatCame();
        if (!halfClosed && !sent && !method.getType().clientSendsOneMessage()) {
            begin();
        } else if (!halfClosed && !sent) {
            send(null);
        }
        halfClose();
    }

    private void sendWhatCame() {
        try {
            while (!halfClosed) {
                Optional<Bytes> next = values.next();
                if (next.isEmpty()) {
                    return;
                }
                send(next.get());
            }
        } catch (MalformedException e) {
            malformed(e.text());
        }
    }

    private void send(@Nullable Bytes json) {
        Message message;
        try {
            message = JsonGateway.message(method, json);
        } catch (MalformedException e) {
            malformed(e.text());
            return;
        }
        if (gateway.isTooLarge(message)) {
            fail(gateway.tooLarge(message));
            return;
        }
        ClientCall<Message, Message> open = begin();
        if (open == null) {
            return;
        }
        sent = true;
        open.sendMessage(message);
        if (method.getType().clientSendsOneMessage()) {
            halfClose();
        } else if (!open.isReady()) {
            outgoing.reading(false);
        }
    }

    private @Nullable ClientCall<Message, Message> begin() {
        if (call == null) {
            try {
                Metadata metadata = CallHeaders.metadata(head);
                ClientCall<Message, Message> opened = gateway.newCall(method, CallHeaders.options(head));
                call = opened;
                opened.start(new Answers(), metadata);
                opened.request(1);
            } catch (MalformedException e) {
                fail(Status.INVALID_ARGUMENT.withDescription(e.text()));
            }
        }
        return call;
    }

    /** Of a stream's first message etcd's gateway says that it does not know what is wrong. */
    private void malformed(String text) {
        if (sent) {
            halfClose();
        } else {
            Status status = method.getType().clientSendsOneMessage() ? Status.INVALID_ARGUMENT : Status.UNKNOWN;
            fail(status.withDescription(text));
        }
    }

    private void fail(Status status) {
        halfClosed = true;
        if (call != null) {
            call.cancel(String.valueOf(status.getDescription()), null);
        }
        if (!begun) {
            begun = true;
            outgoing.reply(JsonGateway.failed(status));
        }
    }

    private void halfClose() {
        if (!halfClosed) {
            halfClosed = true;
            if (call != null) {
                call.halfClose();
            }
        }
    }

    @Override
    public void writable() {
        if (hungry && call != null) {
            hungry = false;
            call.request(1);
        }
    }

    @Override
    public void gone() {
        halfClosed = true;
        if (call != null) {
            call.cancel("the client is gone", null);
        }
    }

    /** What the service sends; each handed over to the connection's thread, in order. */
    private final class Answers extends ClientCall.Listener<Message> {
        @Override
        public void onMessage(Message message) {
            String chunk = JsonWriting.chunk(message);
            outgoing.onConnection(() -> {
                begin(200, JsonGateway.HEADERS);
                outgoing.chunk(chunk);
                hungry = true;
                if (outgoing.isWritable()) {
                    writable();
                }
            });
        }

        @Override
        public void onReady() {
            outgoing.reading(true);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            outgoing.onConnection(() -> {
                halfClosed = true;
                begin(JsonWriting.httpStatus(status.getCode()), List.of(JsonGateway.TYPE));
                if (!status.isOk()) {
                    outgoing.chunk(JsonWriting.errorChunk(status));
                }
                outgoing.end();
            });
        }

        private void begin(int status, List<Header> headers) {
            if (!begun) {
                begun = true;
                outgoing.begin(status, headers);
            }
        }
    }
}

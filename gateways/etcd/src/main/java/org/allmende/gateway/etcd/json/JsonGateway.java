package org.allmende.gateway.etcd.json;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.function.Consumer;
import org.allmende.gateway.etcd.http.Endpoint;
import org.allmende.gateway.etcd.http.Reply;
import org.allmende.gateway.etcd.http.Request;
import org.allmende.gateway.etcd.http.Request.Header;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/** The methods of the services behind a channel, by their paths. */
public final class JsonGateway {
    static final Header TYPE = new Header("Content-Type", Reply.JSON);

    /** With what etcd's gateway passes on of the call's own headers. */
    static final List<Header> HEADERS = List.of(TYPE, new Header("Grpc-Metadata-Content-Type", "application/grpc"));

    private final Channel channel;
    private final int messageBytesMax;
    private final int jsonBytesMax;

    /**
     * @param channel to the services
     * @param messageBytesMax how long a message may be, as gRPC counts
     * @param jsonBytesMax how long its JSON may be
     */
    public JsonGateway(Channel channel, int messageBytesMax, int jsonBytesMax) {
        this.channel = channel;
        this.messageBytesMax = messageBytesMax;
        this.jsonBytesMax = jsonBytesMax;
    }

    /** For requests whose path begins with {@code /v3/}. */
    public Endpoint endpoint(Request request) {
        MethodDescriptor<?, ?> found = JsonPaths.ALL.get(request.path());
        if (found == null) {
            return Endpoint.fixed(Reply.error(404, "Not Found"));
        }
        if (!request.method().equals("POST")) {
            return Endpoint.fixed(Reply.error(405, "Method Not Allowed"));
        }
        MethodDescriptor<Message, Message> method = ofMessages(found);
        return switch (method.getType()) {
            case UNARY -> new Endpoint.Whole((head, body, answer) -> call(method, head, body, answer));
            case SERVER_STREAMING, CLIENT_STREAMING, BIDI_STREAMING, UNKNOWN ->
                new Endpoint.Streamed((head, outgoing) -> new JsonStream(this, method, head, outgoing));
        };
    }

    /** All of etcd's methods take and give messages. */
    @SuppressWarnings("unchecked")
    private static MethodDescriptor<Message, Message> ofMessages(MethodDescriptor<?, ?> method) {
        return (MethodDescriptor<Message, Message>) method;
    }

    private Runnable call(
            MethodDescriptor<Message, Message> method, Request head, Bytes body, Consumer<Reply> answer) {
        ClientCall<Message, Message> call;
        Message request;
        Metadata metadata;
        try {
            JsonValues values = values();
            values.add(body);
            values.end();
            request = message(method, values.next().orElse(null));
            metadata = CallHeaders.metadata(head);
            call = newCall(method, CallHeaders.options(head));
        } catch (MalformedException e) {
            answer.accept(failed(Status.INVALID_ARGUMENT.withDescription(e.text())));
            return () -> {};
        }
        if (request.getSerializedSize() > messageBytesMax) {
            answer.accept(failed(tooLarge(request)));
            return () -> {};
        }
        call.start(new Answered(answer), metadata);
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        return () -> call.cancel("the client is gone", null);
    }

    JsonValues values() {
        return new JsonValues(jsonBytesMax);
    }

    ClientCall<Message, Message> newCall(MethodDescriptor<Message, Message> method, CallOptions options) {
        return channel.newCall(method, options);
    }

    /** @param json null: nothing was sent, which is a message without fields */
    static Message message(MethodDescriptor<Message, Message> method, @Nullable Bytes json) throws MalformedException {
        Message prototype = ((MethodDescriptor.PrototypeMarshaller<Message>) method.getRequestMarshaller())
                .getMessagePrototype();
        return json == null ? prototype : JsonReading.read(prototype, json);
    }

    /** In the words of etcd's gRPC. */
    Status tooLarge(Message message) {
        return Status.RESOURCE_EXHAUSTED.withDescription("grpc: received message larger than max ("
                + message.getSerializedSize() + " vs. " + messageBytesMax + ")");
    }

    boolean isTooLarge(Message message) {
        return message.getSerializedSize() > messageBytesMax;
    }

    static Reply failed(Status status) {
        return Reply.of(JsonWriting.httpStatus(status.getCode()), Reply.JSON, JsonWriting.error(status));
    }

    /** Waits for the one answer. */
    private static final class Answered extends ClientCall.Listener<Message> {
        private final Consumer<Reply> answer;
        private @Nullable Message message;

        Answered(Consumer<Reply> answer) {
            this.answer = answer;
        }

        @Override
        public void onMessage(Message received) {
            message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
                answer.accept(failed(status));
            } else if (message != null) {
                answer.accept(new Reply(200, HEADERS, Bytes.utf8(JsonWriting.message(message))));
            } else {
                answer.accept(failed(Status.INTERNAL.withDescription("the service gave no answer")));
            }
        }
    }
}

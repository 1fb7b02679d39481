package org.allmende.cli;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.function.UnaryOperator;

/** Plants a bug between a client and a gateway: what is asked, or answered, is made another of the same kind. */
final class Tampering implements ClientInterceptor {
    private final UnaryOperator<Object> asked;
    private final UnaryOperator<Object> answered;

    private Tampering(UnaryOperator<Object> asked, UnaryOperator<Object> answered) {
        this.asked = asked;
        this.answered = answered;
    }

    /** Each is given every message, and answers with one of the same type. */
    static Tampering with(UnaryOperator<Object> asked, UnaryOperator<Object> answered) {
        return new Tampering(asked, answered);
    }

    @Override
    @SuppressWarnings("unchecked") // a message is made of one of the same type
    public <I, O> ClientCall<I, O> interceptCall(MethodDescriptor<I, O> method, CallOptions options, Channel next) {
        return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<O> listener, Metadata headers) {
                super.start(
                        new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onMessage(O message) {
                                super.onMessage((O) answered.apply(message));
                            }
                        },
                        headers);
            }

            @Override
            public void sendMessage(I message) {
                super.sendMessage((I) asked.apply(message));
            }
        };
    }
}

package org.allmende.gateway.etcd.auth;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;

/** Tells services which token a call came with: as {@code token}, or else, as from JSON, {@code authorization}. */
public final class CallCredentials implements ServerInterceptor {
    private static final Context.Key<String> TOKEN = Context.key("token");
    private static final Metadata.Key<String> GRPC = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> JSON =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    static Optional<String> token() {
        return Optional.ofNullable(TOKEN.get());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String token = Optional.ofNullable(headers.get(GRPC)).orElse(headers.get(JSON));
        return token == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Context.current().withValue(TOKEN, token), call, headers, next);
    }
}

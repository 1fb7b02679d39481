package org.allmende.gateway.etcd.http;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Tells services whose certificate a call came with. Calls in JSON have none, as with etcd: its gateway calls by
 * itself.
 */
public final class ClientCertificate implements ServerInterceptor {
    private static final Context.Key<String> COMMON_NAME = Context.key("common-name");

    /** The common name of the calling client's certificate, which was verified; empty: it has none. */
    public static Optional<String> commonName() {
        return Optional.ofNullable(COMMON_NAME.get());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String name = commonName(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        return name == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Context.current().withValue(COMMON_NAME, name), call, headers, next);
    }

    private static @Nullable String commonName(@Nullable SSLSession session) {
        if (session == null) {
            return null;
        }
        try {
            X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .findFirst()
                            .orElse(null);
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            return null;
        }
    }
}

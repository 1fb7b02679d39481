package org.allmende.gateway.etcd.http;

import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNames;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate and key, and whose clients it trusts. The files are read for every connection, as etcd
 * does, so that whoever renews certificates need tell nobody. Any thread.
 */
public final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final TlsSettings settings;
    private volatile Loaded loaded;

    /** What was in the files, and what it came to. */
    private record Loaded(Content files, SslContext context) {}

    private record Content(Bytes certificate, Bytes key, @Nullable Bytes trustedCa) {
        static Content read(TlsSettings settings) throws IOException {
            Path trustedCa = settings.trustedCa();
            return new Content(
                    bytes(settings.certificate()),
                    bytes(settings.key()),
                    trustedCa == null ? null : bytes(trustedCa));
        }

        private static Bytes bytes(Path file) throws IOException {
            return Bytes.wrap(Files.readAllBytes(file));
        }
    }

    private Certificates(TlsSettings settings, Loaded loaded) {
        this.settings = settings;
        this.loaded = loaded;
    }

    /** @throws IOException when the files cannot be read, or do not hold what they should; says which and what to do */
    public static Certificates read(TlsSettings settings) throws IOException {
        return new Certificates(settings, load(settings, Content.read(settings)));
    }

    /** For a new connection. When the files have become unreadable, what was read before still holds. */
    SslContext current() {
        Loaded before = loaded;
        try {
            Content files = Content.read(settings);
            if (!files.equals(before.files())) {
                loaded = load(settings, files);
                LOG.info("read {} again", settings.certificate());
            }
        } catch (IOException e) {
            LOG.warn("TLS goes on with the certificate it has: {}", e.getMessage());
        }
        return loaded.context();
    }

    private static Loaded load(TlsSettings settings, Content files) throws IOException {
        PrivateKey key = Pem.key(settings.key(), files.key());
        List<X509Certificate> chain = Pem.certificates(settings.certificate(), files.certificate());
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            // Who offers both is no gRPC client, which offers HTTP/2 alone: curl, for one.
                            ApplicationProtocolNames.HTTP_1_1,
                            ApplicationProtocolNames.HTTP_2));
            Path trustedCa = settings.trustedCa();
            if (trustedCa != null && files.trustedCa() != null) {
                builder.trustManager(Pem.certificates(trustedCa, files.trustedCa())).clientAuth(ClientAuth.REQUIRE);
            }
            return new Loaded(files, builder.build());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    settings.certificate() + " and " + settings.key() + " do not belong together: "
                            + e.getMessage(),
                    e);
        }
    }
}

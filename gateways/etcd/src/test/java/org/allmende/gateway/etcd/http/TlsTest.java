package org.allmende.gateway.etcd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.allmende.gateway.etcd.http.Endpoint.Endpoints;
import org.allmende.gateway.etcd.http.Issuer.Issued;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/** TLS on the one port, with certificates made here. */
class TlsTest {
    private static final Endpoints OK = _ -> Endpoint.fixed(Reply.of(200, Reply.TEXT, "ok"));

    @TempDir
    Path dir;

    private Issuer issuer;
    private Issued server;

    @BeforeEach
    void issue() throws Exception {
        issuer = new Issuer(dir, "authority");
        server = issuer.issue(dir, "server");
    }

    @Test
    void grpcAndHttpAreBothSpokenWithinTls() throws Exception {
        try (TestPort port = port(TlsSettings.of(server.certificate(), server.key()))) {
            assertThat(check(port, null)).isEqualTo(ServingStatus.SERVING);
            assertThat(port.lastCommonName).isEmpty();
            for (String[] offered : new String[][] {{}, {"http/1.1"}, {"h2", "http/1.1"}}) {
                try (SSLSocket socket = connect(port, offered);
                        RawHttp http = new RawHttp(socket)) {
                    assertThat(http.get("/").answer().body()).isEqualTo("ok");
                    assertThat(socket.getApplicationProtocol()).isEqualTo(offered.length == 0 ? "" : "http/1.1");
                }
            }
        }
    }

    @Test
    void keysAreReadInTheirOlderFormsToo() throws Exception {
        for (boolean rsa : new boolean[] {true, false}) {
            Issued old = issuer.issueOld(dir, "old", rsa);
            assertThat(old.key()).content().contains(rsa ? "BEGIN RSA PRIVATE KEY" : "BEGIN EC PRIVATE KEY");
            try (TestPort port = port(TlsSettings.of(old.certificate(), old.key()))) {
                assertThat(check(port, null)).isEqualTo(ServingStatus.SERVING);
            }
        }
    }

    @Test
    void aClientIsKnownByTheNameInItsCertificate() throws Exception {
        Issued client = issuer.issue(dir, "root");
        try (TestPort port = port(requiringClients())) {
            assertThat(check(port, client)).isEqualTo(ServingStatus.SERVING);
            assertThat(port.lastCommonName).contains("root");
        }
    }

    @Test
    void aClientWithoutACertificateOrWithAnothersIsRefused() throws Exception {
        Issued stranger = new Issuer(Files.createDirectory(dir.resolve("other")), "other").issue(dir, "stranger");
        try (TestPort port = port(requiringClients())) {
            for (Issued client : new Issued[] {null, stranger}) {
                assertThatThrownBy(() -> check(port, client))
                        .isInstanceOfSatisfying(StatusRuntimeException.class, failure -> assertThat(
                                        failure.getStatus().getCode())
                                .isEqualTo(Status.Code.UNAVAILABLE));
            }
            assertThatThrownBy(() -> {
                        try (SSLSocket socket = connect(port);
                                RawHttp http = new RawHttp(socket)) {
                            http.get("/").answer();
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoDoesNotSpeakTlsIsToldSo() throws Exception {
        try (TestPort port = port(TlsSettings.of(server.certificate(), server.key()));
                RawHttp http = RawHttp.connect(port.port())) {
            assertThat(http.get("/").rest())
                    .startsWith("HTTP/1.0 400 Bad Request")
                    .endsWith("\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
        }
    }

    @Test
    void whoSpeaksAnOldTlsIsRefused() throws Exception {
        try (TestPort port = port(TlsSettings.of(server.certificate(), server.key()))) {
            SSLSocket socket = unconnected(port);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            try (RawHttp http = new RawHttp(socket)) {
                assertThat(http.get("/").answer().status()).isEqualTo(200);
            }
            SSLSocket old = unconnected(port);
            old.setEnabledProtocols(new String[] {"TLSv1.1"});
            try (RawHttp http = new RawHttp(old)) {
                assertThatThrownBy(() -> http.get("/")).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void whoDoesNotFinishAgreeingIsGivenUp() throws Exception {
        HttpLimits hasty = new HttpLimits(8_192, 8_192, 8_192, 10, 50, 60_000, 60_000);
        try (TestPort port = new TestPort(hasty, OK, TlsSettings.of(server.certificate(), server.key()))) {
            for (String begun : new String[] {"", "\u0016\u0003\u0001\u0002\u0000\u0001"}) {
                try (RawHttp http = RawHttp.connect(port.port())) {
                    assertThat(http.send(begun).rest()).doesNotContain("HTTP");
                }
            }
        }
    }

    @Test
    void renewedFilesHoldForTheNextConnection() throws Exception {
        try (TestPort port = port(TlsSettings.of(server.certificate(), server.key()))) {
            X509Certificate before = presented(port);
            assertThat(presented(port)).isEqualTo(before);

            issuer.issue(dir, "server");

            assertThat(presented(port).getSerialNumber()).isEqualTo(before.getSerialNumber().add(BigInteger.ONE));
        }
    }

    @Test
    void whatWasReadHoldsWhileTheFilesAreWrong() throws Exception {
        try (TestPort port = port(TlsSettings.of(server.certificate(), server.key()))) {
            X509Certificate before = presented(port);
            Files.writeString(server.key(), "nothing");
            assertThat(presented(port)).isEqualTo(before);
            Files.delete(server.certificate());
            assertThat(presented(port)).isEqualTo(before);
        }
    }

    @Test
    void filesThatAreNotWhatTheyShouldBeStopTheStart() throws Exception {
        Path empty = Files.writeString(dir.resolve("empty.pem"), "");
        assertThatThrownBy(() -> Certificates.read(TlsSettings.of(empty, server.key())))
                .hasMessageContaining("holds no certificates");
        assertThatThrownBy(() -> Certificates.read(TlsSettings.of(server.certificate(), empty)))
                .hasMessageContaining("holds no key");
        assertThatThrownBy(() -> new TlsSettings(server.certificate(), server.key(), null, true))
                .hasMessageContaining("trusted authorities");
    }

    private TlsSettings requiringClients() {
        return TlsSettings.of(server.certificate(), server.key()).trusting(issuer.certificate);
    }

    private static TestPort port(TlsSettings tls) throws IOException {
        return new TestPort(HttpLimits.DEFAULT, OK, tls);
    }

    private ServingStatus check(TestPort port, @Nullable Issued client) throws Exception {
        SslContextBuilder context = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .trustManager(issuer.certificate.toFile());
        if (client != null) {
            context.keyManager(client.certificate().toFile(), client.key().toFile());
        }
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port.port())
                .sslContext(context.build())
                .build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } finally {
            channel.shutdownNow();
        }
    }

    private X509Certificate presented(TestPort port) throws Exception {
        try (SSLSocket socket = connect(port)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private SSLSocket connect(TestPort port, String... offered) throws Exception {
        SSLSocket socket = unconnected(port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(offered);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Connected, but not agreed on TLS. */
    private SSLSocket unconnected(TestPort port) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(issuer.certificate)) {
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return (SSLSocket)
                context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port.port());
    }
}

package org.allmende.gateway.etcd.http;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.allmende.gateway.etcd.http.Endpoint.Endpoints;
import org.jspecify.annotations.Nullable;

/** A port with endpoints of a test, and gRPC's service of health behind it. */
final class TestPort implements AutoCloseable {
    final OnePort onePort;
    final Server server;
    volatile Optional<String> lastCommonName = Optional.empty();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    TestPort(HttpLimits limits, Endpoints endpoints, @Nullable TlsSettings tls) throws IOException {
        onePort = new OnePort(limits, endpoints, executor, tls == null ? null : Certificates.read(tls));
        ServerInterceptor remembering = new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                lastCommonName = ClientCertificate.commonName();
                return next.startCall(call, headers);
            }
        };
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), onePort.credentials())
                .executor(executor)
                .handshakeTimeout(limits.receiveMillisMax(), TimeUnit.MILLISECONDS)
                .addService(ServerInterceptors.interceptForward(
                        new HealthStatusManager().getHealthService(), new ClientCertificate(), remembering))
                .build()
                .start();
    }

    static TestPort of(HttpLimits limits, Endpoints endpoints) throws IOException {
        return new TestPort(limits, endpoints, null);
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        onePort.closeNow();
        executor.shutdownNow();
    }
}

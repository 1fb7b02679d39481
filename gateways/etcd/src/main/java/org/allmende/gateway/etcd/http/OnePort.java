package org.allmende.gateway.etcd.http;

import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.group.ChannelGroup;
import io.grpc.netty.shaded.io.netty.channel.group.DefaultChannelGroup;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import io.grpc.netty.shaded.io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.Executor;
import org.allmende.gateway.etcd.http.Endpoint.Endpoints;
import org.jspecify.annotations.Nullable;

/**
 * What a gRPC server does with a new connection: HTTP/2 is gRPC's, everything else is answered as HTTP/1.1. Uses
 * parts of gRPC that it does not promise to keep (ADR-017). Any thread.
 */
public final class OnePort implements InternalProtocolNegotiator.ProtocolNegotiator {
    private final HttpLimits limits;
    private final Endpoints endpoints;
    private final Executor executor;
    private final @Nullable Certificates certificates;
    private final ChannelGroup http1 = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /**
     * @param executor for endpoints that may wait
     * @param certificates for TLS; null: without
     */
    public OnePort(
            HttpLimits limits, Endpoints endpoints, Executor executor, @Nullable Certificates certificates) {
        this.limits = limits;
        this.endpoints = endpoints;
        this.executor = executor;
        this.certificates = certificates;
    }

    /** For the builder of the gRPC server. */
    public ServerCredentials credentials() {
        return InternalNettyServerCredentials.create(this);
    }

    @Override
    public AsciiString scheme() {
        return AsciiString.of(certificates == null ? "http" : "https");
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        ProtocolSniffer sniffer = new ProtocolSniffer(limits.receiveMillisMax(), grpc, this::http1);
        ChannelHandler first = certificates == null
                ? sniffer
                : new TlsHandshake(certificates, limits.receiveMillisMax(), sniffer);
        return InternalProtocolNegotiators.waitUntilActiveHandler(first, grpc.getNegotiationLogger());
    }

    private HttpConnection http1() {
        return new HttpConnection(limits, endpoints, executor, http1);
    }

    /** Connections that speak HTTP/1.1 now. */
    int http1Connections() {
        return http1.size();
    }

    /** Called by the gRPC server. Connections that speak HTTP/1.1 end when they have answered. */
    @Override
    public void close() {
        var _ = http1.close();
    }

    /** Ends what {@link #close} left to be answered. */
    public void closeNow() {
        http1.forEach(channel -> channel.pipeline().fireUserEventTriggered(HttpConnection.END_NOW));
    }
}

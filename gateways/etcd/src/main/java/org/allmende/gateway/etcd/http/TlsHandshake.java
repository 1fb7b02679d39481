package org.allmende.gateway.etcd.http;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.InternalChannelz.Security;
import io.grpc.InternalChannelz.Tls;
import io.grpc.SecurityLevel;
import io.grpc.internal.GrpcAttributes;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agrees on TLS, and then lets the first bytes within it say what is spoken. */
final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TlsHandshake.class);

    /** RFC 8446, section 5.1: what every handshake begins with. */
    private static final byte HANDSHAKE = 22;

    private static final String NOT_TLS = """
            HTTP/1.0 400 Bad Request\r
            Content-Type: text/plain; charset=utf-8\r
            Connection: close\r
            \r
            Client sent an HTTP request to an HTTPS server.
            """;

    private final Certificates certificates;
    private final long patienceMillis;
    private final ProtocolSniffer next;
    private ProtocolNegotiationEvent negotiated = InternalProtocolNegotiationEvent.getDefault();
    private @Nullable Deadline deadline;

    TlsHandshake(Certificates certificates, long patienceMillis, ProtocolSniffer next) {
        this.certificates = certificates;
        this.patienceMillis = patienceMillis;
        this.next = next;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = Deadline.closing(patienceMillis, context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        ByteBuf bytes = (ByteBuf) message;
        if (bytes.getByte(bytes.readerIndex()) != HANDSHAKE) {
            bytes.release();
            var _ = context.writeAndFlush(Unpooled.copiedBuffer(NOT_TLS, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        cancelDeadline();
        SslHandler tls = certificates.current().newHandler(context.alloc());
        tls.setHandshakeTimeoutMillis(patienceMillis);
        context.pipeline().addBefore(context.name(), null, tls);
        tls.channelRead(context.pipeline().context(tls), bytes);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case ProtocolNegotiationEvent negotiation -> negotiated = negotiation;
            case SslHandshakeCompletionEvent done when done.isSuccess() -> agreed(context);
            case SslHandshakeCompletionEvent failed ->
                LOG.info("refused a client at {}: {}", context.channel().remoteAddress(), reason(failed.cause()));
            default -> context.fireUserEventTriggered(event);
        }
    }

    private void agreed(ChannelHandlerContext context) {
        SSLSession session =
                context.pipeline().get(SslHandler.class).engine().getSession();
        Attributes attributes = InternalProtocolNegotiationEvent.getAttributes(negotiated).toBuilder()
                .set(GrpcAttributes.ATTR_SECURITY_LEVEL, SecurityLevel.PRIVACY_AND_INTEGRITY)
                .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, session)
                .build();
        ProtocolNegotiationEvent secured = InternalProtocolNegotiationEvent.withSecurity(
                InternalProtocolNegotiationEvent.withAttributes(negotiated, attributes),
                new Security(new Tls(session)));
        context.pipeline().replace(this, null, next);
        next.userEventTriggered(context.pipeline().context(next), secured);
    }

    private static String reason(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : reason(failure.getCause());
    }

    /** Already said; and {@link SslHandler} ends the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancelDeadline();
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
        }
    }
}

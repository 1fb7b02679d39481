package org.allmende.gateway.etcd.http;

import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.shaded.io.grpc.netty.InternalWriteBufferingAndExceptionHandlerUtils;
import io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of a connection. Those of HTTP/2 (RFC 9113, section 3.4) are chosen to be no request of
 * HTTP/1.1, so that the first byte which differs decides.
 */
final class ProtocolSniffer extends ChannelInboundHandlerAdapter {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final long patienceMillis;
    private final GrpcHttp2ConnectionHandler grpc;
    private final Supplier<HttpConnection> http1;
    private ProtocolNegotiationEvent negotiated = InternalProtocolNegotiationEvent.getDefault();
    private ByteBuf seen = Unpooled.EMPTY_BUFFER;
    private @Nullable Deadline deadline;

    ProtocolSniffer(long patienceMillis, GrpcHttp2ConnectionHandler grpc, Supplier<HttpConnection> http1) {
        this.patienceMillis = patienceMillis;
        this.grpc = grpc;
        this.http1 = http1;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = Deadline.closing(patienceMillis, context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ProtocolNegotiationEvent negotiation) {
            negotiated = negotiation;
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        seen = seen.isReadable() ? Unpooled.wrappedBuffer(seen, (ByteBuf) message) : (ByteBuf) message;
        int compared = Math.min(seen.readableBytes(), PREFACE.length);
        for (int i = 0; i < compared; i++) {
            if (seen.getByte(seen.readerIndex() + i) != PREFACE[i]) {
                becomeHttp1(context);
                return;
            }
        }
        if (compared == PREFACE.length) {
            becomeHttp2(context);
        }
    }

    private void becomeHttp2(ChannelHandlerContext context) {
        context.pipeline().addAfter(context.name(), null, InternalProtocolNegotiators.grpcNegotiationHandler(grpc));
        context.fireUserEventTriggered(negotiated);
        leave(context);
    }

    private void becomeHttp1(ChannelHandlerContext context) {
        HttpConnection connection = http1.get();
        connection.addAfter(context);
        InternalWriteBufferingAndExceptionHandlerUtils.writeBufferingAndRemove(context.channel());
        leave(context);
    }

    /** What was read goes on to who reads from now on. */
    private void leave(ChannelHandlerContext context) {
        ByteBuf bytes = seen;
        seen = Unpooled.EMPTY_BUFFER;
        context.fireChannelRead(bytes);
        context.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        seen.release();
        if (deadline != null) {
            deadline.cancel();
        }
    }
}

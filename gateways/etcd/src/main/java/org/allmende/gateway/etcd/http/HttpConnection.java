package org.allmende.gateway.etcd.http;

import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.channel.group.ChannelGroup;
import io.grpc.netty.shaded.io.netty.handler.codec.DecoderResult;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpDecoderConfig;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObject;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerCodec;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import io.grpc.netty.shaded.io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.grpc.netty.shaded.io.netty.handler.codec.http.TooLongHttpLineException;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.allmende.gateway.etcd.http.Endpoint.Endpoints;
import org.jspecify.annotations.Nullable;

/** One connection that speaks HTTP/1.1, one request at a time. */
final class HttpConnection extends ChannelDuplexHandler {
    /** Given to a connection's pipeline: it ends, whatever it was doing. */
    static final Object END_NOW = new Object();

    private static final int CHUNK_BYTES_MAX = 64 * 1024;

    private final HttpLimits limits;
    private final Endpoints endpoints;
    private final Executor executor;
    private final ChannelGroup all;

    /** Requests that came before the one before them was answered; no more than one read of the socket holds. */
    private final Queue<HttpObject> early = new ArrayDeque<>();

    private @Nullable Exchange exchange;
    private @Nullable Deadline arrival;
    private @Nullable Deadline sending;
    private long unsent;
    private boolean closing;

    HttpConnection(HttpLimits limits, Endpoints endpoints, Executor executor, ChannelGroup all) {
        this.limits = limits;
        this.endpoints = endpoints;
        this.executor = executor;
        this.all = all;
    }

    void addAfter(ChannelHandlerContext context) {
        context.pipeline().addAfter(context.name(), null, this);
        context.pipeline()
                .addAfter(
                        context.name(),
                        null,
                        new HttpServerCodec(new HttpDecoderConfig()
                                .setMaxInitialLineLength(limits.targetBytesMax())
                                .setMaxHeaderSize(limits.headerBytesMax())
                                .setMaxChunkSize(CHUNK_BYTES_MAX)));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        all.add(context.channel());
        awaitHeaders(context, limits.receiveMillisMax());
    }

    private void awaitHeaders(ChannelHandlerContext context, long millis) {
        arrival = Deadline.closing(millis, context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
        } else if (exchange != null && exchange.hasWholeRequest()) {
            early.add((HttpObject) message);
            context.channel().config().setAutoRead(false);
        } else {
            take(context, (HttpObject) message);
        }
    }

    private void take(ChannelHandlerContext context, HttpObject message) {
        try {
            if (message.decoderResult().isFailure()) {
                refuse(context, malformed(message.decoderResult()));
            } else if (message instanceof HttpRequest request) {
                begin(context, request);
            }
            if (!closing && exchange != null && message instanceof HttpContent content) {
                exchange.content(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        if (arrival != null) {
            arrival.cancel();
        }
        if (all.size() > limits.connectionsMax()) {
            refuse(
                    context,
                    Reply.error(
                            503, "too many connections, more than " + limits.connectionsMax() + ": try again later"));
        } else if (request.protocolVersion().equals(HttpVersion.HTTP_1_1) && !request.headers().contains("Host")) {
            refuse(context, Reply.error(400, "400 Bad Request: missing required Host header"));
        } else {
            exchange = new Exchange(context, limits, executor, request, this::finished);
            exchange.open(endpoints);
        }
    }

    private Reply malformed(DecoderResult result) {
        return switch (result.cause()) {
            case TooLongHttpLineException _ ->
                Reply.error(414, "the first line may have " + limits.targetBytesMax() + " bytes");
            case TooLongHttpHeaderException _ ->
                Reply.error(431, "headers may have " + limits.headerBytesMax() + " bytes together");
            default -> Reply.error(400, "400 Bad Request");
        };
    }

    private void refuse(ChannelHandlerContext context, Reply reply) {
        closing = true;
        if (exchange != null) {
            exchange.gone();
            var _ = context.close();
        } else {
            var _ = context.writeAndFlush(Responses.whole(reply, false)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The exchange's answer was sent. */
    private void finished(ChannelHandlerContext context, boolean keepAlive) {
        exchange = null;
        if (!keepAlive) {
            closing = true;
            return;
        }
        awaitHeaders(context, limits.idleMillisMax());
        context.channel().config().setAutoRead(true);
        while (!early.isEmpty() && (exchange == null || !exchange.hasWholeRequest())) {
            take(context, early.remove());
        }
    }

    /** Gives up a client that takes nothing of what was sent. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (sending != null) {
            sending.cancel();
        }
        if (!context.channel().isWritable()) {
            awaitProgress(context);
        } else if (exchange != null) {
            exchange.writable();
        }
    }

    private void awaitProgress(ChannelHandlerContext context) {
        unsent = context.channel().bytesBeforeWritable();
        sending = Deadline.in(limits.sendMillisMax(), TimeUnit.MILLISECONDS, context.executor(), () -> {
            if (context.channel().bytesBeforeWritable() >= unsent) {
                var _ = context.close();
            } else {
                awaitProgress(context);
            }
        });
    }

    /**
     * Whoever writes from outside of this handler is the gRPC server, which takes the connection for one of its own
     * that has not begun, and would end it.
     */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ReferenceCountUtil.release(message);
        var _ = promise.setFailure(new ClosedChannelException());
    }

    /** Asked for from outside: what is being answered is answered first. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (exchange != null && exchange.endConnection()) {
            var _ = context.channel().closeFuture().addListener(_ -> promise.trySuccess());
        } else {
            var _ = context.close(promise);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == END_NOW) {
            var _ = context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        if (exchange != null) {
            exchange.gone();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (arrival != null) {
            arrival.cancel();
        }
        if (sending != null) {
            sending.cancel();
        }
    }
}

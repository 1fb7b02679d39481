package org.allmende.gateway.etcd.http;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultHttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpUtil;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import io.grpc.netty.shaded.io.netty.handler.codec.http.LastHttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.allmende.gateway.etcd.http.Endpoint.Endpoints;
import org.allmende.gateway.etcd.http.Endpoint.Incoming;
import org.allmende.gateway.etcd.http.Request.Header;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/** One request and its answer. On the connection's thread, but for what {@link Endpoint.Outgoing} says. */
final class Exchange implements Endpoint.Outgoing {
    private final ChannelHandlerContext context;
    private final HttpLimits limits;
    private final Executor executor;
    private final HttpRequest head;
    private final Finished finished;
    private final boolean chunked;
    private @Nullable Incoming incoming;
    private @Nullable Deadline deadline;
    private boolean wholeRequest;
    private boolean keepAlive;
    private boolean begun;
    private boolean ended;

    /** Told once, when the answer was written. */
    @FunctionalInterface
    interface Finished {
        void finished(ChannelHandlerContext context, boolean keepAlive);
    }

    Exchange(
            ChannelHandlerContext context, HttpLimits limits, Executor executor, HttpRequest head, Finished finished) {
        this.context = context;
        this.limits = limits;
        this.executor = executor;
        this.head = head;
        this.finished = finished;
        this.keepAlive = HttpUtil.isKeepAlive(head);
        this.chunked = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    void open(Endpoints endpoints) {
        Request request;
        try {
            request = request();
        } catch (IllegalArgumentException e) {
            reply(Reply.error(400, "400 Bad Request"));
            return;
        }
        if (HttpUtil.isContentLengthSet(head) && HttpUtil.getContentLength(head) > limits.bodyBytesMax()) {
            reply(tooLarge());
            return;
        }
        switch (endpoints.of(request)) {
            case Endpoint.Whole(Endpoint.Answerer answerer) -> {
                incoming = new Gathering(request, answerer);
                deadline = Deadline.in(
                        limits.receiveMillisMax(),
                        TimeUnit.MILLISECONDS,
                        context.executor(),
                        () -> reply(Reply.error(
                                408, "the body did not come in " + limits.receiveMillisMax() + " ms: send it again")));
            }
            case Endpoint.Streamed(Endpoint.Opener opener) -> incoming = opener.open(request, this);
        }
        if (!ended && HttpUtil.is100ContinueExpected(head)) {
            var _ = context.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private Request request() {
        QueryStringDecoder target = new QueryStringDecoder(head.uri());
        List<Header> headers = head.headers().entries().stream()
                .map(entry -> new Header(entry.getKey(), entry.getValue()))
                .toList();
        return new Request(head.method().name(), target.path(), target.parameters(), headers);
    }

    void content(HttpContent content) {
        if (ended || incoming == null) {
            return;
        }
        if (content.content().isReadable()) {
            incoming.bytes(Bytes.wrap(ByteBufUtil.getBytes(content.content())));
        }
        if (content instanceof LastHttpContent && !ended) {
            wholeRequest = true;
            cancelDeadline();
            incoming.end();
        }
    }

    /** Whether what comes now belongs to the next request. */
    boolean hasWholeRequest() {
        return wholeRequest;
    }

    void writable() {
        if (incoming != null && !ended) {
            incoming.writable();
        }
    }

    /** The client is gone, or is to go. */
    void gone() {
        if (!ended) {
            ended = true;
            cancelDeadline();
            if (incoming != null) {
                incoming.gone();
            }
        }
    }

    /** Lets the connection end with this answer. @return whether there is one to come */
    boolean endConnection() {
        keepAlive = false;
        return !ended && (wholeRequest || !(incoming instanceof Gathering));
    }

    private Reply tooLarge() {
        return Reply.error(413, "a body may have " + limits.bodyBytesMax() + " bytes: send less at once");
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
        }
    }

    @Override
    public void reply(Reply reply) {
        onConnection(() -> {
            if (!ended && !begun) {
                // Of a body that was not read nobody knows where the next request begins.
                keepAlive &= wholeRequest;
                end(context.writeAndFlush(Responses.whole(reply, keepAlive)));
            }
        });
    }

    @Override
    public void begin(int status, List<Header> headers) {
        onConnection(() -> {
            if (!ended) {
                begun = true;
                keepAlive &= chunked;
                var _ = context.writeAndFlush(Responses.head(status, headers, chunked, keepAlive));
            }
        });
    }

    @Override
    public void chunk(String text) {
        onConnection(() -> {
            if (!ended) {
                ByteBuf bytes = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
                var _ = context.writeAndFlush(new DefaultHttpContent(bytes));
            }
        });
    }

    @Override
    public void end() {
        onConnection(() -> {
            if (!ended) {
                keepAlive &= wholeRequest;
                end(context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
            }
        });
    }

    private void end(ChannelFuture written) {
        ended = true;
        cancelDeadline();
        if (!keepAlive) {
            var _ = written.addListener(_ -> {
                var _ = context.close();
            });
        }
        finished.finished(context, keepAlive);
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void reading(boolean wanted) {
        onConnection(() -> {
            if (!ended && !wholeRequest) {
                context.channel().config().setAutoRead(wanted);
            }
        });
    }

    @Override
    public void onConnection(Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
        } else {
            context.executor().execute(task);
        }
    }

    /** Keeps a body until it is whole. */
    private final class Gathering implements Incoming {
        private final Request request;
        private final Endpoint.Answerer answerer;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Runnable whenGone = () -> {};

        Gathering(Request request, Endpoint.Answerer answerer) {
            this.request = request;
            this.answerer = answerer;
        }

        @Override
        public void bytes(Bytes bytes) {
            if (body.size() + bytes.length() > limits.bodyBytesMax()) {
                reply(tooLarge());
            } else {
                body.writeBytes(bytes.unsafeArray());
            }
        }

        @Override
        public void end() {
            executor.execute(() -> {
                Runnable cancel = answerer.answer(request, Bytes.wrap(body.toByteArray()), Exchange.this::reply);
                onConnection(() -> {
                    whenGone = cancel;
                    if (!context.channel().isActive()) {
                        cancel.run();
                    }
                });
            });
        }

        @Override
        public void writable() {}

        @Override
        public void gone() {
            whenGone.run();
        }
    }
}

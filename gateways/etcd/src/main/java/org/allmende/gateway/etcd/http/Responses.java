package org.allmende.gateway.etcd.http;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderValues;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaders;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.allmende.gateway.etcd.http.Request.Header;

/** Answers as Netty writes them. */
final class Responses {
    /** RFC 9110, section 5.6.7. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Responses() {}

    static FullHttpResponse whole(Reply reply, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()),
                Unpooled.wrappedBuffer(reply.body().unsafeArray()));
        addHeaders(response.headers(), reply.headers(), keepAlive);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length());
        return response;
    }

    /** @param chunked false for a client of HTTP/1.0, which reads until the connection ends */
    static HttpResponse head(int status, List<Header> headers, boolean chunked, boolean keepAlive) {
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        addHeaders(response.headers(), headers, keepAlive);
        if (chunked) {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return response;
    }

    private static void addHeaders(HttpHeaders to, List<Header> headers, boolean keepAlive) {
        // As etcd does with its default --cors, which is all: what a page may read, any other client may too.
        to.add("Access-Control-Allow-Headers", "accept, content-type, authorization");
        to.add("Access-Control-Allow-Methods", "POST, GET, OPTIONS, PUT, DELETE");
        to.add("Access-Control-Allow-Origin", "*");
        headers.forEach(header -> to.add(header.name(), header.value()));
        to.add(HttpHeaderNames.DATE, DATE.format(Instant.now()));
        if (!keepAlive) {
            to.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }
}

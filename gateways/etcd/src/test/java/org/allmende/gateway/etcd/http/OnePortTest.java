package org.allmende.gateway.etcd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.allmende.gateway.etcd.http.Endpoint.Endpoints;
import org.allmende.gateway.etcd.http.Endpoint.Incoming;
import org.allmende.gateway.etcd.http.Endpoint.Outgoing;
import org.allmende.gateway.etcd.http.RawHttp.Answer;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

/** Who speaks what, and what becomes of a connection. */
class OnePortTest {
    /** Says what was asked. */
    private static final Endpoints ECHO = request -> new Endpoint.Whole((head, body, answer) -> {
        answer.accept(Reply.of(200, Reply.TEXT, head.method() + " " + head.path() + " " + body.toText()));
        return () -> {};
    });

    @Test
    void bothAreAnsweredOnOnePort() throws Exception {
        try (TestPort port = TestPort.of(HttpLimits.DEFAULT, ECHO);
                RawHttp http = RawHttp.connect(port.port())) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port.port())
                    .usePlaintext()
                    .build();
            try {
                assertThat(HealthGrpc.newBlockingStub(channel)
                                .check(HealthCheckRequest.getDefaultInstance())
                                .getStatus())
                        .isEqualTo(ServingStatus.SERVING);
                assertThat(http.get("/a%20b?c=d").answer().body()).isEqualTo("GET /a b ");
                assertThat(port.onePort.http1Connections()).isEqualTo(1);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void aFirstByteThatIsNotOfHttp2DecidesAndOneThatIsWaits() throws Exception {
        try (TestPort port = TestPort.of(HttpLimits.DEFAULT, ECHO);
                RawHttp http = RawHttp.connect(port.port())) {
            http.send("P").send("O").send("ST / HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\nab");

            assertThat(http.answer().body()).isEqualTo("POST / ab");
        }
    }

    @Test
    void requestsAtOnceAreAnsweredInTheirOrder() throws Exception {
        try (TestPort port = TestPort.of(HttpLimits.DEFAULT, ECHO);
                RawHttp http = RawHttp.connect(port.port())) {
            String request = "GET /%d HTTP/1.1\r\nHost: test\r\n\r\n";
            http.send(request.formatted(1) + request.formatted(2) + request.formatted(3));

            assertThat(List.of(http.answer().body(), http.answer().body(), http.answer().body()))
                    .containsExactly("GET /1 ", "GET /2 ", "GET /3 ");
        }
    }

    @Test
    void oldClientsAreAnsweredAndTheConnectionEnds() throws Exception {
        try (TestPort port = TestPort.of(HttpLimits.DEFAULT, ECHO);
                RawHttp http = RawHttp.connect(port.port())) {
            assertThat(http.send("GET /old HTTP/1.0\r\n\r\n").rest()).endsWith("\r\n\r\nGET /old ");
        }
    }

    @Test
    void whatIsNoRequestIsRefused() throws Exception {
        try (TestPort port = TestPort.of(HttpLimits.DEFAULT, ECHO)) {
            String tls = "\u0016\u0003\u0001 hello\r\n\r\n";
            for (String wrong : List.of("GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", tls)) {
                try (RawHttp http = RawHttp.connect(port.port())) {
                    assertThat(http.send(wrong).rest()).as(wrong).contains("400 Bad Request");
                }
            }
        }
    }

    @Test
    void aClientThatAsksWhetherToSendIsToldSo() throws Exception {
        try (TestPort port = TestPort.of(HttpLimits.DEFAULT, ECHO);
                RawHttp http = RawHttp.connect(port.port())) {
            http.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n");
            assertThat(http.head().status()).isEqualTo(100);

            assertThat(http.send("x").answer().body()).isEqualTo("POST / x");
        }
    }

    @Test
    void aStreamOutlivesTheTimeInWhichGrpcWantsToBegin() throws Exception {
        CompletableFuture<Outgoing> opened = new CompletableFuture<>();
        HttpLimits hasty = new HttpLimits(8_192, 8_192, 8_192, 10, 200, 60_000, 10_000);
        try (TestPort port = TestPort.of(hasty, streaming(opened, () -> {}));
                RawHttp stream = RawHttp.connect(port.port())) {
            stream.get("/stream");
            Outgoing outgoing = opened.get(1, TimeUnit.MINUTES);
            outgoing.begin(200, List.of());
            stream.head();
            try (RawHttp late = RawHttp.connect(port.port())) {
                late.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").rest();
            }

            outgoing.chunk("still here");

            assertThat(stream.chunk()).isEqualTo("still here");
        }
    }

    @Test
    void whatIsSentGoesOutAtOnceAndTheConnectionServesOn() throws Exception {
        CompletableFuture<Outgoing> opened = new CompletableFuture<>();
        try (TestPort port = TestPort.of(HttpLimits.DEFAULT, streaming(opened, () -> {}));
                RawHttp http = RawHttp.connect(port.port())) {
            http.get("/stream");
            Outgoing outgoing = opened.get(1, TimeUnit.MINUTES);
            outgoing.begin(200, List.of());
            assertThat(http.head().headers()).containsEntry("transfer-encoding", "chunked");
            outgoing.chunk("one");
            assertThat(http.chunk()).isEqualTo("one");
            outgoing.chunk("two");
            assertThat(http.chunk()).isEqualTo("two");
            outgoing.end();
            assertThat(http.chunk()).isEmpty();

            assertThat(http.get("/other").answer().body()).isEqualTo("GET /other ");
        }
    }

    @Test
    void aClientThatGoesEndsWhatItAskedFor() throws Exception {
        CountDownLatch streamGone = new CountDownLatch(1);
        CountDownLatch callGone = new CountDownLatch(1);
        CountDownLatch callBegun = new CountDownLatch(1);
        CompletableFuture<Outgoing> opened = new CompletableFuture<>();
        Endpoints endpoints = request -> request.path().equals("/stream")
                ? streaming(opened, streamGone::countDown).of(request)
                : new Endpoint.Whole((_, _, _) -> {
                    callBegun.countDown();
                    return callGone::countDown;
                });
        try (TestPort port = TestPort.of(HttpLimits.DEFAULT, endpoints)) {
            try (RawHttp stream = RawHttp.connect(port.port());
                    RawHttp call = RawHttp.connect(port.port())) {
                stream.get("/stream");
                call.get("/call");
                opened.get(1, TimeUnit.MINUTES);
                assertThat(callBegun.await(1, TimeUnit.MINUTES)).isTrue();
            }

            assertThat(streamGone.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(callGone.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void whatIsBeingAnsweredIsAnsweredBeforeTheServerIsGone() throws Exception {
        CompletableFuture<Consumer<Reply>> asked = new CompletableFuture<>();
        Endpoints endpoints = request -> new Endpoint.Whole((_, _, answer) -> {
            asked.complete(answer);
            return () -> {};
        });
        try (TestPort port = TestPort.of(HttpLimits.DEFAULT, endpoints);
                RawHttp http = RawHttp.connect(port.port());
                RawHttp idle = RawHttp.connect(port.port())) {
            idle.send("GET /never HTTP/1.1\r\n");
            await().until(() -> port.onePort.http1Connections() == 1);
            http.get("/call");
            var answer = asked.get(1, TimeUnit.MINUTES);
            port.server.shutdown();
            assertThat(idle.rest()).isEmpty();

            answer.accept(Reply.of(200, Reply.TEXT, "late"));

            assertThat(http.rest()).endsWith("late");
            assertThat(port.server.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void answersToHeadHaveNoBody() throws Exception {
        try (TestPort port = TestPort.of(HttpLimits.DEFAULT, ECHO);
                RawHttp http = RawHttp.connect(port.port())) {
            http.send("HEAD /a HTTP/1.1\r\nHost: test\r\n\r\n");
            Answer head = http.head();
            assertThat(head.headers()).containsEntry("content-length", "8");

            assertThat(http.get("/b").answer().body()).isEqualTo("GET /b ");
        }
    }

    /** One stream that the test speaks through; everything else is said back. */
    private static Endpoints streaming(CompletableFuture<Outgoing> opened, Runnable gone) {
        return request -> request.path().equals("/stream")
                ? new Endpoint.Streamed((_, outgoing) -> {
                    opened.complete(outgoing);
                    return new Incoming() {
                        @Override
                        public void bytes(Bytes bytes) {}

                        @Override
                        public void end() {}

                        @Override
                        public void writable() {}

                        @Override
                        public void gone() {
                            gone.run();
                        }
                    };
                })
                : ECHO.of(request);
    }
}

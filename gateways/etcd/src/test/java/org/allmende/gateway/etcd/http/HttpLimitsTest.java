package org.allmende.gateway.etcd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.allmende.gateway.etcd.http.Endpoint.Endpoints;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

/** Every limit, at it and one past. */
class HttpLimitsTest {
    private static final int TARGET = 300;
    private static final int HEADERS = 1_024;
    private static final int BODY = 10;
    private static final HttpLimits SMALL = new HttpLimits(TARGET, HEADERS, BODY, 2, 60_000, 60_000, 60_000);

    private static final Endpoints OK = request -> Endpoint.fixed(Reply.of(200, Reply.TEXT, "ok"));

    @Test
    void aFirstLine() throws Exception {
        try (TestPort port = TestPort.of(SMALL, OK)) {
            String line = "GET /%s HTTP/1.1";
            int room = TARGET - line.formatted("").length();
            assertThat(status(port, line.formatted("a".repeat(room)) + "\r\nHost: test\r\n\r\n")).isEqualTo(200);
            assertThat(status(port, line.formatted("a".repeat(room + 1)) + "\r\nHost: test\r\n\r\n")).isEqualTo(414);
        }
    }

    @Test
    void headers() throws Exception {
        try (TestPort port = TestPort.of(SMALL, OK)) {
            String head = "GET / HTTP/1.1\r\nHost: test\r\nA: %s\r\n\r\n";
            int room = HEADERS - "Host: test".length() - "A: ".length();
            assertThat(status(port, head.formatted("a".repeat(room)))).isEqualTo(200);
            assertThat(status(port, head.formatted("a".repeat(room + 1)))).isEqualTo(431);
        }
    }

    @Test
    void aBody() throws Exception {
        try (TestPort port = TestPort.of(SMALL, OK)) {
            String head = "POST / HTTP/1.1\r\nHost: test\r\n";
            assertThat(status(port, head + "Content-Length: 10\r\n\r\n" + "a".repeat(10))).isEqualTo(200);
            assertThat(status(port, head + "Content-Length: 11\r\n\r\n")).isEqualTo(413);
            String chunked = head + "Transfer-Encoding: chunked\r\n\r\n4\r\naaaa\r\n";
            assertThat(status(port, chunked + "6\r\naaaaaa\r\n0\r\n\r\n")).isEqualTo(200);
            assertThat(status(port, chunked + "7\r\naaaaaaa\r\n")).isEqualTo(413);
        }
    }

    @Test
    void connections() throws Exception {
        try (TestPort port = TestPort.of(SMALL, OK);
                RawHttp first = RawHttp.connect(port.port())) {
            assertThat(first.get("/").answer().status()).isEqualTo(200);
            try (RawHttp second = RawHttp.connect(port.port());
                    RawHttp third = RawHttp.connect(port.port())) {
                assertThat(second.get("/").answer().status()).isEqualTo(200);
                assertThat(third.get("/").rest()).contains("503", "too many connections, more than 2");
            }

            await().until(() -> port.onePort.http1Connections() == 1);
            assertThat(status(port, "GET / HTTP/1.1\r\nHost: test\r\n\r\n")).isEqualTo(200);
        }
    }

    @Test
    void whoDoesNotBeginIsGivenUp() throws Exception {
        HttpLimits hasty = new HttpLimits(8_192, 8_192, 8_192, 10, 50, 60_000, 60_000);
        try (TestPort port = TestPort.of(hasty, OK)) {
            for (String begun : new String[] {"", "P", "PRI * HT", "GET / HTTP/1.1\r\nHo"}) {
                try (RawHttp http = RawHttp.connect(port.port())) {
                    assertThat(http.send(begun).rest()).as("answer to '%s'", begun).isEmpty();
                }
            }
        }
    }

    @Test
    void whoDoesNotSendItsBodyIsToldSo() throws Exception {
        HttpLimits hasty = new HttpLimits(8_192, 8_192, 8_192, 10, 200, 60_000, 60_000);
        try (TestPort port = TestPort.of(hasty, OK);
                RawHttp http = RawHttp.connect(port.port())) {
            http.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nab");

            assertThat(http.rest()).contains("408", "the body did not come in 200 ms: send it again");
        }
    }

    @Test
    void whoAsksNothingMoreIsGivenUp() throws Exception {
        HttpLimits hasty = new HttpLimits(8_192, 8_192, 8_192, 10, 60_000, 50, 60_000);
        try (TestPort port = TestPort.of(hasty, OK);
                RawHttp http = RawHttp.connect(port.port())) {
            assertThat(http.get("/").answer().status()).isEqualTo(200);
            assertThat(http.rest()).isEmpty();
        }
    }

    @Test
    void whoDoesNotTakeItsAnswerIsGivenUp() throws Exception {
        HttpLimits hasty = new HttpLimits(8_192, 8_192, 8_192, 10, 60_000, 60_000, 100);
        byte[] large = new byte[32 * 1024 * 1024];
        Endpoints endpoints =
                request -> Endpoint.fixed(new Reply(200, List.of(), Bytes.wrap(large)));
        try (TestPort port = TestPort.of(hasty, endpoints);
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.port()));
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            await().until(() -> port.onePort.http1Connections() == 0);
        }
    }

    @Test
    void limitsThatServeNobodyAreRefused() {
        assertThatThrownBy(() -> new HttpLimits(255, 1_024, 1, 1, 1, 1, 1)).hasMessageContaining("256");
        assertThatThrownBy(() -> new HttpLimits(256, 1_023, 1, 1, 1, 1, 1)).hasMessageContaining("1024");
        assertThatThrownBy(() -> new HttpLimits(256, 1_024, 1, 1, 0, 1, 1)).hasMessageContaining("milliseconds");
        assertThat(new HttpLimits(256, 1_024, 1, 0, 1, 1, 1).connectionsMax()).isZero();
    }

    private static int status(TestPort port, String request) throws Exception {
        try (RawHttp http = RawHttp.connect(port.port())) {
            return http.send(request).answer().status();
        }
    }
}

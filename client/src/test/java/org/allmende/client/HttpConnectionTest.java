package org.allmende.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of HTTP/1.1, as servers may send them. */
@Timeout(20)
class HttpConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final HttpCall GET = HttpCall.get("/x");

    /** A server that says these answers, one after the other, on as many connections as it takes. */
    private static final class Script implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final String[] answers;
        private final boolean closesAfterEach;
        private int said;
        final AtomicInteger connections = new AtomicInteger();

        Script(boolean closesAfterEach, String... answers) throws IOException {
            this.closesAfterEach = closesAfterEach;
            this.answers = answers;
            Thread.ofVirtual().start(this::serve);
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort());
        }

        private void serve() {
            while (said < answers.length) {
                try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    BufferedReader in =
                            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    do {
                        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                            // the request is of no interest
                        }
                        socket.getOutputStream().write(answers[said++].getBytes(StandardCharsets.ISO_8859_1));
                    } while (!closesAfterEach && said < answers.length);
                } catch (IOException e) {
                    return;
                }
            }
        }

        void goAway() throws IOException {
            server.close();
        }

        @Override
        public void close() throws IOException {
            goAway();
        }
    }

    private static long soon() {
        return System.nanoTime() + PATIENCE.toNanos();
    }

    private static HttpReply reply(String answer) throws IOException {
        try (Script script = new Script(true, answer);
                HttpConnection connection = HttpConnection.open(script.uri(), PATIENCE)) {
            return connection.exchange(GET, soon());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nTrailer: t\r\n\r\n",
                "HTTP/1.1 200\r\ntransfer-encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\n\r\nhello",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello",
                "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
            })
    void aBodyIsReadInEveryFraming(String answer) throws IOException {
        assertThat(reply(answer)).isEqualTo(new HttpReply(200, Bytes.utf8("hello")));
    }

    @Test
    void someAnswersHaveNoBody() throws IOException {
        assertThat(reply("HTTP/1.1 204 No Content\r\n\r\n")).isEqualTo(new HttpReply(204, Bytes.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            })
    void whatIsNoWholeAnswerIsAFault(String answer) {
        assertThatThrownBy(() -> reply(answer)).isInstanceOf(IOException.class);
    }

    @Test
    void aHeadHasALimit() {
        String line = "X: " + "y".repeat(8 * 1024);
        assertThatThrownBy(() -> reply("HTTP/1.1 200 OK\r\n" + line + "\r\n\r\n")).hasMessageContaining("8192 bytes");
        assertThatThrownBy(() -> reply("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(101) + "\r\n"))
                .hasMessageContaining("none of HTTP/1.1");
    }

    @Test
    void aBodyHasALimit() {
        long most = HttpConnection.BODY_BYTES_MAX;
        assertThatThrownBy(() -> reply("HTTP/1.1 200 OK\r\nContent-Length: " + (most + 1) + "\r\n\r\n"))
                .hasMessageContaining("more than " + most + " bytes");
        assertThatThrownBy(() -> reply("HTTP/1.1 200 OK\r\nContent-Length: " + most + "\r\n\r\n"))
                .as("waited for, though it does not come")
                .hasMessageContaining("ended in the middle");
    }

    @Test
    void aConnectionIsUsedAgain() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        try (Script script = new Script(false, answer, answer);
                NodeLink node = new NodeLink(script.uri(), PATIENCE)) {
            assertThat(node.call(GET, soon()).status()).isEqualTo(200);
            assertThat(node.call(GET, soon()).status()).isEqualTo(200);
            assertThat(script.connections).hasValue(1);
        }
    }

    @Test
    void aConnectionThatTheNodeEndedMeanwhileIsReplaced() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        try (Script script = new Script(true, answer, answer);
                NodeLink node = new NodeLink(script.uri(), PATIENCE)) {
            assertThat(node.call(GET, soon()).status()).isEqualTo(200);
            assertThat(node.call(GET, soon()).status()).isEqualTo(200);
            assertThat(script.connections).hasValue(2);
        }
    }

    @Test
    void aNodeThatWentAwayOnAKeptConnectionMayHaveSeenTheRequest() throws IOException {
        try (Script script = new Script(true, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                NodeLink node = new NodeLink(script.uri(), PATIENCE)) {
            node.call(GET, soon());
            script.goAway();
            assertThatThrownBy(() -> node.call(GET, soon()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NotSentException.class);
            assertThatThrownBy(() -> node.call(GET, soon())).isInstanceOf(NotSentException.class);
        }
    }

    @Test
    void aLateAnswerIsNotWaitedFor() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            try (HttpConnection connection = HttpConnection.open(uri, PATIENCE)) {
                long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
                assertThatThrownBy(() -> connection.exchange(GET, deadline))
                        .isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void aProblemIsReadForItsStrings() {
        assertThat(JsonStrings.members(
                        """
                        {"status": 429, "reason":"BUSY","more":{"reason":"no","a":[1,"]",{"b":null}]},
                         "detail" : "a \\"b\\" \\\\ \\u00e4\\n", "height":12, "ok":true, "advice":"wait"}"""))
                .isEqualTo(Map.of("reason", "BUSY", "detail", "a \"b\" \\ ä\n", "advice", "wait"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{\"a\"", "{\"a\":", "{\"a\":\"x", "{\"a\":{", "{\"a\":\"\\u12", "{a}"})
    void whatIsNoProblemHasNoStrings(String text) {
        assertThat(JsonStrings.members(text)).isEmpty();
        RefusedException refusal = new HttpReply(503, Bytes.utf8(text)).refusal();
        assertThat(refusal.reason()).isEqualTo("HTTP_503");
        assertThat(refusal.isPassing()).isTrue();
    }
}

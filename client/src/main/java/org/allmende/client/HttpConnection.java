package org.allmende.client;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.allmende.ledger.encoding.Bytes;

/**
 * One connection, and one request on it at a time, in HTTP/1.1. Interrupting a thread that waits in it closes it.
 *
 * <p>The platform's own client is not used because a command line answers in half a second and that client takes two
 * tenths of it to start; the older one swallows the body of a 401 and sends a POST twice on its own.
 */
final class HttpConnection implements Closeable {
    /** No answer of a node is larger. */
    static final int BODY_BYTES_MAX = 64 * 1024 * 1024;

    private static final int HEAD_LINE_BYTES_MAX = 8 * 1024;
    private static final int HEAD_LINES_MAX = 100;

    private final URI node;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private long idleSinceNanos = System.nanoTime();
    private long deadlineNanos;
    private long silenceMillis = Long.MAX_VALUE;

    private HttpConnection(URI node, Socket socket) throws IOException {
        this.node = node;
        this.socket = socket;
        this.in = new BufferedInputStream(new Patient(socket.getInputStream()), 16 * 1024);
        this.out = socket.getOutputStream();
    }

    /** @throws NotSentException when there is no connection within {@code patience} */
    static HttpConnection open(URI node, Duration patience) throws NotSentException {
        boolean secure = "https".equals(node.getScheme());
        int port = node.getPort() > 0 ? node.getPort() : secure ? 443 : 80;
        String host = node.getHost().replace("[", "").replace("]", "");
        Socket socket = null;
        try {
            // Of a channel, because waiting in a plain one cannot be interrupted.
            socket = SocketChannel.open().socket();
            int millis = Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE);
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            return new HttpConnection(node, secure ? secured(socket, host, port) : socket);
        } catch (IOException e) {
            if (socket != null) {
                closeQuietly(socket);
            }
            throw new NotSentException(node, e);
        }
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** The part of an answer before its body, and the body, still to be read. */
    record Answer(int status, HttpBody body, boolean keepsOpen) {}

    /** Sends a request and reads the whole answer, until {@link System#nanoTime} reaches the deadline. */
    HttpReply exchange(HttpCall call, long deadline) throws IOException {
        Answer answer = begin(call, deadline);
        byte[] body = answer.body().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            throw tooLong();
        }
        if (answer.keepsOpen() && answer.body().isComplete()) {
            idleSinceNanos = System.nanoTime();
        } else {
            close();
        }
        return new HttpReply(answer.status(), Bytes.wrap(body));
    }

    /** Sends a request and reads the answer up to its body, which from then on may pause for {@code silence}. */
    Answer stream(HttpCall call, long deadline, Duration silence) throws IOException {
        Answer answer = begin(call, deadline);
        deadlineNanos = System.nanoTime() + Long.MAX_VALUE / 2;
        silenceMillis = silence.toMillis();
        return answer;
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - idleSinceNanos);
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private Answer begin(HttpCall call, long deadline) throws IOException {
        deadlineNanos = deadline;
        send(call);
        return receive();
    }

    private Answer receive() throws IOException {
        String[] status = HttpBody.line(in, HEAD_LINE_BYTES_MAX).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException(node + " does not speak HTTP/1.1: is it a node?");
        }
        return head(Integer.parseInt(status[1]), status[0].equals("HTTP/1.1"));
    }

    private void send(HttpCall call) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append(call.method()).append(' ').append(call.target()).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(node.getRawAuthority()).append("\r\n");
        head.append("User-Agent: allmende\r\n");
        head.append("Accept: ").append(call.accept()).append("\r\n");
        if (call.method().equals("POST")) {
            head.append("Content-Type: ").append(HttpCall.BORSH).append("\r\n");
            head.append("Content-Length: ").append(call.body().length()).append("\r\n");
        }
        Bytes request = Bytes.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.write(request.concat(call.body()).unsafeArray());
        out.flush();
    }

    private Answer head(int status, boolean keepsOpenByDefault) throws IOException {
        long length = HttpBody.UNTIL_CLOSE;
        boolean chunked = false;
        boolean keepsOpen = keepsOpenByDefault;
        int lines = 0;
        for (String line = headLine(); !line.isEmpty(); line = headLine()) {
            int colon = line.indexOf(':');
            if (colon < 1 || ++lines > HEAD_LINES_MAX) {
                throw new IOException("the head of the answer of " + node + " is none of HTTP/1.1");
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = length(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "connection" -> keepsOpen = !value.equalsIgnoreCase("close");
                default -> {}
            }
        }
        if (status < 200) {
            return receive(); // 100 Continue and its kind: the answer comes after it
        }
        if (status == 204 || status == 304) {
            return new Answer(status, HttpBody.ofLength(in, 0), keepsOpen);
        }
        HttpBody body = chunked ? HttpBody.inChunks(in) : HttpBody.ofLength(in, length);
        return new Answer(status, body, keepsOpen);
    }

    private String headLine() throws IOException {
        return HttpBody.line(in, HEAD_LINE_BYTES_MAX);
    }

    private long length(String value) throws IOException {
        if (!value.matches("[0-9]{1,18}")) {
            throw new IOException("the answer of " + node + " has the length '" + value + "'");
        }
        long length = Long.parseLong(value);
        if (length > BODY_BYTES_MAX) {
            throw tooLong();
        }
        return length;
    }

    private IOException tooLong() {
        return new IOException("the answer of " + node + " has more than " + BODY_BYTES_MAX + " bytes");
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is expected of it any more.
        }
    }

    /** Waits for bytes no longer than the request, or the pauses of a stream, may take. */
    private final class Patient extends InputStream {
        private final InputStream socketIn;

        Patient(InputStream socketIn) {
            this.socketIn = socketIn;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            long left = Math.min(silenceMillis, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
            if (left <= 0) {
                throw new SocketTimeoutException(node + " did not answer in time");
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            return socketIn.read(into, offset, length);
        }
    }
}

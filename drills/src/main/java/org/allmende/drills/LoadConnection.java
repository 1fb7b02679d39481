package org.allmende.drills;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.allmende.ledger.encoding.Bytes;

/**
 * One kept connection that submits transactions, some together, and waits until they are settled. As lean as can be: a
 * benchmark's clients share the machine with the nodes they measure.
 */
final class LoadConnection implements Closeable {
    /** Longer than any bar, shorter than a transaction is valid. */
    private static final int WAIT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private final String head;

    LoadConnection(URI node) throws IOException {
        socket = new Socket();
        socket.connect(new InetSocketAddress(node.getHost(), node.getPort()), 5_000);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(WAIT_MILLIS + 5_000);
        in = new BufferedInputStream(socket.getInputStream(), 4_096);
        head = "POST /v1/transactions/batch?waitMillis=" + WAIT_MILLIS + " HTTP/1.1\r\nHost: " + node.getRawAuthority()
                + "\r\nAccept: application/x-borsh\r\nContent-Type: application/x-borsh\r\nContent-Length: ";
    }

    /** What a node answered. */
    record Reply(int status, Bytes body) {}

    /** @param batch Borsh of a {@link org.allmende.ledger.port.Batch} */
    Reply submit(Bytes batch) throws IOException {
        byte[] lines = (head + batch.length() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(Bytes.wrap(lines).concat(batch).unsafeArray());
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the node ended the connection within its answer");
        }
        return new Reply(status, Bytes.wrap(body));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the node ended the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

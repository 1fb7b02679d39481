package org.allmende.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Sends bytes no HTTP library would. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient(HttpGateway gateway) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(20_000);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** All there is until the gateway closes the connection. */
    String readToEnd() throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8_192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (SocketException e) {
            // Closed with bytes of ours unread; what came before it counts.
        }
        return text.toString();
    }

    /** One request on a connection of its own, and everything answered to it. */
    static String exchange(HttpGateway gateway, String request) throws IOException {
        try (RawClient raw = new RawClient(gateway)) {
            return raw.send(request).readToEnd();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

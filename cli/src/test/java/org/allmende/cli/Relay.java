package org.allmende.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Carries connections on: whoever connects here is connected there. Two of them lead into a network namespace, for a
 * Unix socket is a file, and files are the same inside and outside.
 */
final class Relay implements AutoCloseable {
    /** What it prints once it listens. */
    static final String LISTENING = "listening";

    private static final int BUFFER_BYTES = 64 * 1024;

    private final ServerSocketChannel from;
    private final SocketAddress to;

    private Relay(ServerSocketChannel from, SocketAddress to) {
        this.from = from;
        this.to = to;
        Thread.ofVirtual().start(this::accept);
    }

    /** From a free port of this side's loopback to the socket in a file. */
    static Relay toFile(Path file) throws IOException {
        return new Relay(ServerSocketChannel.open().bind(here(0)), UnixDomainSocketAddress.of(file));
    }

    /** From the socket in a file, which is made, to a port of this side's loopback. */
    private static Relay fromFile(Path file, int port) throws IOException {
        return new Relay(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file)),
                here(port));
    }

    private static InetSocketAddress here(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /**
     * Relays until whoever started this process closes its input, or ends.
     *
     * @param args a file and a port, a file and a port, and so on
     */
    public static void main(String[] args) throws IOException {
        for (int i = 0; i < args.length; i += 2) {
            var _ = fromFile(Path.of(args[i]), Integer.parseInt(args[i + 1]));
        }
        System.out.println(LISTENING);
        while (System.in.read() >= 0) {
            // Nothing is said to it.
        }
        System.exit(0);
    }

    /** Where it listens, of one {@link #toFile}. */
    int port() {
        try {
            return ((InetSocketAddress) from.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel caller = from.accept();
                Thread.ofVirtual().start(() -> carry(caller));
            }
        } catch (IOException closed) {
            // Over.
        }
    }

    private void carry(SocketChannel caller) {
        try (caller;
                SocketChannel called = SocketChannel.open(to)) {
            Thread back = Thread.ofVirtual().start(() -> copy(called, caller));
            copy(caller, called);
            back.join();
        } catch (IOException nobodyThere) {
            // The caller's connection ends: it sees what it would see without a relay.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the end, which is passed on too; a connection that broke breaks the other. */
    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            try (from;
                    to) {
                // Closed.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Connections that are carried stay until one of their ends goes. */
    @Override
    public void close() throws IOException {
        from.close();
    }
}

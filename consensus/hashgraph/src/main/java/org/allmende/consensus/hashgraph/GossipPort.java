package org.allmende.consensus.hashgraph;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whether the gossip port can be had: the engine would only log that it cannot, and try for ever. */
final class GossipPort {
    private static final long LOOK_AGAIN_NANOS = 20_000_000;

    private GossipPort() {}

    /** @throws IOException when something listens there, or the address is not this machine's */
    static void requireFree(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (BindException e) {
            throw new IOException("cannot listen for gossip on " + host + ":" + port + " (" + e.getMessage()
                    + "); stop what uses the port, or bind to an address of this machine", e);
        }
    }

    /** Waits until the port has been given up, at most this long. */
    static boolean awaitFree(String host, int port, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
            try {
                requireFree(host, port);
                return true;
            } catch (IOException e) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
        return false;
    }
}

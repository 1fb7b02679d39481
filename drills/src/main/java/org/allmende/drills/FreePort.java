package org.allmende.drills;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine for programs that want to be told theirs. */
public final class FreePort {
    private FreePort() {}

    /** One that nobody listened on just now; whoever takes it first has it. */
    public static int any() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package org.allmende.consensus.hashgraph;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;

/** Cards for nodes on this machine. */
final class TestCards {
    private TestCards() {}

    static NodeCard card(String name, Bytes certificate, String host, int port, long weight) {
        Bytes key = Bytes.wrap(new byte[32]);
        return new NodeCard(
                name,
                "operator of " + name,
                "provider of " + name,
                "here",
                "DE",
                weight,
                certificate,
                key,
                key,
                host,
                port,
                "http://127.0.0.1:1");
    }

    /** Different ports of loopback that nothing listened on a moment ago. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return ports;
    }
}

package org.allmende.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.FreePorts;
import org.allmende.node.Refusal;

/** The ports of a network on this machine: for clients, for the nodes among themselves, and for clients of etcd. */
record Ports(List<Integer> http, List<Integer> gossip, List<Integer> etcd) {
    static final int BASE = 7700;

    /** Between the first port for clients and the first for nodes, so that both rows stay short to say. */
    static final int GOSSIP_OFFSET = 50;

    /** Between the first port for clients and the first for clients of etcd. */
    static final int ETCD_OFFSET = 100;

    Ports {
        http = List.copyOf(http);
        gossip = List.copyOf(gossip);
        etcd = List.copyOf(etcd);
    }

    /** Rows of {@code nodes} ports each from {@code base} on; 0: whichever are free. */
    static Ports from(int base, int nodes) throws Refusal {
        if (base == 0) {
            return free(nodes);
        }
        if (base < 1024 || base + ETCD_OFFSET + nodes > 65_536) {
            throw new Refusal(
                    "ports cannot begin at " + base,
                    "choose --port-base between 1024 and " + (65_536 - ETCD_OFFSET - nodes));
        }
        return new Ports(row(base, nodes), row(base + GOSSIP_OFFSET, nodes), row(base + ETCD_OFFSET, nodes));
    }

    /** @throws Refusal naming the first that somebody else listens on */
    void requireFree() throws Refusal {
        for (int port : all()) {
            requireFree(port, "take other ports with --port-base");
        }
    }

    /** For a node that has its ports already: they are on its card. */
    static void requireFree(NodeCard card) throws Refusal {
        String otherwise = "end that program: the port is on the node's card, and the other nodes count on it";
        requireFree(card.gossipPort(), otherwise);
        requireFree(card.api().getPort(), otherwise);
    }

    private static void requireFree(int port, String otherwise) throws Refusal {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(here(port));
        } catch (IOException e) {
            throw new Refusal(
                    "port " + port + " is taken by another program; nothing was started",
                    "see who with 'ss -ltnp sport = :" + port + "', or " + otherwise,
                    e);
        }
    }

    private List<Integer> all() {
        List<Integer> all = new ArrayList<>(http);
        all.addAll(gossip);
        all.addAll(etcd);
        return all;
    }

    private static List<Integer> row(int first, int count) {
        return IntStream.range(first, first + count).boxed().toList();
    }

    private static Ports free(int nodes) throws Refusal {
        try {
            List<Integer> ports = FreePorts.several(3 * nodes);
            return new Ports(ports.subList(0, nodes), ports.subList(nodes, 2 * nodes), ports.subList(2 * nodes, 3 * nodes));
        } catch (IOException e) {
            throw new Refusal("no free ports on 127.0.0.1", "end programs that listen on many ports", e);
        }
    }

    private static InetSocketAddress here(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }
}

package org.allmende.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The nodes of one client, and which of them to ask first: the one that answered last. Any thread. */
final class Nodes implements AutoCloseable {
    private final List<NodeLink> links;
    private final AtomicInteger first = new AtomicInteger();

    Nodes(ClientSettings settings) {
        this.links = settings.nodes().stream()
                .map(node -> new NodeLink(node, settings.connectPatience()))
                .toList();
    }

    List<NodeLink> inOrder() {
        List<NodeLink> order = new ArrayList<>(links);
        Collections.rotate(order, -first.get());
        return order;
    }

    void prefer(NodeLink node) {
        first.set(links.indexOf(node));
    }

    /** @throws IllegalArgumentException when it is not one of the settings' */
    NodeLink at(URI node) {
        return links.stream()
                .filter(link -> link.node().equals(node))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(node + " is none of this client's nodes"));
    }

    @Override
    public void close() {
        links.forEach(NodeLink::close);
    }
}

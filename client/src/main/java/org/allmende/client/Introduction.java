package org.allmende.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.roster.Roster;

/** How one who trusts no node gets to know the network: every node is asked for its genesis. */
final class Introduction {
    private static final Codec<Genesis> GENESIS = NetworkSchema.SCHEMA.codec(Genesis.class);

    private final ClientSettings settings;
    private final Nodes nodes;
    private final NetworkPin pin;

    Introduction(ClientSettings settings, Nodes nodes, NetworkPin pin) {
        this.settings = settings;
        this.nodes = nodes;
        this.pin = pin;
    }

    /**
     * The genesis of the network that was named, or that all nodes which answer show.
     *
     * @throws IOException what is to be told whoever started this
     */
    Genesis genesis() throws IOException, InterruptedException {
        if (settings.nodes().stream().distinct().count() < settings.nodes().size()) {
            throw new IOException("a node is named twice: what it says would count twice. Name each once");
        }
        Passes passes = new Passes(settings, settings.queryPatience());
        while (true) {
            Map<NodeLink, Genesis> shown = new LinkedHashMap<>();
            Map<NodeLink, IOException> failures = new LinkedHashMap<>();
            ask(passes.deadlineNanos(), shown, failures);
            Optional<Genesis> found = chosen(shown);
            if (found.isPresent()) {
                return found.get();
            }
            passes.lost(new Race.LostException(failures));
            if (passes.areOver()) {
                throw passes.failure("too few nodes answered to believe one of them");
            }
            passes.pause();
        }
    }

    private void ask(long deadlineNanos, Map<NodeLink, Genesis> shown, Map<NodeLink, IOException> failures)
            throws InterruptedException {
        Map<NodeLink, Future<Genesis>> asked = new LinkedHashMap<>();
        long within = Math.min(deadlineNanos, System.nanoTime() + settings.reachPatience().toNanos());
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (NodeLink node : nodes.inOrder()) {
                asked.put(node, executor.submit(() ->
                        node.call(HttpCall.get("/v1/network"), within).decode(GENESIS)));
            }
            for (Map.Entry<NodeLink, Future<Genesis>> each : asked.entrySet()) {
                try {
                    shown.put(each.getKey(), each.getValue().get());
                } catch (ExecutionException e) {
                    failures.put(
                            each.getKey(),
                            e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause()));
                }
            }
        }
    }

    /** Empty: not enough have answered yet. */
    private Optional<Genesis> chosen(Map<NodeLink, Genesis> shown) throws IOException {
        Set<NetworkId> networks = new LinkedHashSet<>();
        shown.values().forEach(each -> networks.add(each.networkId()));
        Optional<NetworkId> named = settings.network();
        if (named.isEmpty() && networks.size() > 1) {
            throw new IOException("the nodes belong to different networks: "
                    + shown.entrySet().stream()
                            .map(each -> each.getKey() + " to " + each.getValue().networkId())
                            .collect(Collectors.joining(", "))
                    + "; say with --network which of them is yours");
        }
        List<Genesis> candidates = new ArrayList<>(shown.values());
        named.ifPresent(id -> candidates.removeIf(each -> !each.networkId().equals(id)));
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Genesis genesis = candidates.getFirst();
        int needed = VouchedClient.faulty(Roster.of(genesis)) + 1;
        if (settings.nodes().size() < needed) {
            throw new IOException("in a network of " + genesis.nodes().size() + " nodes " + needed
                    + " have to say the same before it is believed; name at least that many, better all, and not "
                    + settings.nodes().size());
        }
        if (named.isEmpty() && candidates.size() < needed) {
            return Optional.empty();
        }
        pin.pinned(genesis);
        return Optional.of(genesis);
    }
}

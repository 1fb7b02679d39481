package org.allmende.node.epoch;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
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
import org.allmende.client.ClientSettings;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterChain;
import org.allmende.ledger.roster.RosterLink;

/**
 * Asks nodes which roster is in force. What they show proves itself from the genesis; that it is in force, and not only
 * decided, is believed when nodes that together hold more than a third of its weight show it: one of them is honest.
 */
public final class RosterSearch {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Genesis genesis;

    /**
     * What was found.
     *
     * @param chain the rosters, the one in force last
     * @param links the same, for {@link RosterFile}
     */
    public record Found(RosterChain chain, List<RosterLink> links) {
        public Roster newest() {
            return chain.newest();
        }
    }

    public RosterSearch(Genesis genesis) {
        this.genesis = genesis;
    }

    /**
     * Asks these, and those whom they name. Waits for a few seconds at most.
     *
     * @param addresses of nodes
     * @param above an epoch; a roster that is not of a later one is not looked for
     */
    public Optional<Found> newerThan(long above, List<URI> addresses) throws InterruptedException {
        Map<URI, Found> shown = new LinkedHashMap<>();
        Set<URI> asked = new HashSet<>();
        Set<URI> toAsk = new LinkedHashSet<>(addresses);
        while (!toAsk.isEmpty()) {
            asked.addAll(toAsk);
            shown.putAll(ask(toAsk));
            toAsk = new LinkedHashSet<>();
            for (Found found : shown.values()) {
                for (Member member : found.newest().members()) {
                    URI address = member.card().api();
                    if (!asked.contains(address)) {
                        toAsk.add(address);
                    }
                }
            }
        }
        return shown.values().stream()
                .filter(found -> found.newest().epoch() > above)
                .filter(found -> isInForce(found.newest(), shown))
                .max((one, other) -> Long.compare(
                        one.newest().epoch(), other.newest().epoch()));
    }

    private static boolean isInForce(Roster roster, Map<URI, Found> shown) {
        long weight = 0;
        for (Member member : roster.members()) {
            Found found = shown.get(member.card().api());
            if (found != null && found.newest().epoch() >= roster.epoch()) {
                weight += member.weight();
            }
        }
        return Math.multiplyExact(3, weight) > roster.total();
    }

    private Map<URI, Found> ask(Set<URI> addresses) throws InterruptedException {
        Map<URI, Future<Found>> asked = new LinkedHashMap<>();
        Map<URI, Found> answers = new LinkedHashMap<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            addresses.forEach(address -> asked.put(address, executor.submit(() -> ask(address))));
            for (Map.Entry<URI, Future<Found>> each : asked.entrySet()) {
                try {
                    answers.put(each.getKey(), each.getValue().get());
                } catch (ExecutionException e) {
                    // Down, of another network, or a liar: others are asked as well.
                }
            }
        }
        return answers;
    }

    private Found ask(URI address) throws IOException, InterruptedException {
        ClientSettings settings = ClientSettings.of(List.of(address))
                .in(genesis.networkId())
                .withReachPatience(PATIENCE)
                .withQueryPatience(PATIENCE);
        try (NetworkClient client = NetworkClient.open(settings)) {
            List<RosterLink> links = client.rosterLinks(Consistency.LOCAL);
            return new Found(NetworkClient.proved(genesis, links), new ArrayList<>(links));
        }
    }
}

package org.allmende.node.etcd.forming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One member's part in the exchange. It gathers introductions until it has all of them, and is then <em>bound</em> to the
 * genesis that follows from them: on disk, for ever. When it knows that all members are bound to the same one it has
 * <em>settled</em>, and begins.
 *
 * <p>So of one exchange there are never two networks. Who settles has heard from every member that it is bound to this
 * genesis, and who is bound to one is never bound to another: nobody can hear from all that they are bound to a second one.
 * And whoever ends in between goes on where it was: once somebody has settled, everybody is bound already and lacks
 * nothing but the word of the others, who answer as long as they run. Any thread.
 */
public final class Forming {
    private static final String NETWORK = "allmende-etcd";
    private static final String ANEW =
            "put back the data directory it had; where the network never began, empty those of all members instead";

    private final Roll roll;
    private final Introduction own;
    private final String keyspace;
    private final String clientUrls;
    private final Keeping keeping;
    private final SortedMap<String, Introduction> introductions = new TreeMap<>();
    private final Set<String> bound = new TreeSet<>();
    private final Map<String, String> urlsOfClients = new HashMap<>();
    private @Nullable Genesis genesis;
    private boolean settled;

    /**
     * As it was left, or new.
     *
     * @param keyspace the one that all members will serve
     * @param clientUrls where its clients reach it, commas between
     * @param genesis what it is bound to; null: nothing yet
     * @param settled whether it has settled
     */
    public Forming(
            Roll roll,
            Introduction own,
            String keyspace,
            String clientUrls,
            Keeping keeping,
            @Nullable Genesis genesis,
            boolean settled) {
        this.roll = roll;
        this.own = own;
        this.keyspace = keyspace;
        this.clientUrls = clientUrls;
        this.keeping = keeping;
        this.genesis = genesis;
        this.settled = settled;
        introductions.put(own.name(), own);
        bound.add(own.name());
        urlsOfClients.put(own.name(), clientUrls);
    }

    public synchronized boolean hasSettled() {
        return settled;
    }

    /** Whose introduction is not here yet; none once it is bound. */
    public synchronized List<String> unknown() {
        return genesis != null
                ? List.of()
                : roll.urls().keySet().stream().filter(name -> !introductions.containsKey(name)).toList();
    }

    /** Who is not known to be bound. */
    public synchronized List<String> unbound() {
        return roll.urls().keySet().stream().filter(name -> !bound.contains(name)).toList();
    }

    /** Where clients reach the members, as far as they have told. */
    public synchronized Map<String, List<String>> clientUrls() {
        Map<String, List<String>> told = new TreeMap<>();
        urlsOfClients.forEach((name, urls) -> {
            if (!urls.isBlank()) {
                told.put(name, List.of(urls.split(",")));
            }
        });
        return told;
    }

    public Ask ask() {
        return new Ask(roll.token(), roll.text(), own.card());
    }

    /** Changes nothing. */
    public synchronized Reply answer(Ask ask) {
        Optional<String> objection = genesis == null ? ofStrangers(ask) : ofOthers(ask, genesis);
        return objection.isPresent()
                ? new Reply.Refused(objection.get())
                : new Reply.Told(
                        own, Optional.ofNullable(genesis).map(Genesis::networkId), settled, clientUrls);
    }

    private Optional<String> ofStrangers(Ask ask) {
        String name = ask.card().name();
        if (!ask.token().equals(roll.token())) {
            return Optional.of("they were started with different --initial-cluster-token");
        }
        if (!ask.members().equals(roll.text())) {
            return Optional.of("'" + own.name() + "' has --initial-cluster " + roll.text() + ", and '" + name + "' has "
                    + ask.members());
        }
        if (name.equals(own.name())) {
            return Optional.of("there is another member named '" + name + "'");
        }
        return roll.names(name) ? Optional.empty() : Optional.of("--initial-cluster names no '" + name + "'");
    }

    /** Of one that is bound, or has settled: its own flags may say other things by then. */
    private static Optional<String> ofOthers(Ask ask, Genesis genesis) {
        String name = ask.card().name();
        if (genesis.nodes().contains(ask.card())) {
            return Optional.empty();
        }
        return Optional.of(
                genesis.nodes().stream().anyMatch(node -> node.name().equals(name))
                        ? "its network holds another card of '" + name + "', or it is another network: its token, its"
                                + " members or the data directory of '" + name + "' are not the same"
                        : "its network has been formed without '" + name + "'");
    }

    /**
     * What a member that was asked has answered.
     *
     * @param from the member whose URL it was
     * @throws Refusal when they do not belong together: then nothing has begun here
     */
    public synchronized void hear(String from, Reply reply) throws Refusal {
        switch (reply) {
            case Reply.Refused(String why) ->
                throw new Refusal(
                        "member '" + from + "' at " + first(from) + " is not one of these: " + why,
                        "start all members with the same --initial-cluster and --initial-cluster-token, each with its"
                                + " own data directory");
            case Reply.Told told -> hear(from, told);
        }
    }

    private void hear(String from, Reply.Told told) throws Refusal {
        if (!told.introduction().name().equals(from)) {
            throw new Refusal(
                    "at " + first(from) + " is member '" + told.introduction().name() + "', and --initial-cluster says '"
                            + from + "'",
                    "correct the URLs, or the --name of that one");
        }
        urlsOfClients.put(from, told.clientUrls());
        if (settled) {
            return;
        }
        if (genesis == null) {
            introductions.put(from, told.introduction());
            if (introductions.size() < roll.size()) {
                return;
            }
            bind();
        }
        requireSame(from, told);
        if (told.bound().isPresent()) {
            bound.add(from);
        }
        // Who has settled has heard it from all.
        if (told.settled() || bound.size() == roll.size()) {
            settle();
        }
    }

    private void bind() throws Refusal {
        Genesis made = genesis(introductions);
        keeping.bind(made);
        genesis = made;
    }

    private void settle() throws Refusal {
        Genesis agreed = genesis;
        if (agreed == null) {
            throw new IllegalStateException("it settles and has no genesis: a bug");
        }
        keeping.settle(agreed);
        settled = true;
    }

    private void requireSame(String from, Reply.Told told) throws Refusal {
        NetworkId ours = Optional.ofNullable(genesis).map(Genesis::networkId).orElseThrow();
        if (told.bound().filter(theirs -> !theirs.equals(ours)).isPresent()) {
            throw new Refusal(
                    "member '" + from + "' at " + first(from) + " begins another network than this one, "
                            + told.bound().get() + " and not " + ours,
                    ANEW);
        }
        if (Optional.ofNullable(genesis).filter(made -> !made.nodes().contains(told.introduction().card())).isPresent()) {
            throw new Refusal(
                    "member '" + from + "' at " + first(from) + " has other keys than when this network was agreed on",
                    ANEW);
        }
    }

    private String first(String name) {
        return roll.urls(name).stream().findFirst().map(Object::toString).orElse("?");
    }

    /** The same from the same introductions, wherever and whenever. */
    private Genesis genesis(SortedMap<String, Introduction> all) throws Refusal {
        requireApart(all.values().stream().map(Introduction::card).toList());
        List<Bytes> salt = new ArrayList<>(List.of(roll.token()));
        all.values().forEach(each -> salt.add(each.nonce()));
        try {
            return new Genesis(
                    NETWORK,
                    Digests.sha256("allmende/1/etcd-cluster", salt.toArray(Bytes[]::new)),
                    roll.urls().values().stream().flatMap(List::stream).allMatch(Roll::isLoopback),
                    all.values().stream().mapToLong(Introduction::madeMillis).min().orElseThrow(),
                    Parameters.DEFAULT,
                    all.values().stream().map(Introduction::card).toList(),
                    List.of(new GenesisKeyspace(keyspace, all.values().iterator().next().ownerKey())));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct it and start all members anew", e);
        }
    }

    private static void requireApart(List<NodeCard> cards) throws Refusal {
        Set<Object> seen = new HashSet<>();
        for (NodeCard card : cards) {
            if (!seen.add(card.gossipAddress())) {
                throw new Refusal(
                        "two members gossip at " + card.gossipAddress(), "give one of them another --gossip-port");
            }
            if (!seen.add(card.gatewayKey()) || !seen.add(card.gossipCertificate())) {
                throw new Refusal(
                        "member '" + card.name() + "' has the keys of another one",
                        "give each member a data directory that was not copied");
            }
        }
    }
}

package org.allmende.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.allmende.client.Consistency;
import org.allmende.client.NetworkClient;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.KeyspaceInfo;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;

/** Nodes whose own key may write keyspaces of others, for clients of etcd that they serve: what was delegated to them. */
final class SharedGateways {
    private final NetworkClient client;
    private final Map<AccountId, String> nodes = new LinkedHashMap<>();

    SharedGateways(NetworkClient client, List<NodeCard> roster) {
        this.client = client;
        for (NodeCard node : roster) {
            nodes.put(AccountId.ofKey(node.gatewayKey()), node.name());
        }
    }

    /**
     * A right that a node has.
     *
     * @param keyspace whose
     * @param prefix of the keys that it may write; empty: all
     */
    record Right(String node, String keyspace, String prefix) {}

    /** All of them, as one node knows them; none when no node answers. */
    List<Right> rights() throws InterruptedException {
        List<Right> rights = new ArrayList<>();
        try {
            Map<AccountId, List<Accounts.Given>> given = new LinkedHashMap<>();
            for (KeyspaceInfo keyspace : client.keyspaces(Consistency.LOCAL).keyspaces()) {
                if (!given.containsKey(keyspace.owner())) {
                    given.put(
                            keyspace.owner(),
                            client.delegations(keyspace.owner(), Optional.empty(), Consistency.LOCAL)
                                    .delegations());
                }
                for (Accounts.Given each : given.getOrDefault(keyspace.owner(), List.of())) {
                    prefix(each, keyspace.name())
                            .filter(_ -> nodes.containsKey(each.to()))
                            .ifPresent(prefix -> rights.add(
                                    new Right(nodes.getOrDefault(each.to(), ""), keyspace.name(), prefix)));
                }
            }
        } catch (IOException e) {
            return List.of(); // the table of nodes tells why
        }
        List<String> roster = List.copyOf(nodes.values());
        rights.sort(Comparator.comparing(Right::keyspace).thenComparingInt(right -> roster.indexOf(right.node())));
        return rights;
    }

    /** Of the keys of this keyspace that it covers; empty: none. */
    private static Optional<String> prefix(Accounts.Given given, String keyspace) {
        if (given.scope().application() != Coordination.TAG) {
            return Optional.empty();
        }
        Bytes resource = given.scope().resource();
        Bytes ours = Bytes.utf8(keyspace).concat(Bytes.of((byte) 0));
        if (ours.startsWith(resource)) {
            return Optional.of("");
        }
        return resource.startsWith(ours)
                ? Optional.of(resource.slice(ours.length(), resource.length()).toText())
                : Optional.empty();
    }

    /** What whoever looks on should know; empty when there is nothing. */
    static List<String> sentences(List<Right> rights) {
        List<String> sentences = new ArrayList<>();
        Map<String, List<Right>> alike = rights.stream()
                .collect(Collectors.groupingBy(
                        right -> (right.prefix().isEmpty() ? "every key" : "the keys that begin with '" + right.prefix() + "'")
                                + " of keyspace '" + right.keyspace() + "'",
                        LinkedHashMap::new,
                        Collectors.toList()));
        alike.forEach((what, of) -> sentences.add("Clients of etcd write " + what + " through "
                + of.stream().map(Right::node).distinct().collect(Collectors.joining(", ")) + "."));
        if (!sentences.isEmpty()) {
            sentences.add("The operator of such a node could lie to its clients, refuse them, and write those keys; not so"
                    + " behind a gateway of your own: " + Words.command() + " gateway etcd");
        }
        return sentences;
    }
}

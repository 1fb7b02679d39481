package org.allmende.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.allmende.client.ClientSettings;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network a verb means: by its folder on this machine, or by its nodes. */
final class Where {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The network of this folder on this machine (default: see 'allmende --help').")
    private @Nullable Path dir;

    @Option(
            names = "--nodes",
            split = ",",
            paramLabel = "URL",
            description = "The network of these nodes, for instance http://192.0.2.17:7700; commas between.")
    private List<URI> nodes = List.of();

    /**
     * @param genesis what it started from
     * @param nodes those to ask
     * @param folder its folder, when it was meant by that
     */
    record Target(Genesis genesis, List<URI> nodes, Optional<NetworkFolder> folder) {
        /** Speaks to these nodes, and to no other network. */
        NetworkClient client() {
            return NetworkClient.open(ClientSettings.of(nodes).in(genesis.networkId()));
        }
    }

    /**
     * What was named, before any node is asked.
     *
     * @param genesis of the folder, when it was meant by that
     */
    record Named(Optional<Genesis> genesis, List<URI> nodes, Optional<NetworkFolder> folder) {}

    /** @throws Refusal when there is no such network on this machine */
    Named named() throws Refusal {
        if (dir != null && !nodes.isEmpty()) {
            throw new Refusal("--dir and --nodes both say which network is meant", "leave one of them out");
        }
        if (!nodes.isEmpty()) {
            return new Named(Optional.empty(), nodes, Optional.empty());
        }
        NetworkFolder folder = dir == null ? NetworkFolder.standard() : new NetworkFolder(dir);
        return new Named(Optional.of(folder.readGenesis()), addresses(folder.roster()), Optional.of(folder));
    }

    /**
     * @throws Refusal when there is no such network
     * @throws IOException when none of the nodes that were named answers
     */
    Target find() throws Refusal, IOException, InterruptedException {
        Named named = named();
        if (named.genesis().isPresent()) {
            return new Target(named.genesis().get(), named.nodes(), named.folder());
        }
        try (NetworkClient client = NetworkClient.open(settings(nodes))) {
            return new Target(client.network(), nodes, Optional.empty());
        }
    }

    /** Where the first nodes of a network answer clients, in the order of its genesis. */
    static List<URI> addresses(Genesis genesis) {
        return addresses(Roster.of(genesis));
    }

    /** Where the nodes of a roster answer clients, in its order. */
    static List<URI> addresses(Roster roster) {
        return roster.members().stream().map(Member::card).map(NodeCard::api).toList();
    }

    private static ClientSettings settings(List<URI> nodes) throws Refusal {
        try {
            return ClientSettings.of(nodes);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "correct --nodes", e);
        }
    }

    /** @throws Refusal when it is no key file, or cannot be read */
    static Keys keys(Path file) throws Refusal {
        try {
            return Keys.read(file);
        } catch (IOException e) {
            throw new Refusal("cannot sign: " + e.getMessage(), "name the file of a key with --key FILE", e);
        }
    }
}

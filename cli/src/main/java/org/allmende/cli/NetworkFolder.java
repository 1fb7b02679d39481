package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allmende.client.WholeFile;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;
import org.allmende.node.GenesisFile;
import org.allmende.node.NodeFolder;
import org.allmende.node.OriginFile;
import org.allmende.node.Refusal;
import org.allmende.node.epoch.RosterFile;

/**
 * The folder of a rehearsal: a whole network on one machine, with the secrets of all its members.
 *
 * <pre>
 * genesis.borsh     what the network started from; written last, so that a network is there whole or not at all
 * origin.checkpoint what its genesis starts from, if it does from a checkpoint
 * owner.key         owns the keyspace 'default'
 * operators/        a key for each operator
 * nodes/NAME/       a node's own folder
 * lock              held while somebody starts or stops nodes
 * </pre>
 */
record NetworkFolder(Path path) {
    private static final Set<String> KNOWN = Set.of("genesis.borsh", OriginFile.NAME, "owner.key", "operators", "nodes", "lock");

    NetworkFolder {
        path = path.toAbsolutePath().normalize();
    }

    /** The one verbs mean unless told otherwise: as the launcher says, else {@code .allmende} in the current folder. */
    static NetworkFolder standard() {
        return new NetworkFolder(Path.of(System.getProperty("allmende.dir", ".allmende")));
    }

    Path genesis() {
        return path.resolve("genesis.borsh");
    }

    OriginFile origin() {
        return new OriginFile(path.resolve(OriginFile.NAME));
    }

    Path ownerKey() {
        return path.resolve("owner.key");
    }

    Path operatorKey(String node) {
        return path.resolve("operators").resolve(node + ".key");
    }

    Path lock() {
        return path.resolve("lock");
    }

    NodeFolder node(String name) {
        return new NodeFolder(path.resolve("nodes").resolve(name));
    }

    boolean isNetwork() {
        return Files.exists(genesis());
    }

    /** @throws Refusal when there is no network here */
    Genesis readGenesis() throws Refusal {
        if (!isNetwork()) {
            throw new Refusal(
                    "there is no network in " + path,
                    "start one with '" + Words.command() + " up', or say where it is with --dir DIR or --nodes URL");
        }
        return GenesisFile.read(genesis());
    }

    /** The newest roster that a node here knows of; of the genesis while none of them does. */
    Roster roster() throws Refusal {
        Genesis genesis = readGenesis();
        Roster newest = Roster.of(genesis);
        for (NodeCard card : cardsHere()) {
            try {
                Roster known = new RosterFile(node(card.name()).rosters()).read(genesis).newest();
                newest = known.epoch() > newest.epoch() ? known : newest;
            } catch (IOException e) {
                throw new Refusal(
                        String.valueOf(e.getMessage()), "remove that file; the node writes it again when it runs", e);
            }
        }
        return newest;
    }

    /** The nodes of that roster whose folders are here, in its order. */
    List<NodeCard> nodesHere() throws Refusal {
        Roster roster = roster();
        return roster.members().stream()
                .map(Member::card)
                .filter(card -> node(card.name()).isNode())
                .toList();
    }

    /** The cards of all folders of nodes that are here, whether the network has them or not, by name. */
    List<NodeCard> cardsHere() throws Refusal {
        List<NodeCard> cards = new ArrayList<>();
        try {
            if (Files.exists(path.resolve("nodes"))) {
                try (Stream<Path> folders = Files.list(path.resolve("nodes"))) {
                    for (Path each : folders.sorted().toList()) {
                        NodeFolder node = new NodeFolder(each);
                        if (node.isNode()) {
                            cards.add(node.readCard());
                        }
                    }
                }
            }
            return cards;
        } catch (IOException e) {
            throw new Refusal("cannot read " + path + ": " + e.getMessage(), "check who may read it", e);
        }
    }

    /** @throws Refusal when the folder holds something that is not of a network */
    void requireOurs() throws Refusal {
        try {
            Optional<String> strange = strange();
            if (strange.isPresent()) {
                throw new Refusal(
                        path + " holds '" + strange.get() + "', which Allmende did not put there",
                        "choose an empty or a new folder with --dir");
            }
        } catch (IOException e) {
            throw new Refusal("cannot read " + path + ": " + e.getMessage(), "check who may read it", e);
        }
    }

    /**
     * Makes room for a new network: removes what a start that was broken off has left.
     *
     * @throws Refusal when a network is here, or something that is not ours
     */
    void clear() throws Refusal {
        if (isNetwork()) {
            throw new Refusal("there is a network in " + path + " already", "choose another folder with --dir");
        }
        requireOurs();
        try {
            for (String name : KNOWN) {
                if (!name.equals("lock")) {
                    remove(path.resolve(name));
                }
            }
            for (Path left : unfinished()) {
                Files.delete(left);
            }
        } catch (IOException e) {
            throw new Refusal("cannot write to " + path + ": " + e.getMessage(), "check who may write there", e);
        }
    }

    private Optional<String> strange() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(path)) {
            Set<String> names = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            names.removeAll(KNOWN);
            names.removeIf(WholeFile::isUnfinished);
            return names.stream().sorted().findFirst();
        }
    }

    private List<Path> unfinished() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> WholeFile.isUnfinished(file.getFileName().toString()))
                    .toList();
        }
    }

    private static void remove(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<Path> deepestLast = new ArrayList<>();
        try (Stream<Path> files = Files.walk(file)) {
            files.forEach(deepestLast::add);
        }
        for (Path each : deepestLast.reversed()) {
            Files.delete(each);
        }
    }
}

package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allmende.cli.Cast.Player;
import org.allmende.client.Keys;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Governance;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.node.Engine;
import org.allmende.node.EtcdListener;
import org.allmende.node.EtcdUsers;
import org.allmende.node.GenesisFile;
import org.allmende.node.NewNode;
import org.allmende.node.NodeFolder;
import org.allmende.node.NodeSettings;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;

/** Makes the folder of a network whose members all live on this machine, and which says so everywhere. */
final class Rehearsal {
    private static final String KEYSPACE = "default";
    private static final String HOST = "127.0.0.1";

    /**
     * What a rehearsal starts from.
     *
     * @param checkpoint of another network; null: from nothing
     * @param ownerKey a key that is there already, to be copied into the folder; null: a new one
     */
    record Start(@Nullable StartingPoint checkpoint, @Nullable Path ownerKey) {}

    private final NetworkFolder folder;
    private final Engine engine;
    private final Ports ports;
    private final List<String> jvmOptions;
    private final Start start;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param jvmOptions of the first node
     * @param start what it starts from
     */
    Rehearsal(NetworkFolder folder, Engine engine, Ports ports, List<String> jvmOptions, Start start) {
        this.start = start;
        this.folder = folder;
        this.engine = engine;
        this.ports = ports;
        this.jvmOptions = jvmOptions;
    }

    /** @throws Refusal when it cannot be written; then no network is there */
    Genesis make() throws Refusal {
        folder.clear();
        try {
            Files.createDirectories(folder.path().resolve("operators"));
            List<NodeCard> cards = new ArrayList<>();
            for (int i = 0; i < ports.http().size(); i++) {
                cards.add(node(i));
            }
            Genesis genesis = genesis(cards, ownerKey());
            StartingPoint checkpoint = start.checkpoint();
            if (checkpoint != null) {
                folder.origin().take(checkpoint.file(), genesis);
            }
            for (NodeCard card : cards) {
                GenesisFile.write(folder.node(card.name()).genesis(), genesis);
                if (checkpoint != null) {
                    folder.node(card.name()).origin().take(folder.origin().path(), genesis);
                }
            }
            GenesisFile.write(folder.genesis(), genesis);
            return genesis;
        } catch (IOException e) {
            throw new Refusal(
                    "cannot write the network's folder " + folder.path() + ": " + e.getMessage(),
                    "check who may write there, and that the disk is not full",
                    e);
        }
    }

    private Genesis genesis(List<NodeCard> cards, Bytes owner) {
        StartingPoint checkpoint = start.checkpoint();
        Genesis genesis = new Genesis(
                "rehearsal",
                Ed25519.newSecret(random),
                true,
                System.currentTimeMillis(),
                checkpoint == null
                        ? Parameters.DEFAULT.with(Governance.REHEARSED)
                        : checkpoint.genesis().parameters(),
                cards,
                List.of(new GenesisKeyspace(KEYSPACE, owner)));
        return checkpoint == null ? genesis : genesis.from(checkpoint.statement().origin());
    }

    private Bytes ownerKey() throws Refusal, IOException {
        Path given = start.ownerKey();
        if (given == null) {
            return newKey(folder.ownerKey());
        }
        try {
            Keys keys = Keys.read(given);
            keys.write(folder.ownerKey());
            return keys.publicKey();
        } catch (IOException e) {
            throw new Refusal("cannot take over the key " + given + ": " + e.getMessage(), "name a key file", e);
        }
    }

    private NodeCard node(int number) throws Refusal, IOException {
        Player player = Cast.PLAYERS.get(number);
        NodeFolder node = folder.node(player.node());
        int http = ports.http().get(number);
        NewNode.Statement statement = new NewNode.Statement(
                player.node(),
                player.operator(),
                player.provider(),
                player.region(),
                player.jurisdiction(),
                1,
                newKey(folder.operatorKey(player.node())),
                HOST,
                ports.gossip().get(number),
                "http://" + HOST + ":" + http);
        return NewNode.make(node, statement, settings(number, number == 0 ? jvmOptions : List.of()), random);
    }

    private NodeSettings settings(int number, List<String> options) {
        NodeSettings standard = NodeSettings.DEFAULT;
        return new NodeSettings(
                engine,
                HOST,
                ports.http().get(number),
                standard.httpHosts(),
                standard.httpOrigins(),
                new EtcdListener(
                        List.of(EtcdListener.address(HOST + ":" + ports.etcd().get(number))),
                        KEYSPACE,
                        "",
                        etcdMembers(),
                        Optional.empty(),
                        EtcdUsers.STANDARD),
                HOST,
                standard.heapMegabytes(),
                options,
                standard.log());
    }

    private Map<String, List<String>> etcdMembers() {
        Map<String, List<String>> members = new LinkedHashMap<>();
        for (int i = 0; i < ports.etcd().size(); i++) {
            members.put(Cast.PLAYERS.get(i).node(), List.of("http://" + HOST + ":" + ports.etcd().get(i)));
        }
        return members;
    }

    /** Writes a new secret, and answers with its public key. */
    private static Bytes newKey(Path file) throws IOException {
        Keys keys = Keys.generate();
        keys.write(file);
        return keys.publicKey();
    }
}

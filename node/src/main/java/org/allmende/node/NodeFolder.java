package org.allmende.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;

/**
 * The folder of one node: everything it is and knows. Whoever holds it is the node; two processes on one folder, or
 * one folder copied to two machines, would make the node contradict itself.
 *
 * <pre>
 * node.properties   settings
 * node.card         what the operator states about the node, with its public keys
 * genesis.borsh     what its network started from
 * rosters           the rosters there were since, as far as it knows
 * members/          cards of members, whom it asks while it is none itself
 * origin.checkpoint the checkpoint that its network started from, if it did
 * keys/             its secrets, readable by their owner only
 * data/             what the engine keeps
 * checkpoints/      the whole state at the heights that a checkpoint was taken of
 * logs/             node.log for operators, console.log for what the process printed
 * node.pid          the process that runs in it
 * next.wanted       it asks for the process that goes on in the next epoch
 * next.ready        that process is ready
 * warm-up/          where it became so
 * lock              held while a process runs in it
 * </pre>
 */
public record NodeFolder(Path path) {
    public NodeFolder {
        path = path.toAbsolutePath().normalize();
    }

    public Path settings() {
        return path.resolve("node.properties");
    }

    public Path card() {
        return path.resolve("node.card");
    }

    public Path genesis() {
        return path.resolve("genesis.borsh");
    }

    public Path rosters() {
        return path.resolve("rosters");
    }

    /** Where it has the cards of members that it may ask while it is not one itself. */
    public Path members() {
        return path.resolve("members");
    }

    public OriginFile origin() {
        return new OriginFile(path.resolve(OriginFile.NAME));
    }

    public Path keys() {
        return path.resolve("keys");
    }

    public Path gatewayKey() {
        return keys().resolve("gateway.key");
    }

    public Path gossipKeys() {
        return keys().resolve("gossip.p12");
    }

    public Path data() {
        return path.resolve("data");
    }

    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path console() {
        return logs().resolve("console.log");
    }

    public Path processFile() {
        return path.resolve("node.pid");
    }

    /** There while this node's process wants the next one to be started, by whoever watches over it. */
    public Path nextWanted() {
        return path.resolve("next.wanted");
    }

    /** There once the next process is ready to go on. */
    public Path nextReady() {
        return path.resolve("next.ready");
    }

    /** Where the next process of this node warms up. */
    NodeFolder warmUp() {
        return new NodeFolder(path.resolve("warm-up"));
    }

    public Path lock() {
        return path.resolve("lock");
    }

    /** Whether a node was made here. */
    public boolean isNode() {
        return Files.exists(card());
    }

    /** @throws Refusal with the setting that is wrong */
    public NodeSettings readSettings() throws Refusal {
        return NodeSettings.read(settings());
    }

    /** @throws Refusal when there is none or it cannot be read */
    public NodeCard readCard() throws Refusal {
        return CardFile.read(card());
    }

    /** @throws Refusal when there is none or it cannot be read */
    public Genesis readGenesis() throws Refusal {
        return GenesisFile.read(genesis());
    }

    /** What the process last printed, for whoever asks why it ended; empty when it printed nothing. */
    public String lastWords(int lines) {
        if (!Files.exists(console())) {
            return "";
        }
        try {
            var all = Files.readAllLines(console());
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

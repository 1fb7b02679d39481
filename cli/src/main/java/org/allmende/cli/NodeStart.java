package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.allmende.client.ClientSettings;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.CardFile;
import org.allmende.node.GenesisFile;
import org.allmende.node.MemberCards;
import org.allmende.node.NodeFolder;
import org.allmende.node.NodeSettings;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "start",
        header = "Run a node until it is asked to stop.",
        description = {
            "",
            "For a supervisor such as systemd, or a terminal: SIGTERM or Ctrl-C stop it cleanly. Settings are in the"
                    + " folder's node.properties.",
            "",
            "Exit codes are the node's own: 0 stopped, 1 refused to start (the line printed says why), 3 out of memory,"
                    + " 86 a fault or a full disk, as its log says, 87 it computed another state than the others; both"
                    + " leave evidence in the folder. 89: the members have taken it out of the roster. When the roster"
                    + " changes, the node's process is followed by another one, and this stays.",
        },
        footer = {
            "",
            "Example:",
            "  allmende node start --dir anna --genesis genesis.borsh     (--genesis the first time only)",
            "  allmende node start --dir anna --genesis genesis.borsh --from origin.checkpoint",
            "  allmende node start --dir eva --member anna.card             (to join a network that runs)",
        })
final class NodeStart implements Callable<Integer> {
    private final Screen screen;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The node's folder.")
    private Path dir = Path.of("");

    @Option(names = "--genesis", paramLabel = "FILE", description = "Put this genesis into the folder first.")
    private @Nullable Path genesis;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Put this checkpoint, which the genesis starts from, into the folder first.")
    private @Nullable Path from;

    @Option(
            names = "--member",
            paramLabel = "CARD",
            description = "The card of any member, to join its network: it is asked who is in the roster now, and for the"
                    + " genesis when the folder has none. Waits until the members have admitted this node.")
    private @Nullable Path member;

    NodeStart(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal, InterruptedException {
        NodeFolder folder = new NodeFolder(dir);
        if (!folder.isNode()) {
            throw new Refusal("there is no node in " + folder.path(), "make one with 'allmende node init'");
        }
        NodeSettings settings = folder.readSettings();
        try {
            place(folder);
            return new NodeKeeper(folder, settings).untilItEnds();
        } catch (IOException e) {
            throw new Refusal(
                    "cannot start the node: " + e.getMessage(), "check that its folder may be written to", e);
        }
    }

    private void place(NodeFolder folder) throws Refusal, IOException {
        if (genesis != null) {
            placeGenesis(folder, genesis);
        }
        if (member != null) {
            new MemberCards(folder.members()).take(member);
            if (!Files.exists(folder.genesis())) {
                fetchGenesis(folder, CardFile.read(member));
            }
        }
        if (from != null) {
            try (var _ = Waiting.on(screen, "putting the checkpoint into the folder")) {
                folder.origin().take(from, folder.readGenesis());
            }
        }
    }

    private void fetchGenesis(NodeFolder folder, NodeCard from) throws Refusal, IOException {
        try (NetworkClient client = NetworkClient.open(ClientSettings.of(List.of(from.api())));
                var _ = Waiting.on(screen, "asking " + from.name() + " for the genesis")) {
            Genesis given = client.network();
            GenesisFile.write(folder.genesis(), given);
            screen.tell("The network is '" + given.name() + "', " + given.networkId() + ": that is " + from.name()
                    + "'s word. Compare the id with another member's.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("asked to end", "start the node again", e);
        }
    }

    private static void placeGenesis(NodeFolder folder, Path genesis) throws Refusal, IOException {
        Genesis given = GenesisFile.read(genesis);
        if (!Files.exists(folder.genesis())) {
            GenesisFile.write(folder.genesis(), given);
        } else if (Files.mismatch(genesis, folder.genesis()) >= 0) {
            throw new Refusal(
                    folder.path() + " belongs to another network than " + genesis,
                    "leave out --genesis, or make a new node for the other network");
        }
    }
}

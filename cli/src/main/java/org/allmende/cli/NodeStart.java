package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.node.ExitCode;
import org.allmende.node.GenesisFile;
import org.allmende.node.NodeCommand;
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
                    + " leave evidence in the folder.",
        },
        footer = {
            "",
            "Example:",
            "  allmende node start --dir anna --genesis genesis.borsh     (--genesis the first time only)",
            "  allmende node start --dir anna --genesis genesis.borsh --from origin.checkpoint",
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
            Process node = NodeCommand.startHere(folder, settings);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node), "stop"));
            return node.waitFor();
        } catch (IOException e) {
            throw new Refusal(
                    "cannot start the node: " + e.getMessage(), "check that its folder may be written to", e);
        }
    }

    private void place(NodeFolder folder) throws Refusal, IOException {
        if (genesis != null) {
            placeGenesis(folder, genesis);
        }
        if (from != null) {
            try (var _ = Waiting.on(screen, "putting the checkpoint into the folder")) {
                folder.origin().take(from, folder.readGenesis());
            }
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

    /** At the request to stop, by which this process would else end as killed. */
    private static void end(Process node) {
        node.destroy();
        int code = node.onExit().join().exitValue();
        Runtime.getRuntime().halt(ExitCode.wasAskedToStop(code) ? ExitCode.STOPPED : code);
    }
}

package org.allmende.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a backup without asking anybody. */
@Command(
        name = "verify",
        header = "Check a backup, without a network.",
        description = {
            "",
            "Reads the whole file and checks that nodes with more than two thirds of all weight have vouched for every"
                    + " row of it. Says of which network: whether that is yours, only its id can tell.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende backup verify monday.checkpoint",
            "  allmende backup verify monday.checkpoint --network 6f1d…",
        })
final class BackupVerify implements Callable<Integer> {
    private final Screen screen;

    @Parameters(paramLabel = "FILE", description = "What 'allmende backup' has written.")
    private Path file = Path.of("");

    @Option(names = "--network", paramLabel = "ID", description = "Refuse it when it is of another network.")
    private @Nullable String network;

    BackupVerify(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        CheckpointReader.Contents contents = BackupFile.read(screen, file, row -> {});
        BackupFile.requireNetwork(network, contents.genesis());
        BackupFile.show(screen, contents);
        screen.tell(
                network == null
                        ? "sound, if this is the network you mean: pin it with --network ID"
                        : "sound");
        return Exit.OK;
    }
}

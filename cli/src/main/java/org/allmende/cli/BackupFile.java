package org.allmende.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.node.OriginFile;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;

/** A backup as people meet it: a file, and what it says. */
final class BackupFile {
    private BackupFile() {}

    /** @throws Refusal when it cannot be read, or is not to be trusted */
    static CheckpointReader.Contents read(Path file) throws Refusal {
        return new OriginFile(file).verify(row -> {});
    }

    /** @param pinned the id that was asked for, or null for any */
    static void requireNetwork(@Nullable String pinned, Genesis genesis) throws Refusal {
        String id = genesis.networkId().toString();
        if (pinned != null && !pinned.equals(id)) {
            throw new Refusal(
                    "this is network '" + genesis.name() + "', " + id + ", and not " + pinned,
                    "see whether the id or the file is the wrong one");
        }
    }

    static void show(Screen screen, CheckpointReader.Contents contents) {
        Statement statement = contents.statement();
        CheckpointReader.Vouched vouched = contents.vouched();
        TextTable table = new TextTable("network", statement.network() + " (" + contents.genesis().name() + ")");
        table.row("height", statement.height());
        table.row("agreed time", Instant.ofEpochMilli(statement.timeMillis()));
        table.row("rows", statement.rows());
        table.row("digest", statement.digest().toHex());
        table.row(
                "vouched for by",
                vouched.weight() + " of " + vouched.total() + ": "
                        + vouched.vouches().stream()
                                .map(vouch -> contents.genesis().nodes().get(vouch.node()).name())
                                .collect(Collectors.joining(", ")));
        screen.out().print(table);
    }
}

package org.allmende.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
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

    /**
     * Reads all of it, and tells how far that is.
     *
     * @param rows is given every row; to be forgotten when this refuses
     * @throws Refusal when it cannot be read, or is not to be trusted
     */
    static CheckpointReader.Contents read(Screen screen, Path file, CheckpointReader.RowVisitor rows) throws Refusal {
        OriginFile origin = new OriginFile(file);
        long all = origin.statement().rows();
        AtomicLong read = new AtomicLong();
        try (var _ = Waiting.on(screen, () -> "reading " + file + ": " + 10 * tenths(read.get(), all) + " %")) {
            return origin.verify(row -> {
                read.incrementAndGet();
                rows.visit(row);
            });
        }
    }

    /** Rounded down. What a file that lies about its rows says of itself does no harm here. */
    private static long tenths(long part, long all) {
        return all == 0 ? 10 : Math.min(10, (long) (10.0 * part / all));
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
                                .map(vouch -> vouched.roster()
                                        .member(vouch.node())
                                        .orElseThrow()
                                        .card()
                                        .name())
                                .collect(Collectors.joining(", ")));
        screen.out().print(table);
    }
}

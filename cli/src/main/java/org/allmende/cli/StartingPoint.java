package org.allmende.cli;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.allmende.ledger.checkpoint.CheckpointReader.Contents;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.node.Applications;
import org.allmende.node.Refusal;

/** A checkpoint to start a network from, read wholly and found sound. */
record StartingPoint(Path file, Contents contents) {
    /**
     * @throws Refusal when it is not to be trusted, or of applications that nodes of this version do not have: then no
     *     node could start from it
     */
    static StartingPoint read(Screen screen, Path file) throws Refusal {
        Set<Integer> tables = new TreeSet<>();
        Contents contents = BackupFile.read(screen, file, row -> tables.add(row.table()));
        tables.removeAll(Applications.tables(contents.genesis()));
        if (!tables.isEmpty()) {
            throw new Refusal(
                    file + " holds rows of tables that this version does not have: numbers "
                            + tables.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    "use the version of Allmende that its network runs, or a newer one");
        }
        return new StartingPoint(file, contents);
    }

    Genesis genesis() {
        return contents.genesis();
    }

    Statement statement() {
        return contents.statement();
    }

    /** Says where it comes from, so that somebody can see whether it is the one that was meant. */
    void show(Screen screen) {
        screen.answer("starts from " + file);
        BackupFile.show(screen, contents);
        screen.answer("");
    }
}

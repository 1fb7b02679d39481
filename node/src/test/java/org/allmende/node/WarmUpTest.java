package org.allmende.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.allmende.ledger.roster.Roster;
import org.allmende.node.epoch.RosterFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a process does before it goes on in the next epoch. */
@Tag("processes")
class WarmUpTest {
    /** The engine still writes there for a moment after it was stopped. */
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path dir;

    @Test
    void itGoesThroughTheEndOfAnEpochAndOnFromThere() throws Exception {
        NodeFolder folder = new NodeFolder(dir.resolve("node"));
        Files.createDirectories(folder.path());
        Files.writeString(folder.path().resolve("of another time"), "is gone");

        WarmUp.clear(folder);
        assertThat(folder.path()).doesNotExist();
        WarmUp.runThere(folder); // which throws what run only notes

        Roster roster = new RosterFile(folder.rosters()).read(folder.readGenesis()).newest();
        assertThat(roster.epoch()).isEqualTo(1);
        assertThat(roster.members().getFirst().weight()).isEqualTo(2);
    }
}

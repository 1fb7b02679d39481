package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder is one process's and one network's. */
class FolderTest {
    private static final NetworkId NETWORK = network(1);

    @TempDir
    private Path dir;

    @Test
    void isMadeAtTheFirstStartAndUsedAgainAtTheNext() throws IOException {
        Path own = dir.resolve("a/b");
        Folder.claim(own, NETWORK).close();
        try (Folder again = Folder.claim(own, NETWORK)) {
            assertThat(Files.isDirectory(again.engine())).isTrue();
        }
    }

    @Test
    void ofAnotherNetworkIsRefusedWithBothNames() throws IOException {
        Folder.claim(dir, NETWORK).close();
        assertThatThrownBy(() -> Folder.claim(dir, network(2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(NETWORK.toString())
                .hasMessageContaining(network(2).toString());
        Folder.claim(dir, NETWORK).close();
    }

    /** Written in its place, a crash could leave it empty: the folder would be nobody's. */
    @Test
    void theNameOfItsNetworkIsThereWhollyOrNotAtAll() throws IOException {
        Path beside = dir.resolve("network.unfinished");
        Files.createDirectories(beside.resolve("in the way"));
        assertThatThrownBy(() -> Folder.claim(dir, NETWORK)).isInstanceOf(IOException.class);
        assertThat(dir.resolve("network")).doesNotExist();

        Files.delete(beside.resolve("in the way"));
        Files.delete(beside);
        Files.writeString(beside, "ha");
        Folder.claim(dir, NETWORK).close();
        assertThat(dir.resolve("network")).hasContent(NETWORK.toString());
        assertThat(beside).doesNotExist();
    }

    @Test
    void aNameThatIsEmptyIsRefusedWithWhatToTry() throws IOException {
        Files.createFile(dir.resolve("network"));
        assertThatThrownBy(() -> Folder.claim(dir, NETWORK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is empty")
                .hasMessageContaining("delete that file");
    }

    @Test
    void thatIsInUseIsRefusedUntilItIsGivenUp() throws IOException {
        Folder held = Folder.claim(dir, NETWORK);
        assertThatThrownBy(() -> Folder.claim(dir, NETWORK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another process uses");
        held.close();
        held.close();
        Folder.claim(dir, NETWORK).close();
    }

    @Test
    void beginsWithoutWhatTheEngineKeptWhenItIsAskedToOnce() throws IOException {
        try (Folder before = Folder.claim(dir, NETWORK)) {
            Files.createDirectories(before.engine().resolve("states"));
            Files.writeString(before.engine().resolve("states").resolve("1"), "of an epoch before");
        }
        Files.writeString(dir.resolve("evidence-of-something"), "stays");
        Folder.beginAnew(dir);
        try (Folder anew = Folder.claim(dir, NETWORK)) {
            assertThat(anew.engine()).isEmptyDirectory();
            Files.writeString(anew.engine().resolve("2"), "of this one");
        }
        assertThat(dir.resolve("evidence-of-something")).exists();
        try (Folder again = Folder.claim(dir, NETWORK)) {
            assertThat(again.engine().resolve("2")).as("it was asked once").exists();
        }
    }

    private static NetworkId network(int number) {
        byte[] id = new byte[32];
        id[31] = (byte) number;
        return new NetworkId(Bytes.wrap(id));
    }
}

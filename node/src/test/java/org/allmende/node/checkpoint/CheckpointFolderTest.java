package org.allmende.node.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.allmende.ledger.checkpoint.CheckpointWriter;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a node keeps what it has written: a file wholly or not at all. */
class CheckpointFolderTest {
    @TempDir
    Path dir;

    private final Genesis genesis = Lone.genesis(1);

    @SuppressWarnings("NullAway.Init") // made before each test
    private Lone node;

    @BeforeEach
    void apply() throws Exception {
        node = Lone.withoutKeeper(dir, genesis);
        node.other();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Statement write(CheckpointFolder folder) throws IOException {
        return folder.write(node.port.ledger().head(), node.port.view());
    }

    @Test
    void whatIsWrittenIsFoundAlsoByTheNextProcess() throws Exception {
        Statement statement = write(node.folder);

        for (CheckpointFolder folder : Set.of(node.folder, CheckpointFolder.open(checkpoints(), genesis))) {
            assertThat(folder.statement(statement.height())).contains(statement);
            assertThat(folder.heights()).containsExactly(statement.height());
            try (var in = folder.find(statement).orElseThrow().open()) {
                Bytes head = CheckpointWriter.head(genesis, statement);
                assertThat(Bytes.wrap(in.readAllBytes()).startsWith(head)).isTrue();
            }
        }
        Statement other = Statement.of(
                statement.network(), statement.head(), statement.stateHash(), statement.rows());
        assertThat(node.folder.find(other)).isEmpty();
    }

    /** Larger than any buffer on the way. */
    @Test
    void aLargeStateIsWrittenLikeASmallOne() throws Exception {
        Path file = dir.resolve("large");
        byte[] piece = new byte[100_000];
        try (UnhurriedFile out = new UnhurriedFile(file, 3)) {
            for (int i = 0; i < 100; i++) {
                Arrays.fill(piece, (byte) i);
                out.write(piece, 0, piece.length);
            }
            out.finish(Bytes.hex("010203"));
        }

        byte[] written = Files.readAllBytes(file);
        assertThat(written).hasSize(3 + 100 * piece.length).startsWith(1, 2, 3);
        for (int at = 3; at < written.length; at++) {
            if (written[at] != (byte) ((at - 3) / piece.length)) {
                throw new AssertionError("byte " + at);
            }
        }
    }

    @Test
    void whatAProcessDidNotFinishIsTakenAway() throws Exception {
        Path half = checkpoints().resolve("00000000000000000007.checkpoint.unfinished");
        Files.writeString(half, "half");

        assertThat(CheckpointFolder.open(checkpoints(), genesis).heights()).isEmpty();
        assertThat(half).doesNotExist();
    }

    @Test
    void ofOtherFilesNothingIsKnownAndTheyAreLetBe() throws Exception {
        Statement statement = write(node.folder);
        Path garbage = checkpoints().resolve("00000000000000000009.checkpoint");
        Files.writeString(garbage, "something else");

        CheckpointFolder ofAnother = CheckpointFolder.open(checkpoints(), Lone.genesis(2));
        assertThat(ofAnother.heights()).isEmpty();
        ofAnother.retain(Set.of());
        assertThat(garbage).exists();
        assertThat(CheckpointFolder.open(checkpoints(), genesis).heights()).containsExactly(statement.height());
    }

    @Test
    void whatIsNotRetainedIsDeleted() throws Exception {
        Statement statement = write(node.folder);
        node.folder.retain(Set.of(statement.height()));
        assertThat(node.folder.find(statement)).isPresent();
        node.folder.retain(Set.of());

        assertThat(node.folder.find(statement)).isEmpty();
        assertThat(checkpoints()).isEmptyDirectory();
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() throws IOException {
        Files.delete(checkpoints());

        assertThatThrownBy(() -> write(node.folder)).isInstanceOf(IOException.class);
        assertThat(node.folder.heights()).isEmpty();
    }

    private Path checkpoints() {
        return dir.resolve("checkpoints");
    }
}

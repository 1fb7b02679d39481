package org.allmende.node.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.allmende.ledger.checkpoint.CheckpointWriter;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's part in checkpoints, also when it was killed, was away, or holds another state than the others. */
class CheckpointKeeperTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    @Test
    void aNodeWritesTheStateAndVouchesForIt() throws Exception {
        try (Lone node = Lone.start(dir, Lone.genesis(1))) {
            node.other();
            long height = node.take();
            node.other();

            await("vouched", () -> newest(node).isVouched());
            assertThat(newest(node).height()).isEqualTo(height);
            assertThat(read(node).statement()).isEqualTo(node.folder.statement(height).orElseThrow());
        }
    }

    @Test
    void aNodeKilledBeforeItVouchedDoesSoWhenItIsBack() throws Exception {
        Genesis genesis = Lone.genesis(1);
        try (Lone node = Lone.withoutKeeper(dir, genesis)) {
            node.take();
            node.folder.write(node.port.ledger().head(), node.port.view());
            node.muchElse();
        }
        try (Lone node = Lone.start(dir, genesis)) {
            await("vouched", () -> newest(node).isVouched());
            assertThat(read(node).vouched().weight()).isEqualTo(1);
        }
    }

    /** The newest view is all it has then, and that is enough. */
    @Test
    void aNodeKilledRightAfterTheHeightStillWritesIt() throws Exception {
        Genesis genesis = Lone.genesis(1);
        try (Lone node = Lone.withoutKeeper(dir, genesis)) {
            node.take();
        }
        try (Lone node = Lone.start(dir, genesis)) {
            await("vouched", () -> newest(node).isVouched());
        }
    }

    @Test
    void aNodeThatWasNotThereSaysSoAndTheOthersSuffice() throws Exception {
        Genesis genesis = Lone.genesis(4);
        Statement statement;
        try (Lone node = Lone.withoutKeeper(dir, genesis)) {
            node.take();
            statement = CheckpointWriter.rows(
                    genesis, node.port.ledger().head(), node.port.view(), (bytes, offset, length) -> {});
            node.muchElse();
        }
        try (Lone node = Lone.start(dir, genesis)) {
            await("told", () -> said(node).stream().anyMatch(words -> words.contains("cannot vouch")));
            for (int other = 1; other < 4; other++) {
                node.vouch(other, statement);
            }
            assertThat(newest(node).isVouched()).isTrue();
            assertThat(newest(node).vouches()).noneMatch(word -> word.node() == 0);
            assertThat(node.folder.find(statement)).isEmpty();
        }
    }

    @Test
    void whatCouldNotBeWrittenIsToldWithTheReason() throws Exception {
        try (Lone node = Lone.start(dir, Lone.genesis(1))) {
            Files.delete(dir.resolve("checkpoints"));
            long height = node.take();
            String beginning = "This node cannot vouch for the checkpoint of height " + height + ": ";
            await("told", () -> said(node).stream().anyMatch(words -> words.startsWith(beginning)));
            assertThat(said(node))
                    .filteredOn(words -> words.startsWith(beginning))
                    .singleElement()
                    .asString()
                    .contains("it could not be written into " + dir.resolve("checkpoints"))
                    .contains("NoSuchFileException")
                    .doesNotContain("not there");
        }
    }

    @Test
    void anotherStateThanThatOfTheOthersIsTold() throws Exception {
        Genesis genesis = Lone.genesis(4);
        try (Lone node = Lone.start(dir, genesis)) {
            long height = node.take();
            await("spoken", () -> !newest(node).vouches().isEmpty());
            Statement mine = node.folder.statement(height).orElseThrow();
            Statement theirs =
                    Statement.of(mine.network(), mine.head(), Bytes.hex("ee".repeat(32)), mine.rows());
            for (int other = 1; other < 4; other++) {
                node.vouch(other, theirs);
            }

            await("told", () -> said(node).stream().anyMatch(words -> words.contains("than this node holds")));
            assertThat(said(node)).anyMatch(words -> words.contains("state different states"));
        }
    }

    @Test
    void whatTheLedgerNoLongerKeepsIsDeleted() throws Exception {
        Genesis genesis = Lone.genesis(1);
        try (Lone node = Lone.withoutKeeper(dir, genesis)) {
            node.other();
            node.folder.write(node.port.ledger().head(), node.port.view());
            node.other();
        }
        assertThat(files()).hasSize(1);
        try (Lone node = Lone.start(dir, genesis)) {
            long height = node.take();
            await("vouched", () -> newest(node).isVouched());
            await("deleted", () -> files().size() == 1);
            assertThat(files().getFirst()).contains(Long.toString(height));
        }
    }

    private static Checkpoint newest(Lone node) {
        return node.port.checkpoints(node.port.view()).getLast();
    }

    private static Set<String> said(Lone node) {
        return Objects.requireNonNull(node.keeper).said();
    }

    /** The newest file with the vouches there are, as a gateway gives it away. */
    private static CheckpointReader.Contents read(Lone node) throws Exception {
        Statement statement = newest(node).vouches().getFirst().statement();
        Bytes tail = CheckpointWriter.tail(newest(node).vouchesFor(statement));
        try (InputStream file = new SequenceInputStream(
                node.folder.find(statement).orElseThrow().open(), new ByteArrayInputStream(tail.toArray()))) {
            return CheckpointReader.read(file::read, row -> {});
        }
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(dir.resolve("checkpoints"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        Awaitility.await(what).atMost(LIMIT).until(condition::getAsBoolean);
    }
}

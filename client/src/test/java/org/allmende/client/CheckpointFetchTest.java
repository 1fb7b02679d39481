package org.allmende.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.allmende.client.FakeNode.Reaction;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A checkpoint is carried away whole or not at all: past nodes that lie or break, and not at a node's cost for ours. */
class CheckpointFetchTest {
    private static final long HEIGHT = 42;
    private static final String PATH = "/v1/checkpoints/" + HEIGHT + "/file";
    private static final FakeNetwork NETWORK = new FakeNetwork("home");
    private static final Bytes SOUND = FakeCheckpoint.of(NETWORK, HEIGHT);

    @TempDir
    Path folder;

    private FakeNode a = node();
    private FakeNode b = node();

    private static FakeNode node() {
        try {
            return new FakeNode(NETWORK);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void theSecondIsHonest() {
        b.on(PATH, exchange -> give(exchange, SOUND));
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    /** What a node may give in the place of a sound file, and what is said of it when there is no other node. */
    record Lie(String what, Reaction reaction, String told) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Lie> lies() {
        Bytes other = FakeCheckpoint.of(new FakeNetwork("away"), HEIGHT);
        Bytes stranger = FakeCheckpoint.of(NETWORK.genesis(), HEIGHT, Bytes.hex("77".repeat(32)));
        return List.of(
                new Lie("damaged", exchange -> give(exchange, FakeCheckpoint.withOneBitTurned(SOUND)), "damaged"),
                new Lie("truncated", exchange -> give(exchange, FakeCheckpoint.cut(SOUND)), "it ends after"),
                new Lie(
                        "broken off",
                        exchange -> {
                            exchange.sendResponseHeaders(200, SOUND.length());
                            exchange.getResponseBody().write(FakeCheckpoint.cut(SOUND).toArray());
                            throw new IOException("this node dies now");
                        },
                        "the connection ended"),
                new Lie("followed by more", exchange -> give(exchange, SOUND.concat(Bytes.utf8("x"))), "more follows"),
                new Lie(
                        "another height",
                        exchange -> give(exchange, FakeCheckpoint.of(NETWORK, HEIGHT + 1)),
                        "height 43"),
                new Lie("another network", exchange -> give(exchange, other), "for another"),
                new Lie("vouched for by a stranger", exchange -> give(exchange, stranger), "signature of node 'fake'"),
                new Lie("something else", exchange -> give(exchange, Bytes.utf8("hello")), "checkpoint"),
                new Lie("nothing", exchange -> give(exchange, Bytes.EMPTY), "it ends after"),
                new Lie("refused", FakeNode.refusing(503, "NOT_KEPT_HERE"), "what \"exactly\""));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void anotherNodeGivesWhatOneDidNot(Lie lie) throws Exception {
        a.on(PATH, lie.reaction());
        Path file = folder.resolve("file");

        CheckpointReader.Contents contents = fetch(file, a, b);

        assertThat(contents.statement().height()).isEqualTo(HEIGHT);
        assertThat(contents.vouched().weight()).isEqualTo(1);
        assertThat(Files.readAllBytes(file)).isEqualTo(SOUND.toArray());
        assertThat(files()).containsExactly("file");
        assertThat(asked(a)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("lies")
    void withoutASoundOneThereIsNoFile(Lie lie) throws Exception {
        a.on(PATH, lie.reaction());

        assertThatThrownBy(() -> fetch(folder.resolve("file"), a))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(LocalFileException.class)
                .hasMessageContaining(lie.told());
        assertThat(files()).isEmpty();
    }

    @Test
    void aFullDiskIsNoNodesFault() throws Exception {
        a.on(PATH, exchange -> give(exchange, SOUND));
        Path full = Path.of("/dev/full");
        try (NetworkClient client = client(a, b);
                WholeFile file = WholeFile.into(
                        folder.resolve("file"),
                        folder.resolve("unfinished"),
                        FileChannel.open(full, StandardOpenOption.WRITE))) {
            assertThatThrownBy(() -> client.fetchCheckpoint(HEIGHT, file))
                    .isInstanceOfSatisfying(LocalFileException.class, told -> assertThat(told.advice())
                            .contains("make room"))
                    .hasMessageContaining(folder.resolve("file") + " cannot be used: No space left on device");
        }
        assertThat(asked(a)).isEqualTo(1);
        assertThat(asked(b)).isZero();
    }

    @Test
    void whereNoFileCanBeNobodyIsAsked() throws Exception {
        Path there = Files.writeString(folder.resolve("there"), "precious");

        assertThatThrownBy(() -> fetch(there, a))
                .isInstanceOf(LocalFileException.class)
                .hasMessageContaining("there already");
        assertThatThrownBy(() -> fetch(there.resolve("below"), a)).isInstanceOf(LocalFileException.class);
        assertThatThrownBy(() -> fetch(folder.resolve("none").resolve("file"), a))
                .isInstanceOf(LocalFileException.class)
                .hasMessageContaining("does not exist");
        assertThat(there).hasContent("precious");
        assertThat(files()).containsExactly("there");
        assertThat(a.requests).isEmpty();
    }

    /** Neither writes over the other's bytes; the place is whose file came there first. */
    @Test
    void twoAtATimeDoNotMeet() throws Exception {
        a.on(PATH, exchange -> give(exchange, SOUND));
        Path file = folder.resolve("file");
        try (WholeFile slow = WholeFile.at(file)) {
            slow.write(1);
            fetch(file, a);
            assertThatThrownBy(slow::finish).isInstanceOf(LocalFileException.class).hasMessageContaining("already");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(SOUND.toArray());
        assertThat(files()).containsExactly("file");
    }

    private static CheckpointReader.Contents fetch(Path file, FakeNode... nodes) throws Exception {
        try (NetworkClient client = client(nodes)) {
            return client.fetchCheckpoint(HEIGHT, file);
        }
    }

    private static NetworkClient client(FakeNode... nodes) {
        return NetworkClient.open(ClientSettings.of(
                        Stream.of(nodes).map(FakeNode::uri).toList())
                .withReachPatience(Duration.ofMillis(30))
                .in(NETWORK.genesis().networkId()));
    }

    private static void give(HttpExchange exchange, Bytes file) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(file.toArray());
    }

    private static long asked(FakeNode node) {
        return node.requests.stream().filter(("GET " + PATH)::equals).count();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}

package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allmende.ledger.Head;
import org.allmende.ledger.checkpoint.CheckpointWriter;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.Table;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingPointTest {
    private static final Bytes GATEWAY = Digests.sha256("gateway");

    @TempDir
    Path folder;

    record Thing(int number) {}

    @Test
    void aCheckpointOfApplicationsThatThisVersionDoesNotHaveIsRefusedWithTheirTables() throws IOException {
        State state = new State();
        Table<Thing, Thing> things = state.declare(
                99, 3, "things", OrderedKeys.of(Thing.class), Schema.standard().codec(Thing.class));
        things.put(new Thing(1), new Thing(2));
        state.endRound(1, 5_000);
        Genesis genesis = genesis();
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        Statement statement = CheckpointWriter.rows(
                genesis, new Head(1, 5_000, 0, Digests.sha256("head")), state.view(), rows::write);
        Path file = folder.resolve("a.checkpoint");
        Files.write(
                file,
                CheckpointWriter.head(genesis, statement)
                        .concat(Bytes.wrap(rows.toByteArray()))
                        .concat(CheckpointWriter.tail(List.of(Vouch.of(statement, 0, GATEWAY))))
                        .toArray());

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> StartingPoint.read(Screen.ofProcess(), file))
                .withMessageContaining("tables that this version does not have: numbers " + (99 * 256 + 3))
                .satisfies(refusal -> assertThat(refusal.advice())
                        .contains("the version of Allmende that its network runs"));
    }

    private static Genesis genesis() {
        NodeCard card = new NodeCard(
                "anna",
                "Anna Albers",
                "Nordlicht Hosting",
                "berlin",
                "DE",
                1,
                Bytes.EMPTY,
                Ed25519.publicKey(GATEWAY),
                Ed25519.publicKey(Digests.sha256("operator")),
                "127.0.0.1",
                7_750,
                "http://127.0.0.1:7700");
        return new Genesis("old", Digests.sha256("salt"), true, 0, Parameters.DEFAULT, List.of(card), List.of());
    }
}

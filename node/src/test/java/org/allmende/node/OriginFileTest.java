package org.allmende.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.checkpoint.CheckpointWriter;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.consensus.NoBeginningException;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.OriginRows;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.verification.Verification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of the checkpoint that a network starts from: given as it is, or refused with what to do. */
class OriginFileTest {
    private static final Bytes GATEWAY = Digests.sha256("gateway");

    @TempDir
    Path folder;

    private final Genesis old = genesis("old");
    private final Ledger source = ledger(old, OriginRows.NONE);
    private Genesis young = genesis("young");
    private OriginFile file = new OriginFile(Path.of("unset"));

    @BeforeEach
    void aCheckpointOfTheFirstHeight() throws IOException {
        source.restore(List.of());
        source.apply(new Round(5_000, 0, List.of()));
        file = new OriginFile(folder.resolve(OriginFile.NAME));
        young = young.from(written(file.path()).origin());
    }

    @Test
    void aLedgerBeginsWithItsRows() {
        Ledger ledger = ledger(young, file);
        ledger.restore(List.of());

        assertThat(ledger.height()).isEqualTo(1);
        assertThat(ledger.digest(ledger.view())).isEqualTo(source.digest(source.view()));
    }

    @Test
    void whereThereIsNoneItSaysWhereItHasToBe() throws IOException {
        Files.delete(file.path());
        assertRefused("the checkpoint of height 1 of network " + old.networkId(), file.path().toString(), "--from FILE");
    }

    @Test
    void aDamagedOneGivesNoRowAtAll() throws IOException {
        byte[] sound = Files.readAllBytes(file.path());
        for (int at : new int[] {sound.length / 2, sound.length - 1}) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 1;
            Files.write(file.path(), damaged);
            assertRefused(file.path().toString(), "fetch it again");
        }
        Files.write(file.path(), Arrays.copyOf(sound, sound.length - 1));
        assertRefused(file.path().toString(), "it ends after");
        Files.writeString(file.path(), "a letter");
        assertRefused(file.path().toString(), "name a file that 'allmende backup' has written");
    }

    @Test
    void oneOfAnotherHeightIsNotTakenForIt() throws IOException {
        source.apply(new Round(10_000, 0, List.of()));
        written(file.path());
        assertRefused("the checkpoint of height 2", "starts from that of height 1", "from another member");
    }

    @Test
    void itIsPutIntoAFolderWhenItIsTheOneThatGenesisNames() throws Exception {
        OriginFile other = new OriginFile(Files.createDirectory(folder.resolve("node")).resolve(OriginFile.NAME));
        other.take(file.path(), young);
        other.take(file.path(), young);
        assertThat(other.path()).hasSameBinaryContentAs(file.path());

        source.apply(new Round(10_000, 0, List.of()));
        Path later = folder.resolve("later");
        written(later);
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> other.take(later, young));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> other.take(file.path(), old))
                .withMessageContaining("starts from no checkpoint");
        assertThat(other.path()).hasSameBinaryContentAs(file.path());
        assertThat(other.path().resolveSibling(OriginFile.NAME + ".copy")).doesNotExist();
    }

    private void assertRefused(String... words) {
        assertThatExceptionOfType(NoBeginningException.class)
                .isThrownBy(() -> file.read(young.origin().orElseThrow(), rows -> {
                    throw new AssertionError("rows were given");
                }))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    /** Writes the checkpoint of the source's last height. */
    private Statement written(Path to) throws IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        Statement statement = CheckpointWriter.rows(old, source.head(), source.view(), rows::write);
        Bytes tail = CheckpointWriter.tail(List.of(Vouch.of(statement, 0, GATEWAY)));
        Bytes whole = CheckpointWriter.head(old, statement).concat(Bytes.wrap(rows.toByteArray())).concat(tail);
        Files.deleteIfExists(to);
        Files.write(to, whole.toArray());
        return statement;
    }

    private static Ledger ledger(Genesis genesis, OriginRows origin) {
        return new Ledger(
                genesis,
                origin,
                Applications::in,
                schema -> new Verification(genesis.networkId(), schema, Runnable::run),
                Ledger.Observer.NONE);
    }

    private static Genesis genesis(String name) {
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
        return new Genesis(name, Digests.sha256("salt"), true, 0, Parameters.DEFAULT, List.of(card), List.of());
    }
}

package org.allmende.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.allmende.client.KeyFile;
import org.allmende.client.LocalFileException;
import org.allmende.client.WholeFile;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final NewNode.Statement STATEMENT = new NewNode.Statement(
            "anna",
            "Anna Albers",
            "Nordlicht Hosting",
            "berlin",
            "DE",
            1,
            Ed25519.publicKey(Ed25519.newSecret(RANDOM)),
            "127.0.0.1",
            7750,
            "http://127.0.0.1:7700");

    @TempDir
    Path temporary;

    @Test
    void aNewNodeHasKeysThatAreOnItsCard() throws Exception {
        NodeFolder folder = new NodeFolder(temporary.resolve("anna"));
        NodeCard card = NewNode.make(folder, STATEMENT, NodeSettings.DEFAULT, RANDOM);

        assertThat(folder.readCard()).isEqualTo(card);
        assertThat(card.gatewayKey()).isEqualTo(Ed25519.publicKey(KeyFile.read(folder.gatewayKey())));
        assertThat(card.gossipCertificate().isEmpty()).isFalse();
        assertThat(folder.readSettings()).isEqualTo(NodeSettings.DEFAULT);
    }

    @Test
    void secretsAreForTheirOwnerOnly() throws Exception {
        NodeFolder folder = new NodeFolder(temporary.resolve("anna"));
        NewNode.make(folder, STATEMENT, NodeSettings.DEFAULT, RANDOM);
        assertThat(permissions(folder.keys())).isEqualTo("rwx------");
        assertThat(permissions(folder.gatewayKey())).isEqualTo("rw-------");
        assertThat(permissions(folder.gossipKeys())).isEqualTo("rw-------");
    }

    @Test
    void aNodeIsNeverMadeOverAnother() throws Exception {
        NodeFolder folder = new NodeFolder(temporary.resolve("anna"));
        NodeCard card = NewNode.make(folder, STATEMENT, NodeSettings.DEFAULT, RANDOM);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> NewNode.make(folder, STATEMENT, NodeSettings.DEFAULT, RANDOM))
                .withMessageContaining("already holds the keys of a node");
        assertThat(folder.readCard()).isEqualTo(card);
    }

    @Test
    void aCardSaysToPeopleWhatItSaysToPrograms() throws Exception {
        NodeCard card = NewNode.make(new NodeFolder(temporary), STATEMENT, NodeSettings.DEFAULT, RANDOM);
        assertThat(CardFile.text(card))
                .contains("# node          anna (weight 1)")
                .contains("# operator      Anna Albers")
                .contains("# provider      Nordlicht Hosting, berlin, DE")
                .contains("\nallmende-card-1 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing for programs", "allmende-card-1 %%%", "allmende-card-1 AAAA",
        "allmende-card-1 AAAA\nallmende-card-1 AAAA"})
    void whatIsNoCardIsRefused(String text) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> CardFile.parse("anna.card", text.lines().toList()))
                .withMessageContaining("anna.card");
    }

    @Test
    void theGenesisIsReadAsItWasWritten() throws Exception {
        Genesis genesis = genesis();
        Path file = temporary.resolve("genesis.borsh");
        GenesisFile.write(file, genesis);
        assertThat(GenesisFile.read(file)).isEqualTo(genesis);
        assertThat(GenesisFile.read(file).networkId()).isEqualTo(genesis.networkId());
    }

    @Test
    void aGenesisIsWrittenWholeOrNotAtAllAndNeverOver() throws Exception {
        Path file = temporary.resolve("genesis.borsh");
        Genesis genesis = genesis();
        GenesisFile.write(file, genesis);
        byte[] first = Files.readAllBytes(file);
        assertThatExceptionOfType(LocalFileException.class)
                .isThrownBy(() -> GenesisFile.write(file, genesis))
                .withMessageContaining("there already");
        assertThat(file).hasBinaryContent(first);
        assertThatExceptionOfType(LocalFileException.class)
                .isThrownBy(() -> GenesisFile.write(temporary.resolve("none").resolve("genesis.borsh"), genesis))
                .withMessageContaining("does not exist");
        assertThat(temporary.toFile().list()).noneMatch(WholeFile::isUnfinished);
    }

    @Test
    void aDamagedGenesisIsRefused() throws Exception {
        Path file = temporary.resolve("genesis.borsh");
        GenesisFile.write(file, genesis());
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> GenesisFile.read(file))
                .withMessageContaining("is damaged")
                .satisfies(refusal -> assertThat(refusal.advice()).contains("copy it again"));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> GenesisFile.read(temporary.resolve("none")))
                .satisfies(refusal -> assertThat(refusal.advice()).contains("network init"));
    }

    @Test
    void aFolderIsForOneAtATime() throws Exception {
        Path file = temporary.resolve("lock");
        try (FolderLock first = FolderLock.take(file, "wait")) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> FolderLock.take(file, "wait"))
                    .withMessageContaining("another process is at work in " + temporary)
                    .satisfies(refusal -> assertThat(refusal.advice()).isEqualTo("wait"));
            assertThat(first).isNotNull();
        }
        FolderLock.take(file, "wait").close();
    }

    @Test
    void aProcessIsToldByItsNumberAndItsBeginning() throws Exception {
        Path file = temporary.resolve("node.pid");
        assertThat(ProcessFile.running(file)).isEmpty();
        ProcessFile.write(file);
        assertThat(ProcessFile.running(file)).contains(ProcessHandle.current());
    }

    @Test
    void aStrangerWithTheSameNumberIsNotOurs() throws Exception {
        Path file = temporary.resolve("node.pid");
        long began = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        Files.writeString(file, ProcessHandle.current().pid() + " " + (began - 60_000));
        assertThat(ProcessFile.running(file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4711", "x y"})
    void aDamagedProcessFileIsNotGuessedAt(String text) throws Exception {
        Path file = temporary.resolve("node.pid");
        Files.writeString(file, text);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> ProcessFile.running(file))
                .withMessageContaining(file.toString());
    }

    @Test
    void theCommandCarriesTheSettings() {
        NodeSettings settings = new NodeSettings(
                Engine.SOLO, "127.0.0.1", 7700, List.of(), List.of(), EtcdListener.OFF, "127.0.0.1", 300,
                List.of("-Xlog:gc"), LogFormat.TEXT);
        assertThat(NodeCommand.words(new NodeFolder(temporary), settings))
                .contains("-Xmx300m", "-Xlog:gc", "-XX:+ExitOnOutOfMemoryError")
                .endsWith(NodeProcess.class.getName(), temporary.toString());
    }

    private Genesis genesis() throws Refusal {
        NodeCard card = NewNode.make(
                new NodeFolder(temporary.resolve("node")), STATEMENT, NodeSettings.DEFAULT, RANDOM);
        return new Genesis(
                "commons", Bytes.wrap(new byte[32]), true, 0, Parameters.DEFAULT, List.of(card), List.of());
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}

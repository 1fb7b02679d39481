package org.allmende.node.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.roster.Member;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.roster.RosterLink;
import org.allmende.ledger.roster.RosterStatement;
import org.allmende.ledger.roster.RosterVouch;
import org.allmende.ledger.signatures.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node knows which node it is, and in which roster, by what proves itself from the genesis. */
class RosterFileTest {
    private final Bytes secret = Ed25519.newSecret(new SecureRandom());
    private final NodeCard anna = card("anna", secret, 1);
    private final NodeCard zora = card("zora", Ed25519.newSecret(new SecureRandom()), 0);
    private final Genesis genesis = new Genesis(
            "n", Bytes.wrap(new byte[32]), true, 0, Parameters.DEFAULT, List.of(anna), List.of());
    private final Roster next = new Roster(1, List.of(new Member(0, anna.weighing(2)), new Member(1, zora)));

    @TempDir
    private Path dir;

    @Test
    void withoutAFileTheRosterIsTheGenesis() throws IOException {
        assertThat(file().read(genesis).newest()).isEqualTo(Roster.of(genesis));
    }

    @Test
    void whatIsKeptIsReadAgainAndReplaced() throws IOException {
        file().write(List.of(first()));
        assertThat(file().read(genesis).newest().epoch()).isZero();
        file().write(List.of(first(), signedBy(secret)));
        assertThat(file().read(genesis).newest()).isEqualTo(next);
        try (var files = Files.list(dir)) {
            assertThat(files.toList()).containsExactly(dir.resolve("rosters"));
        }
    }

    @Test
    void aRosterThatNobodyOfTheOneBeforeSignedIsRefused() throws IOException {
        file().write(List.of(first(), signedBy(Ed25519.newSecret(new SecureRandom()))));
        assertThatThrownBy(() -> file().read(genesis))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged")
                .hasMessageContaining("the roster of epoch 1");
    }

    @Test
    void aTornFileIsRefused() throws IOException {
        file().write(List.of(first(), signedBy(secret)));
        byte[] whole = Files.readAllBytes(dir.resolve("rosters"));
        Files.write(dir.resolve("rosters"), java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> file().read(genesis)).isInstanceOf(IOException.class).hasMessageContaining("damaged");
    }

    @Test
    void aNodeIsFoundByItsCardWhateverItsWeight() {
        assertThat(Membership.in(next, anna)).contains(new Membership(next, 0));
        assertThat(Membership.in(next, zora.weighing(9)).orElseThrow().weight()).isZero();
        assertThat(Membership.in(Roster.of(genesis), zora)).isEmpty();
    }

    @Test
    void anotherCardOfTheSameNameStandsInItsPlace() {
        NodeCard other = card("anna", Ed25519.newSecret(new SecureRandom()), 1);
        assertThat(Membership.in(next, other)).isEmpty();
        assertThat(Membership.isReplaced(next, other)).isTrue();
        assertThat(Membership.isReplaced(next, anna)).isFalse();
        assertThat(Membership.isReplaced(Roster.of(genesis), zora)).isFalse();
    }

    private RosterFile file() {
        return new RosterFile(dir.resolve("rosters"));
    }

    private RosterLink first() {
        return new RosterLink(Roster.of(genesis), List.of());
    }

    private RosterLink signedBy(Bytes key) {
        Bytes signature = new RosterStatement(genesis.networkId(), next).signedWith(key);
        return new RosterLink(next, List.of(new RosterVouch(0, signature)));
    }

    private static NodeCard card(String name, Bytes secret, long weight) {
        Bytes key = Ed25519.publicKey(secret);
        return new NodeCard(
                name, name, name, "here", "DE", weight, Bytes.EMPTY, key, key, "127.0.0.1", 1, "http://127.0.0.1:1");
    }
}

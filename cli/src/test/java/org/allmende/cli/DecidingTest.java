package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator of a network of one real process proposes, votes, and sees what comes of it. */
@Tag("processes")
class DecidingTest {
    @TempDir
    static Path temporary;

    @BeforeAll
    static void start() {
        Said.by("up", "--engine", "solo", "--detach", "--port-base", "0", "--dir", network()).ends(Exit.OK);
    }

    @AfterAll
    static void stop() {
        Said.by("down", "--dir", network()).ends(Exit.OK);
    }

    @Test
    void theRosterSaysWhoCouldStopTheNetworkAndHowMembersDecide() {
        Said said = Said.by("roster", "--dir", network()).ends(Exit.OK);
        assertThat(said.out())
                .contains("anna", "just now", "1 operator, 1 provider, 1 region, 1 jurisdiction")
                .contains("A third of the weight or more has: operator Anna Albers, provider Nordlicht Hosting")
                .contains("more than 2/3 of the weight within 2 min, and not before 3 s");
        assertThat(Said.by("status", "--dir", network()).ends(Exit.OK).out()).contains("Could stop the network together: 1");
        assertThat(Said.by("status", "--json", "--dir", network()).ends(Exit.OK).out()).contains("\"operators\" : 1");
    }

    @Test
    void whatIsProposedIsCarriedOutAfterTheTimeToObject() {
        Said proposed = Said.by("propose", "rules", "--silence", "30s", "--why", "to see", "--dir", network())
                .ends(Exit.OK);
        String number = proposed.out().strip().replace("proposal ", "");
        assertThat(Said.by("proposals", number, "--dir", network()).ends(Exit.OK).out())
                .contains("open", "to see", "objections until", "1, 0 of 1");
        refused("ALREADY_SO", "vote", number, "yes", "--dir", network());

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(
                                Said.by("proposals", number, "--dir", network()).ends(Exit.OK).out())
                        .contains("carried out"));
        assertThat(Said.by("roster", "--dir", network()).ends(Exit.OK).out()).contains("a node silent for 30 s");
        refused("NOT_OPEN", "vote", number, "no", "--dir", network());
        refused("NOT_OPEN", "withdraw", number, "--dir", network());
    }

    @Test
    void whoChangesItsMindRejectsItsOwn() {
        String number = proposed("propose", "rules", "--delay", "50s", "--dir", network());
        Said.by("vote", number, "no", "--dir", network()).ends(Exit.OK);
        assertThat(Said.by("proposals", "--dir", network()).ends(Exit.OK).out())
                .containsPattern("(?m)^ +" + number + "  rejected ");
    }

    @Test
    void aProposalIsTakenBack() {
        String operator = Said.by("roster", "--dir", network()).ends(Exit.OK).out()
                .replaceFirst("(?s).*?([0-9a-f]{64}).*", "$1");
        Path key = temporary.resolve("other.key");
        String publicKey = publicKey(key);
        String number = proposed("propose", "authority", operator, publicKey, "--dir", network());
        Said.by("withdraw", number, "--dir", network()).ends(Exit.OK);
        assertThat(Said.by("proposals", number, "--dir", network()).ends(Exit.OK).out())
                .contains("withdrawn", "another authority behind Anna Albers");
    }

    @Test
    void whatCannotBeMeantIsRefusedWithAWordOnWhatToDo() {
        refused("no proposal 99", "proposals", "99", "--dir", network());
        refused("NO_SUCH_PROPOSAL", "vote", "99", "yes", "--dir", network());
        refused("NOTHING_CHANGES", "propose", "rules", "--dir", network());
        refused("--delay is a time as", "propose", "rules", "--delay", "soon", "--dir", network());
        refused("above a share of two thirds", "propose", "rules", "--passes-above", "1/2", "--dir", network());
        refused("--passes-above is a share as 2/3", "propose", "rules", "--passes-above", "most", "--dir", network());
        refused("NO_SUCH_OPERATOR", "propose", "authority", "0".repeat(64), publicKey(temporary.resolve("third.key")), "--dir", network());
        refused("--evidence says nothing", "vote", "1", "yes", "--evidence", "file", "--dir", network());
        refused(
                "cannot read",
                "vote", "1", "yes", "--checked", "asked", "--evidence", temporary.resolve("none").toString(), "--dir", network());
        Said.by("vote", "1", "perhaps", "--dir", network()).ends(Exit.USAGE);
    }

    @Test
    void aNetworkBeginsWithTheRulesItsMembersWant() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("made"));
        Path key = folder.resolve("operator.key");
        String publicKey = publicKey(key);
        Said.by(
                        "node", "init", "--dir", folder.resolve("anna").toString(), "--name", "anna", "--operator", "Anna",
                        "--operator-key", publicKey, "--provider", "p", "--region", "r", "--jurisdiction", "DE",
                        "--host", "127.0.0.1", "--gossip-port", "7950", "--http-port", "7951")
                .ends(Exit.OK);
        refused(
                "votes count for",
                "network", "init", "--name", "n", "--delay", "2d", "--voting", "1d", "--out",
                folder.resolve("genesis.borsh").toString(), folder.resolve("anna").resolve("node.card").toString());
    }

    private static String publicKey(Path newKey) {
        return Said.by("key", "new", newKey.toString()).ends(Exit.OK).out()
                .replaceFirst("(?s)public key +([0-9a-f]{64}).*", "$1");
    }

    private static String proposed(String... words) {
        return Said.by(words).ends(Exit.OK).out().strip().replace("proposal ", "");
    }

    private static void refused(String why, String... words) {
        Said said = Said.by(words).ends(Exit.REFUSED);
        assertThat(said.err()).contains(why).contains("try:");
    }

    private static String network() {
        return temporary.resolve("network").toString();
    }
}

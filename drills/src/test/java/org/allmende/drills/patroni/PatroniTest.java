package org.allmende.drills.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.allmende.drills.Figures;
import org.allmende.drills.Verdict;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatroniTest {
    @TempDir
    Path dir;

    @Test
    void passesWhenThePrimaryStaysAndThenIsReplacedWithEveryRow() {
        Verdict verdict = judged(true, 10, 10, Set.of());

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.figures()).containsEntry("ttl_s", 30).containsEntry("acknowledged_rows_lost", 0);
    }

    @Test
    void failsWhenAnythingDemandedWasNotSeen() {
        assertThat(judged(false, 10, 10, Set.of()).failures()).singleElement().asString().contains("did not stay");
        assertThat(judged(true, 0, 10, Set.of()).failures()).singleElement().asString().contains("while a node");
        assertThat(judged(true, 10, 0, Set.of()).failures()).singleElement().asString().contains("new primary");
        assertThat(judged(true, 10, 10, Set.of(7L)).failures()).singleElement().asString().contains("rows_lost is 1");
    }

    private static Verdict judged(boolean kept, int whileNodeDown, int after, Set<Long> lost) {
        Figures figures = new Figures();
        Patroni.judge(
                figures,
                new Patroni.Seen(50, kept, 900, whileNodeDown, 30_000, 29, after, 12, 1_000, new TreeSet<>(lost)));
        return figures.verdict("patroni");
    }

    @Test
    void aPrimaryIsKeptWhenItIsOneStillAndOnTheSameTimeline() {
        var primary = Optional.of(new PatroniServer.State(true, 3, Set.of()));

        assertThat(Patroni.isKept(primary, primary)).isTrue();
        assertThat(Patroni.isKept(primary, Optional.of(new PatroniServer.State(true, 4, Set.of()))))
                .isFalse();
        assertThat(Patroni.isKept(primary, Optional.of(new PatroniServer.State(false, 3, Set.of()))))
                .isFalse();
        assertThat(Patroni.isKept(primary, Optional.empty())).isFalse();
        assertThat(Patroni.isKept(Optional.empty(), primary)).isFalse();
    }

    @Test
    void readsWhatPatroniSays() {
        assertThat(PatroniServer.state("""
                        {"state": "running", "role": "master", "timeline": 2, "replication": [
                          {"application_name": "frida", "state": "streaming", "sync_state": "sync"},
                          {"application_name": "gerda", "state": "streaming", "sync_state": "async"},
                          {"application_name": "helga", "state": "startup", "sync_state": "sync"}]}"""))
                .contains(new PatroniServer.State(true, 2, Set.of("frida")));
        assertThat(PatroniServer.state("{\"state\": \"running\", \"role\": \"replica\", \"timeline\": 2}"))
                .contains(new PatroniServer.State(false, 2, Set.of()));
        assertThat(PatroniServer.state("{\"state\": \"starting\", \"role\": \"master\"}"))
                .isEmpty();
    }

    @Test
    void theGatewayThatIsAskedIsTheLastSelected() {
        assertThat(PatroniServer.asks("no word of it")).isEmpty();
        assertThat(PatroniServer.asks("""
                        1 INFO: Selected new etcd server http://127.0.0.1:7801
                        2 INFO: Lock owner: erin; I am erin
                        3 INFO: Selected new etcd server http://127.0.0.1:7803
                        """))
                .contains("127.0.0.1:7803");
    }

    @Test
    void findsTheNewestWholePostgreSql() throws Exception {
        Path patroni = program(dir.resolve("bin/patroni"));
        for (String version : List.of("9.6", "15", "16")) {
            for (String name : List.of("initdb", "postgres", "pg_basebackup", "pg_rewind", "psql")) {
                if (!version.equals("16") || !name.equals("initdb")) {
                    program(dir.resolve("versions").resolve(version).resolve("bin").resolve(name));
                }
            }
        }

        PostgresPrograms found = PostgresPrograms.find("/absent:" + dir.resolve("bin"), dir.resolve("versions"), false);

        assertThat(found.patroni()).isEqualTo(patroni);
        assertThat(found.folder()).isEqualTo(dir.resolve("versions/15/bin"));
        assertThat(found.process(List.of("psql")).command()).containsExactly("psql");
        assertThat(PostgresPrograms.find(dir.resolve("bin").toString(), dir.resolve("versions"), true)
                        .process(List.of("psql"))
                        .command())
                .startsWith("setpriv", "--reuid=postgres")
                .endsWith("psql");
    }

    @Test
    void whatIsMissingIsRefusedWithWhatToInstall() throws Exception {
        program(dir.resolve("bin/patroni"));
        program(dir.resolve("versions/15/bin/psql"));
        for (Path path : List.of(dir.resolve("nothing"), dir.resolve("bin"))) {
            for (String versions : List.of("absent", "versions")) {
                assertThatThrownBy(() -> PostgresPrograms.find(path.toString(), dir.resolve(versions), false))
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.advice()).isEqualTo("apt install patroni postgresql"));
            }
        }
    }

    private static Path program(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}

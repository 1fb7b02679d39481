package org.allmende.drills.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.allmende.drills.history.Answer.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
    private static final History STALE = History.of(
            Operation.ok("c1", 0, 10, Transaction.put("a", "<1>"), Answer.done(5, Reading.UNTOLD)),
            Operation.ok("c1", 20, 30, Transaction.put("a", "2"), Answer.done(6, Reading.UNTOLD)),
            Operation.unknown("c1", 35, Transaction.put("a", "3")),
            Operation.ok("c1", 50, 60, Transaction.get("a"), Answer.done(0, Reading.found("2"))),
            Operation.ok("c2", 40, 70, Transaction.get("a"), Answer.done(0, Reading.found("<1>"))),
            Operation.ok("c3", 45, 80, Transaction.get("a"), Answer.done(0, Reading.found("<1>"))));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aHistoryIsKeptAndJudgedAgain() {
        Ruling ruling = new Linearizability().check(STALE);
        String message = Evidence.of(STALE, ruling, folder, "keys");

        assertThat(message)
                .startsWith(ruling.text())
                .endsWith("/bin/java' -cp drills/target/classes org.allmende.drills.history.Evidence '"
                        + folder.resolve("keys.txt").toAbsolutePath() + "'\n");
        assertThat(run(folder.resolve("keys.txt").toString())).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(ruling.text());
    }

    @Test
    void whatIsRightOrUndecidedIsToldByTheExitCode() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            operations.add(Operation.ok("c" + i, 0, 9, Transaction.put("a", "v" + i), Answer.done(0, Reading.UNTOLD)));
        }
        History history = new History(operations);
        Ruling ruling = new Linearizability().check(history);
        assertThat(Evidence.of(history, ruling, folder, "right")).startsWith("LINEARIZABLE");
        String file = folder.resolve("right.txt").toString();
        assertThat(run(file)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("LINEARIZABLE: 5");
        assertThat(run(file, "2")).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("UNDECIDED after 2 ");
    }

    @Test
    void watchesAreKeptAndJudgedAgain() {
        Chronicle chronicle =
                new Chronicle(List.of(WatchEvent.put("a", "1", 2, 2, 1), WatchEvent.put("a", "2", 3, 2, 2)), 0);
        Watch watch = new Watch(
                "w",
                new Watch.Range("a", ""),
                Set.of(),
                false,
                2,
                List.of(new Watch.Received.Response(3, List.of(WatchEvent.put("a", "2", 3, 2, 2)), false)));
        WatchReport report = WatchChecker.check(chronicle, List.of(watch));
        String message = Evidence.of(chronicle, List.of(watch), report, folder, "watches");

        assertThat(message).startsWith("WATCHES BROKE THEIR PROMISES").contains("watches.txt'");
        assertThat(run(folder.resolve("watches.txt").toString())).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(report.text());
    }

    @Test
    void leasesAreKeptAndJudgedAgainWithTheSameTolerance() {
        List<LeaseEntry> leases =
                List.of(new LeaseEntry.Granted(7, 0, 1, 10), new LeaseEntry.KeyGone(7, "k", 8_000_000_000L));
        for (Duration tolerance : List.of(Duration.ofSeconds(1), Duration.ofSeconds(2))) {
            List<LeaseBreach> breaches = LeaseChecker.check(leases, tolerance);
            String name = "leases" + breaches.size();
            String message = Evidence.of(leases, tolerance, breaches, folder, name);
            int code = run(folder.resolve(name + ".txt").toString());
            assertThat(code).isEqualTo(breaches.size());
            assertThat(message).startsWith(breaches.isEmpty() ? "LEASES LIVED" : "LEASES ENDED EARLY: 1\nlease 7 ");
        }
    }

    @Test
    void whatCannotBeJudgedIsRefusedWithWhatToDo() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "something\n", StandardCharsets.UTF_8);
        Path broken = Files.writeString(folder.resolve("broken"), HistoryText.TITLE + "\nx\n", StandardCharsets.UTF_8);
        assertThat(run()).isEqualTo(2);
        assertThat(run("a", "b", "c")).isEqualTo(2);
        assertThat(run(folder.resolve("none").toString())).isEqualTo(2);
        assertThat(run(other.toString())).isEqualTo(2);
        assertThat(run(broken.toString())).isEqualTo(2);
        assertThat(run(broken.toString(), "many")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("give a file that was kept beside a test")
                .contains("give one that is there")
                .contains("begins with 'something'; give a file that begins with 'allmende history 1'")
                .contains("line 2: expected when it was invoked");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private int run(String... arguments) {
        out.reset();
        return Evidence.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}

package org.allmende.consensus.solo;

import static org.allmende.consensus.solo.SoloFixture.NETWORK;
import static org.allmende.consensus.solo.SoloFixture.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a real process under load: everything it said it had applied is there. */
class KillTest {
    private static final int KILLS = 3;
    private static final int ACKNOWLEDGED_BEFORE_EACH_KILL = 300;

    @TempDir
    Path dir;

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        Set<String> acknowledged = new TreeSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.addAll(acknowledgedByAKilledProcess("run" + kill));
            Map<String, Long> recovered = recovered(SoloSettings.in(dir, NETWORK));
            assertThat(recovered.keySet()).as("kill %d", kill).containsAll(acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS * ACKNOWLEDGED_BEFORE_EACH_KILL);
    }

    private List<String> acknowledgedByAKilledProcess(String run) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        dir.toString(),
                        run)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out = child.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(run) && line.endsWith(";")) { // it replays the earlier ones too
                    acknowledged.add(line.substring(0, line.length() - 1));
                }
                if (acknowledged.size() == ACKNOWLEDGED_BEFORE_EACH_KILL) {
                    child.toHandle().destroyForcibly(); // and what it had printed can still be read
                }
            }
        } finally {
            child.toHandle().destroyForcibly();
            child.waitFor();
        }
        assertThat(child.exitValue()).as("killed, not ended by itself").isEqualTo(128 + 9);
        return acknowledged;
    }

    /** Writes as fast as it can, and prints what is on disk and about to be applied. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            TreeMapMachine machine = TreeMapMachine.quiet().before(Child::print);
            SoloConsensus engine = new SoloConsensus(SoloSettings.in(Path.of(arguments[0]), NETWORK)
                    .withWindow(8, SoloSettings.WINDOW_BYTES_MAX)
                    .withCheckpointLogBytes(4_096));
            engine.start(machine);
            for (long i = 0; engine.health().state() == Health.State.ORDERING; i++) {
                while (!engine.submit(SoloFixture.offer(arguments[1] + "-" + i)).equals(SoloFixture.ACCEPTED)) {
                    LockSupport.parkNanos(100_000);
                }
            }
        }

        /** The semicolon is the acknowledgement: a line cut short by the kill counts for nothing. */
        private static void print(Round round) {
            StringBuilder lines = new StringBuilder();
            for (Round.Brought brought : round.transactions()) {
                lines.append(brought.transaction().toText()).append(";\n");
            }
            System.out.print(lines);
            System.out.flush();
        }
    }
}

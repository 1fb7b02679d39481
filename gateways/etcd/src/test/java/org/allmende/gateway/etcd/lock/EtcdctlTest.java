package org.allmende.gateway.etcd.lock;

import static org.allmende.gateway.etcd.lock.Contest.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allmende.gateway.etcd.SoloNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who locks by etcd's own client, through keys, leases and watches, stands in the same line. */
class EtcdctlTest {
    private static final Path CLIENT = Path.of("/usr/bin/etcdctl");

    @TempDir
    Path dir;

    private final List<Process> processes = new ArrayList<>();
    private SoloNode node;
    private Contest contest;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(CLIENT), "SKIPPED, for there is no etcdctl: install etcd-client");
        node = SoloNode.start(dir);
        contest = new Contest(node.channel);
    }

    @AfterEach
    void close() throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
        if (node != null) {
            node.close();
        }
    }

    /** @param output where it writes what it says */
    private Process etcdctl(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(CLIENT.toString(), "--endpoints", node.endpoint()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("ETCDCTL_API", "3");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    @Test
    void itWaitsForALockAndGivesItBack() throws Exception {
        contest.grant(0xa1, 0xa2);
        contest.lock("lock", 0xa1);
        Path said = dir.resolve("lock.out");
        Process client = etcdctl(said, "lock", "lock", "echo", "held");
        contest.awaitLine("lock", 2);
        var behind = contest.queue("lock", 0xa2);
        assertThat(client.isAlive()).isTrue();

        contest.unlock("lock/a1");

        assertThat(client.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).isEqualTo("held\n");
        assertThat(Contest.answered(behind).getKey().toStringUtf8()).isEqualTo("lock/a2");
    }

    @Test
    void itLeadsAndIsSeenToLead() throws Exception {
        contest.grant(0xb1);
        contest.campaign("election", 0xb1, "first");
        Path seen = dir.resolve("observed.out");
        etcdctl(seen, "elect", "-l", "election");
        await().atMost(PATIENCE).until(() -> Files.readString(seen).contains("first"));
        Observed observed = contest.observe("election");
        observed.awaitAnswers(1);
        Path said = dir.resolve("elect.out");
        etcdctl(said, "elect", "election", "second");
        contest.awaitLine("election", 2);

        contest.revoke(0xb1);

        await().atMost(PATIENCE).until(() -> Files.readString(said).contains("second"));
        assertThat(contest.leader("election").getKv().getValue().toStringUtf8()).isEqualTo("second");
        await().atMost(PATIENCE).until(() -> Files.readString(seen).contains("second"));
        observed.awaitAnswers(2);
        assertThat(observed.leaders()).first().isEqualTo("election/b1=first");
        assertThat(observed.leaders()).last().asString().endsWith("=second");
    }
}

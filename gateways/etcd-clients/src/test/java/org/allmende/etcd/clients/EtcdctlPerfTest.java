package org.allmende.etcd.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code etcdctl check perf} goes through all that it does. Whether it was fast is told, not demanded. */
@Timeout(600)
class EtcdctlPerfTest {
    private static final Path PROGRAM = Path.of("/usr/bin/etcdctl");

    /** It writes for a minute, then compacts and defragments. */
    private static final int WITHIN_SECONDS = 240;

    @TempDir
    Path dir;

    @Test
    void writesForAMinuteAndCleansUp() throws Exception {
        boolean installed = Files.isExecutable(PROGRAM);
        if (!installed) {
            System.out.println("SKIPPED: there is no " + PROGRAM + ": apt install etcd-client");
        }
        Assumptions.assumeTrue(installed, "no " + PROGRAM + ": apt install etcd-client");
        try (Member member = Member.start(dir)) {
            String said = etcdctl(member, "check", "perf", "--load=s", "--auto-compact", "--auto-defrag");
            System.out.println(said.replaceAll("(?s)^.*\r", "").strip());

            assertThat(said)
                    .contains("Throughput")
                    .contains("Slowest request took")
                    .contains("Stddev is")
                    .contains("Compacted with revision")
                    .contains("Defragmented \"" + member.endpoint() + "\"");
            assertThat(etcdctl(member, "get", "/etcdctl-check-perf/", "--prefix", "--keys-only").strip())
                    .isEmpty();
        }
    }

    private String etcdctl(Member member, String... words) throws IOException, InterruptedException {
        Path said = Files.createTempFile(dir, "etcdctl", ".said");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                                Stream.of(PROGRAM.toString(), "--endpoints=" + member.endpoint()), Stream.of(words))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("ETCDCTL_API", "3");
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as(List.of(words) + " ends; it said " + Files.readString(said)).isTrue();
            return Files.readString(said);
        } finally {
            process.destroyForcibly();
        }
    }
}

package org.allmende.gateway.etcd.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's {@code etcdctl} 3.4 says the same of both. */
class EtcdctlTest {
    private static final Path PROGRAM = Path.of("/usr/bin/etcdctl");

    /** One a line: what follows {@code etcdctl}, and after a bar what is typed in, where a slash ends a line. */
    private static final List<String> COMMANDS = List.of(
            "put color green",
            "put color red --prev-kv",
            "put -- -dash value",
            "put color --ignore-value",
            "put absent --ignore-value",
            "put color blue --lease=123",
            "put shape round",
            "get color",
            "get color -w json",
            "get color -w fields",
            "get \\0 --from-key",
            "get s --prefix --keys-only",
            "get c --prefix --print-value-only --order=DESCEND --sort-by=MODIFY",
            "get color --rev=2",
            "get color --rev=99",
            "get a z --limit=1",
            "txn|value(\"color\") = \"red\"//put color blue/get color//put color black//",
            "txn|mod(\"color\") > \"99\"//put color blue//get shape/del nothing//",
            "del nothing",
            "del shape --prev-kv",
            "lease grant 300 -w json",
            "lease grant 99999999999",
            "lease revoke 7b",
            "lease keep-alive 7b --once",
            "lease timetolive 7b --keys",
            "lease list",
            "compaction 4",
            "compaction 4",
            "compaction 99",
            "get color --rev=2",
            "watch color --rev=2",
            "member list -w simple",
            "member remove 7b",
            "endpoint health",
            "defrag",
            "move-leader 7b",
            "lock name -- echo held",
            "del c --prefix",
            "get \\0 --from-key --keys-only");

    /** What has no service here yet: it is refused, and nothing hangs. To be moved above as services come. */
    private static final List<String> NOT_YET = List.of(
            "alarm list", "auth enable", "user list", "role list");

    @TempDir
    Path dir;

    private record Said(String out, String errors, int code) {}

    @Test
    void everyCommandSaysTheSame() throws Exception {
        assumeInstalled();
        List<String> theirs = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        try (Pair pair = Pair.start(dir)) {
            for (String command : COMMANDS) {
                theirs.add(command + " -> " + run(pair.etcd.endpoint(), command));
                ours.add(command + " -> " + run(pair.node.endpoint(), command));
            }
        }
        assertThat(ours).containsExactlyElementsOf(theirs);
    }

    @Test
    void whatIsNotThereYetIsRefused() throws Exception {
        assumeInstalled();
        try (Pair pair = Pair.start(dir)) {
            for (String command : NOT_YET) {
                Said said = run(pair.node.endpoint(), command);

                assertThat(said.code()).as(command).isNotZero();
                assertThat(said.out() + said.errors()).as(command).containsIgnoringCase("unimplemented");
            }
        }
    }

    private static void assumeInstalled() {
        EtcdProcess.assumeInstalled();
        boolean installed = Files.isExecutable(PROGRAM);
        if (!installed) {
            System.out.println("SKIPPED: there is no " + PROGRAM + ": apt install etcd-client");
        }
        Assumptions.assumeTrue(installed, "no " + PROGRAM + ": apt install etcd-client");
    }

    private Said run(String endpoint, String command) throws IOException, InterruptedException {
        String[] parts = command.split("\\|", 2);
        List<String> line = new ArrayList<>(List.of(PROGRAM.toString(), "--endpoints=" + endpoint));
        for (String word : parts[0].split(" ")) {
            line.add(word.equals("\\0") ? "" : word.equals("SNAPSHOT") ? dir.resolve("snapshot").toString() : word);
        }
        Path in = Files.writeString(
                Files.createTempFile(dir, "in", ""), parts.length == 1 ? "" : parts[1].replace('/', '\n'));
        Path out = Files.createTempFile(dir, "out", "");
        Path errors = Files.createTempFile(dir, "errors", "");
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("ETCDCTL_API", "3");
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        return new Said(
                comparable(Files.readString(out, StandardCharsets.UTF_8), endpoint),
                comparable(Files.readString(errors, StandardCharsets.UTF_8), endpoint),
                ended ? process.exitValue() : -1);
    }

    /** Ids, times, addresses and names are each server's own. */
    private static String comparable(String text, String endpoint) {
        return text.replace(endpoint, "ENDPOINT")
                .replaceAll("\\{\"level\":\"warn\",\"ts\":\"[^\"]*\"", "{\"level\":\"warn\"")
                .replaceAll("endpoint://client-[0-9a-f-]+", "endpoint://client")
                .replaceAll("(?m)^.*, (started, ).*$", "MEMBER")
                .replaceAll("name/[0-9a-f]+", "name/LEASE")
                .replaceAll("\\b[0-9a-f]{15,16}\\b", "ID")
                .replaceAll("\\b[0-9]{15,20}\\b", "ID")
                .replaceAll("\\b[0-9.]+(ms|µs|s)\\b", "TIME")
                .replaceAll("(raft_term\"?:|RaftTerm\" : )[0-9]+", "$1TERM");
    }
}

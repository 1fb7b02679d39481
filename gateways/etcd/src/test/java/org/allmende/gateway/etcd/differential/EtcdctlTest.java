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
            "alarm list",
            "alarm disarm",
            "lock name -- echo held",
            "del c --prefix",
            "get \\0 --from-key --keys-only");

    /** One after the other, on servers without users. */
    private static final List<String> WITH_USERS = List.of(
            "auth enable",
            "user add root:secret",
            "user add ann:secret",
            "user add ann:secret",
            "user add bob --no-password",
            "user add carl --interactive=false|typed//",
            "user list",
            "role add root",
            "role add r",
            "role add r",
            "role grant-permission r readwrite a c",
            "role grant-permission r read --prefix conf/",
            "role grant-permission r write --from-key x",
            "role grant-permission s read a",
            "role revoke-permission r a d",
            "role get r",
            "role get r -w json",
            "role get s",
            "role list",
            "user grant-role ann r",
            "user grant-role ann s",
            "user grant-role root root",
            "user get ann",
            "user get ann --detail",
            "user get eve",
            "auth enable",
            "put a 1",
            "put a 1 --user=ann:wrong",
            "put a 1 --user=bob:any",
            "put a 1 --user=ann:secret",
            "put c 1 --user=ann:secret",
            "get a b --user=ann:secret",
            "get a d --user=ann:secret",
            "get x y --user=ann:secret",
            "del x y --user=ann:secret",
            "watch c --user=ann:secret",
            "user list --user=ann:secret",
            "user get ann --user=ann:secret",
            "role get r --user=ann:secret",
            "role get root --user=ann:secret",
            "endpoint health --user=root:secret",
            "user delete root --user=root:secret",
            "user revoke-role root root --user=root:secret",
            "role delete root --user=root:secret",
            "user passwd ann --interactive=false --user=root:secret|other//",
            "put a 1 --user=ann:secret",
            "put a 2 --user=ann:other",
            "role revoke-permission r a c --user=root:secret",
            "put a 3 --user=ann:other",
            "user revoke-role ann r --user=root:secret",
            "user revoke-role ann r --user=root:secret",
            "role delete r --user=root:secret",
            "user delete ann --user=root:secret",
            "user delete ann --user=root:secret",
            "get a",
            "auth disable",
            "auth disable --user=root:secret",
            "get a",
            "auth disable");

    @TempDir
    Path dir;

    private record Said(String out, String errors, int code) {}

    @Test
    void everyCommandSaysTheSame() throws Exception {
        checkSame(COMMANDS);
    }

    @Test
    void everyCommandSaysTheSameWithUsers() throws Exception {
        checkSame(WITH_USERS);
    }

    private void checkSame(List<String> commands) throws Exception {
        assumeInstalled();
        List<String> theirs = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        try (Pair pair = Pair.start(dir)) {
            for (String command : commands) {
                theirs.add(command + " -> " + run(pair.etcd.endpoint(), command));
                ours.add(command + " -> " + run(pair.node.endpoint(), command));
            }
        }
        assertThat(ours).containsExactlyElementsOf(theirs);
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

package org.allmende.gateway.etcd.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs of Debian's {@code etcdctl} that go on until they are ended, or that tell of the server itself. */
class EtcdctlVerbsTest {
    private static final Path PROGRAM = Path.of("/usr/bin/etcdctl");
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    Path dir;

    private final List<Process> running = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // before each
    private Pair pair;

    private record Said(String out, String errors, int code) {}

    @BeforeEach
    void start() {
        EtcdProcess.assumeInstalled();
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "no " + PROGRAM + ": apt install etcd-client");
        pair = Pair.start(dir);
    }

    @AfterEach
    void close() throws InterruptedException {
        for (Process process : running) {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
        if (pair != null) {
            pair.close();
        }
    }

    private List<String> endpoints() {
        return List.of(pair.etcd.endpoint(), pair.node.endpoint());
    }

    private static ProcessBuilder builder(String endpoint, String... words) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of(PROGRAM.toString(), "--endpoints=" + endpoint, "--command-timeout=50s"),
                        Stream.of(words))
                .toList());
        builder.environment().put("ETCDCTL_API", "3");
        return builder;
    }

    private Said run(String endpoint, String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(dir, "out", "");
        Path errors = Files.createTempFile(dir, "errors", "");
        Process process = builder(endpoint, words)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        running.add(process);
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                .as(String.join(" ", words) + " ends")
                .isTrue();
        return new Said(Files.readString(out), Files.readString(errors), process.exitValue());
    }

    private String done(String endpoint, String... words) throws IOException, InterruptedException {
        Said said = run(endpoint, words);
        assertThat(said.code()).as(said.toString()).isZero();
        return said.out();
    }

    /** Goes on; what it says is in the file. */
    private Path begin(String endpoint, String... words) throws IOException {
        Path out = Files.createTempFile(dir, "live", "");
        running.add(builder(endpoint, words)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start());
        return out;
    }

    private static void awaitText(Path file, String text) {
        await().atMost(SOON).until(() -> Files.readString(file).contains(text));
    }

    /** Changes a key until a watch has told of it: then it is there. */
    private void awaitWatching(String endpoint, Path told) {
        await().atMost(SOON).until(() -> {
            done(endpoint, "put", "live/begin", "0");
            return Files.readString(told).contains("live/begin");
        });
    }

    @Test
    void aLiveWatchPrintsEveryChangeAsItComes() throws Exception {
        List<String> told = new ArrayList<>();
        for (String endpoint : endpoints()) {
            Path watch = begin(endpoint, "watch", "live/", "--prefix", "--prev-kv");
            awaitWatching(endpoint, watch);
            done(endpoint, "put", "live/a", "1");
            awaitText(watch, "live/a");
            done(endpoint, "put", "live/a", "2");
            done(endpoint, "put", "beside", "not told");
            done(endpoint, "del", "live/a");
            done(endpoint, "put", "live/end", "3");
            awaitText(watch, "live/end");
            told.add(Files.readString(watch).replaceAll("(?s)^.*live/begin\n0\n(?!PUT\nlive/begin)", ""));
        }

        assertThat(told.getLast()).isEqualTo(told.getFirst());
        assertThat(told.getLast())
                .isEqualTo("""
                        PUT
                        live/a
                        1
                        PUT
                        live/a
                        1
                        live/a
                        2
                        DELETE
                        live/a
                        2
                        live/a

                        PUT
                        live/end
                        3
                        """);
    }

    @Test
    void aLiveWatchRunsACommandForEachChange() throws Exception {
        List<String> told = new ArrayList<>();
        for (String endpoint : endpoints()) {
            String tell = "echo $ETCD_WATCH_EVENT_TYPE $ETCD_WATCH_KEY=$ETCD_WATCH_VALUE";
            Path watch = begin(endpoint, "watch", "live/", "--prefix", "--", "sh", "-c", tell);
            awaitWatching(endpoint, watch);
            done(endpoint, "put", "live/a", "1");
            awaitText(watch, "\"PUT\" \"live/a\"=\"1\"");
            done(endpoint, "del", "live/a");
            awaitText(watch, "\"DELETE\" \"live/a\"=\"\"");
            told.add(Files.readString(watch).lines().filter(line -> line.contains("live/a")).toList()
                    .toString());
        }

        assertThat(told.getLast()).isEqualTo(told.getFirst());
    }

    @Test
    void oneLeadsUntilItIsEndedAndThenTheNext() throws Exception {
        for (String endpoint : endpoints()) {
            Path first = begin(endpoint, "elect", "office", "first");
            Process leading = running.getLast();
            awaitText(first, "\nfirst\n");
            Path second = begin(endpoint, "elect", "office", "second");
            Path observer = begin(endpoint, "elect", "--listen", "office");
            awaitText(observer, "\nfirst\n");
            await().atMost(SOON)
                    .until(() -> done(endpoint, "get", "office/", "--prefix", "--keys-only")
                                    .lines()
                                    .filter(line -> line.startsWith("office/"))
                                    .count()
                            == 2);
            assertThat(Files.readString(second)).isEmpty();

            leading.destroy();

            awaitText(second, "\nsecond\n");
            awaitText(observer, "\nsecond\n");
        }
    }

    @Test
    void aLockIsHeldWhileItsCommandRunsAndGoneAfterIt() throws Exception {
        for (String endpoint : endpoints()) {
            Path held = begin(endpoint, "lock", "door");
            awaitText(held, "door/");
            Process holding = running.getLast();
            Path next = begin(endpoint, "lock", "door", "--", "sh", "-c", "echo in as $ETCD_LOCK_KEY");
            await().atMost(SOON)
                    .until(() -> done(endpoint, "get", "door/", "--prefix", "-w", "fields")
                            .contains("\"Count\" : 2"));
            assertThat(Files.readString(next)).isEmpty();

            holding.destroy();

            awaitText(next, "in as door/");
            await().atMost(SOON)
                    .until(() -> done(endpoint, "get", "door/", "--prefix").isEmpty());
        }
    }

    @Test
    void theEndpointTellsOfItself() throws Exception {
        List<String> states = new ArrayList<>();
        for (String endpoint : endpoints()) {
            done(endpoint, "put", "a", "1");
            assertThat(done(endpoint, "endpoint", "hashkv")).matches(Pattern.quote(endpoint) + ", [0-9]+\n");
            assertThat(done(endpoint, "endpoint", "health")
                            + run(endpoint, "endpoint", "health").errors())
                    .contains(endpoint + " is healthy");
            assertThat(done(endpoint, "defrag")).isEqualTo("Finished defragmenting etcd member[" + endpoint + "]\n");
            states.add(done(endpoint, "endpoint", "status", "-w", "json")
                    .replace(endpoint, "ENDPOINT")
                    .replaceAll("\"version\":\"3\\.[45]\\.[0-9]+\"", "\"version\":VERSION")
                    .replaceAll(",?\"dbSize[a-zA-Z]*\":[0-9]+", "")
                    .replaceAll("\"(cluster_id|member_id|leader|raft_?[a-zA-Z]*)\":[0-9]+", "\"$1\":N"));
        }

        assertThat(states.getLast()).isEqualTo(states.getFirst());
    }

    @Test
    void leadershipIsMovedToTheOnlyMember() throws Exception {
        List<String> moved = new ArrayList<>();
        for (String endpoint : endpoints()) {
            String member = done(endpoint, "member", "list").split(",")[0];
            Said said = run(endpoint, "move-leader", member);
            moved.add(said.toString().replace(member, "MEMBER"));
        }

        assertThat(moved.getLast()).isEqualTo(moved.getFirst());
    }

    /** Whom etcd lets any client add, here the members vote on. */
    @Test
    void membersAreAddedByTheirVotesOnly() throws Exception {
        String endpoint = pair.node.endpoint();
        String member = done(endpoint, "member", "list").split(",")[0];
        for (List<String> words : List.of(
                List.of("add", "next", "--peer-urls=http://127.0.0.1:1"),
                List.of("remove", member),
                List.of("update", member, "--peer-urls=http://127.0.0.1:1"))) {
            Said said = run(endpoint, Stream.concat(Stream.of("member"), words.stream()).toArray(String[]::new));

            assertThat(said.code()).as(words.toString()).isNotZero();
            assertThat(said.errors()).as(words.toString()).contains("vote");
        }
        for (String verb : List.of("remove", "promote")) {
            List<String> answers = new ArrayList<>();
            for (String each : endpoints()) {
                answers.add(run(each, "member", verb, "7b")
                        .toString()
                        .replaceAll("\"ts\":\"[^\"]*\"|client-[0-9a-f-]+", "")
                        .replace(each, "ENDPOINT"));
            }
            assertThat(answers.getLast()).as(verb).isEqualTo(answers.getFirst());
        }
    }

    @Test
    void aSnapshotIsSavedAndRead() throws Exception {
        List<String> told = new ArrayList<>();
        for (String endpoint : endpoints()) {
            for (int i = 0; i < 20; i++) {
                done(endpoint, "put", "key/" + i % 15, "value " + i);
            }
            Path file = dir.resolve("snapshot-" + told.size());
            assertThat(done(endpoint, "snapshot", "save", file.toString()))
                    .isEqualTo("Snapshot saved at " + file + "\n");
            told.add(done(endpoint, "snapshot", "status", file.toString(), "-w", "json")
                    .replaceAll("\"(hash|totalSize)\":[0-9]+", "\"$1\":N"));
        }

        assertThat(told.getLast()).isEqualTo(told.getFirst());
    }
}

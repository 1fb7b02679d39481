package org.allmende.node.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allmende.node.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as a harness meets it. */
class EtcdProcessTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void whatWasPutIsThereAfterAKillAndAfterATermination() throws Exception {
        int port = FreePorts.any();
        Process first = start(port);
        assertThat(post(port, "/v3/kv/put", "{\"key\":\"YQ==\",\"value\":\"MQ==\"}"))
                .contains("\"revision\":\"2\"");
        first.destroyForcibly().waitFor();

        Process second = start(port);
        assertThat(post(port, "/v3/kv/range", "{\"key\":\"YQ==\"}")).contains("\"value\":\"MQ==\"");
        second.destroy();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).as("it ends when it is asked to").isTrue();
        assertThat(said()).as("and says so").contains("\"msg\":\"stopped\"");

        start(port);
        assertThat(post(port, "/v3/kv/range", "{\"key\":\"YQ==\"}")).contains("\"mod_revision\":\"2\"");
        assertThat(said()).as("what one member is, is said").contains("one member survives no loss");
    }

    @Test
    void theQuotaIsThatOfTheFlagEachTimeItStarts() throws Exception {
        String put = "{\"key\":\"YQ==\",\"value\":\"MQ==\"}";
        int port = FreePorts.any();
        Process first = start(port, "--quota-backend-bytes=100", "--auto-compaction-retention=1h");
        assertThat(post(port, "/v3/kv/put", put)).contains("\"revision\":\"2\"");
        assertThat(post(port, "/v3/kv/put", put)).contains("etcdserver: mvcc: database space exceeded");
        assertThat(post(port, "/v3/maintenance/alarm", "{}")).contains("\"alarm\":\"NOSPACE\"");
        first.destroy();
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();

        start(port);
        assertThat(post(port, "/v3/kv/put", put)).as("the alarm stays").contains("database space exceeded");
        String alarms = post(port, "/v3/maintenance/alarm", "{}");
        String member = alarms.replaceAll(".*\"memberID\":\"([0-9]+)\".*", "$1");
        post(port, "/v3/maintenance/alarm", "{\"action\":\"DEACTIVATE\",\"alarm\":\"NOSPACE\",\"memberID\":\"" + member + "\"}");
        assertThat(post(port, "/v3/kv/put", put)).contains("\"revision\":\"3\"");
    }

    @Test
    void aPeerUrlThatOthersReachUnprotectedIsRefusedInOneLine() throws Exception {
        refusesInOneLine(
                "the peer URL http://192.0.2.1:2 is neither",
                "--name", "a", "--initial-cluster", "a=http://127.0.0.1:1,b=http://192.0.2.1:2");
    }

    @Test
    void anExistingMemberThatIsNotThereIsRefusedInOneLine() throws Exception {
        refusesInOneLine(
                "--initial-cluster-state is existing, and there is no member",
                "--name", "a", "--initial-cluster", "a=http://127.0.0.1:1,b=http://127.0.0.1:2",
                "--initial-cluster-state", "existing");
    }

    private void refusesInOneLine(String why, String... flags) throws Exception {
        Process process = launch(flags);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(said().strip().lines())
                .singleElement()
                .asString()
                .startsWith("refused: ")
                .contains(why);
        assertThat(dir.resolve("data/keys")).doesNotExist();
    }

    @Test
    void theDataOfAnEtcdIsLeftAlone() throws Exception {
        Files.createDirectories(dir.resolve("data/member"));
        Process process = launch();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said()).contains("holds the data of an etcd");
        assertThat(dir.resolve("data/keys")).doesNotExist();
    }

    private Process start(int port, String... further) throws IOException {
        String url = "http://127.0.0.1:" + port;
        List<String> flags = new ArrayList<>(List.of("--listen-client-urls", url, "--advertise-client-urls", url));
        flags.addAll(List.of(further));
        Process process = launch(flags.toArray(String[]::new));
        await().atMost(PATIENCE).until(() -> {
            assertThat(process.isAlive()).as("it said: " + said()).isTrue();
            return said().contains("ready to serve client requests");
        });
        return process;
    }

    private Process launch(String... flags) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                EtcdProcess.class.getName(),
                "--data-dir",
                dir.resolve("data").toString()));
        words.addAll(List.of(flags));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("said-" + started.size()).toFile())
                .start();
        started.add(process);
        return process;
    }

    /** By the process that was started last. */
    private String said() throws IOException {
        return Files.readString(dir.resolve("said-" + (started.size() - 1)));
    }

    private static String post(int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}

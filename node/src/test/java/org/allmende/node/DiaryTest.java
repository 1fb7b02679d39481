package org.allmende.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.allmende.client.KeyFile;
import org.allmende.ledger.encoding.Bytes;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a node's log looks like, for people and for programs. */
class DiaryTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<String> PROPERTIES = List.of("allmende.logs", "allmende.log.format");

    @TempDir
    Path dir;

    @AfterEach
    void forgetWhereToWrite() {
        PROPERTIES.forEach(System::clearProperty);
    }

    @Test
    void aNodeThatWritesForProgramsWritesNothingElseIntoItsLog() throws Exception {
        try (LoneNode node = LoneNode.start(dir, LogFormat.JSON)) {
            assertThat(ExitCode.wasAskedToStop(node.stop())).isTrue();
            List<Map<String, String>> lines =
                    node.log().stream().map(DiaryTest::object).toList();
            assertThat(lines).extracting(line -> line.get("message"))
                    .anyMatch(message -> message.startsWith("Node 'anna' of network 'lone'"))
                    .anyMatch(message -> message.startsWith("ready http://127.0.0.1:"))
                    .endsWith("Stopped.");
            assertThat(lines).allSatisfy(line -> {
                assertThat(line).containsOnlyKeys("time", "level", "logger", "thread", "message");
                assertThat(OffsetDateTime.parse(line.get("time"))).isNotNull();
                assertThat(line.get("logger")).startsWith("org.allmende.");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void whatANodeWritesHoldsNoneOfItsSecrets(LogFormat format) throws Exception {
        try (LoneNode node = LoneNode.start(dir, format)) {
            node.stop();
            Bytes secret = KeyFile.read(node.folder.gatewayKey());
            String written = Files.readString(node.folder.logs().resolve("node.log"))
                    + Files.readString(node.folder.console());
            assertThat(written).contains("ready http").doesNotContain(spellings(secret.toArray()));
            assertThat(written).doesNotContain(spellings(Files.readAllBytes(node.folder.gossipKeys())));
        }
    }

    /** In the forms in which bytes come to be written; of many the first and the last 32, which a longer text would hold. */
    private static List<String> spellings(byte[] secret) {
        Bytes all = Bytes.wrap(secret);
        return Stream.of(all, all.slice(0, 32), all.slice(all.length() - 32, all.length()))
                .flatMap(bytes -> Stream.of(
                        bytes.toHex(),
                        bytes.toHex().toUpperCase(Locale.ROOT),
                        Base64.getEncoder().withoutPadding().encodeToString(bytes.toArray()),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray()),
                        new String(bytes.toArray(), StandardCharsets.ISO_8859_1)))
                .distinct()
                .toList();
    }

    @Test
    void whateverIsSaidALineIsOneObject() throws Exception {
        String message = "a \"quoted\" \\ word,\nanother line\r\ttab \u0000\u001b[31m\u0085\u2028 Ünïcödé 🌍 {\"level\":\"ERROR\"} ${sys:user.home}";
        var thrown = new IllegalStateException("broken \"pipe\"\nof two lines", new RuntimeException("the cause"));

        List<String> lines = written(LogFormat.JSON, log -> {
            log.warn(message, thrown);
            log.info("{} of {}", 1, "\"two\"");
        });

        assertThat(lines).hasSize(2);
        Map<String, String> first = object(lines.getFirst());
        assertThat(first.get("message")).isEqualTo(message);
        assertThat(first.get("level")).isEqualTo("WARN");
        assertThat(first.get("logger")).isEqualTo("org.allmende.Test");
        assertThat(first.get("thread")).isEqualTo(Thread.currentThread().getName());
        assertThat(first.get("exception"))
                .startsWith("java.lang.IllegalStateException: broken \"pipe\"\nof two lines\n\tat ")
                .contains("Caused by: java.lang.RuntimeException: the cause");
        assertThat(object(lines.getLast()))
                .containsEntry("message", "1 of \"two\"")
                .doesNotContainKey("exception");
    }

    @Test
    void forPeopleItIsALineAndATraceBelowIt() throws Exception {
        List<String> lines = written(LogFormat.TEXT, log -> log.warn("broken", new IllegalStateException("pipe")));
        assertThat(lines.getFirst()).matches("\\S+T\\S+ WARN {2}Test - broken");
        assertThat(lines.get(1)).isEqualTo("java.lang.IllegalStateException: pipe");
        assertThat(lines.get(2)).startsWith("\tat ");
        assertThat(lines.stream().filter(line -> line.contains("IllegalStateException"))).hasSize(1);
    }

    /** With the configuration of a node, apart from that of the tests. */
    private List<String> written(LogFormat format, Consumer<Logger> saying) throws Exception {
        System.setProperty("allmende.logs", dir.toString());
        System.setProperty("allmende.log.format", format.word());
        LoggerContext context = new LoggerContext("a node's");
        ConfigurationSource source = ConfigurationSource.fromResource(
                "allmende-node-log4j2.xml", DiaryTest.class.getClassLoader());
        context.start(new XmlConfiguration(context, source));
        saying.accept(context.getLogger("org.allmende.Test"));
        context.stop();
        return Files.readString(dir.resolve("node.log")).lines().toList();
    }

    private static Map<String, String> object(String line) {
        return MAPPER.readValue(line, new TypeReference<>() {});
    }
}

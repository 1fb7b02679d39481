package org.allmende.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allmende.gateway.etcd.http.TlsSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSettingsTest {
    private static final NodeSettings EVERYTHING_CHANGED = new NodeSettings(
            Engine.SOLO,
            "0.0.0.0",
            8080,
            List.of("anna.example", "a.example"),
            List.of("https://console.example"),
            new EtcdListener(
                    List.of(EtcdListener.address("0.0.0.0:2379"), EtcdListener.address("[::1]:2379")),
                    "shared",
                    "apps/",
                    Map.of("anna", List.of("https://anna.example:2379", "https://anna:2379"), "bela", List.of("http://b:1")),
                    Optional.of(new TlsSettings(Path.of("c.pem"), Path.of("k.pem"), Path.of("a.pem"), true)),
                    new EtcdUsers("jwt,sign-method=HS256,priv-key=secret", 60, 4),
                    new EtcdCompaction("revision", "1000"),
                    Map.of("anna", List.of("https://anna.example:2380"))),
            "192.0.2.17",
            512,
            List.of("-Xlog:gc", "-XX:+PrintFlagsFinal"),
            LogFormat.JSON);

    @Test
    void theFileShowsEveryDefault() throws Refusal {
        assertThat(NodeSettings.DEFAULT.text())
                .contains("engine = hashgraph\n")
                .contains("http.bind = 127.0.0.1\n")
                .contains("http.port = 7700\n")
                .contains("http.hosts =\n")
                .contains("http.origins =\n")
                .contains("etcd.listen =\n")
                .contains("etcd.keyspace = default\n")
                .contains("etcd.prefix =\n")
                .contains("etcd.members =\n")
                .contains("etcd.peers =\n")
                .contains("etcd.certificate =\n")
                .contains("etcd.key =\n")
                .contains("etcd.authorities =\n")
                .contains("etcd.clients = any\n")
                .contains("gossip.bind = 127.0.0.1\n")
                .contains("heap.megabytes = 1500\n")
                .contains("jvm.options =\n")
                .contains("log.format = text\n");
        assertThat(NodeSettings.parse("a file", NodeSettings.DEFAULT.text())).isEqualTo(NodeSettings.DEFAULT);
    }

    @Test
    void whatIsWrittenIsRead() throws Refusal {
        assertThat(NodeSettings.parse("a file", EVERYTHING_CHANGED.text())).isEqualTo(EVERYTHING_CHANGED);
    }

    @Test
    void whatIsNotThereHasItsDefault() throws Refusal {
        assertThat(NodeSettings.parse("a file", "\n# nothing but\nheap.megabytes=700\n").heapMegabytes())
                .isEqualTo(700);
        assertThat(NodeSettings.parse("a file", "")).isEqualTo(NodeSettings.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http.prot = 1        | line 2: there is no setting 'http.prot'       | did you mean 'http.port'
            heap = 1             | line 2: there is no setting 'heap'            | did you mean 'heap.megabytes'
            http.port            | line 2: 'http.port' is not 'key = value'      | correct
            = 7                  | line 2: '= 7' is not 'key = value'            | correct
            engine = solo        | line 2: 'engine' is set twice                 | keep one
            engin = solo         | there is no setting 'engin'                   | did you mean 'engine'
            http.port = many     | http.port is a whole number, not 'many'       | correct
            http.port = -1       | http.port is 0 (no HTTP) to 65535, not -1     | correct
            http.port = 65536    | http.port is 0 (no HTTP) to 65535, not 65536  | correct
            etcd.listen = 2379   | an address to listen on is written            | correct
            etcd.listen = ::1:1  | an address to listen on is written            | correct
            etcd.listen = a:65536| an address to listen on is written            | correct
            etcd.key = k.pem     | etcd.certificate and etcd.key belong together | correct
            etcd.clients = none  | etcd.clients is 'any' or 'certified'          | correct
            etcd.clients = certified | clients show certificates over TLS only   | correct
            etcd.members = anna  | etcd.members names each node once             | correct
            heap.megabytes = 255 | heap.megabytes is at least 256, not 255       | correct
            log.format = xml     | log.format is 'text' or 'json', not 'xml'     | correct
            http.bind =          | an address to listen on is not empty          | correct
            """)
    void aWrongLineSaysWhatIsWrongAndWhatToDo(String line, String message, String advice) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> NodeSettings.parse("node.properties", "engine = solo\n" + line))
                .satisfies(refusal -> {
                    assertThat(refusal).hasMessageContaining("node.properties").hasMessageContaining(message);
                    assertThat(refusal.advice()).contains(advice);
                });
    }

    @ParameterizedTest
    @CsvSource({"http.port, 1", "http.port, 65535", "heap.megabytes, 256"})
    void limitsAreInclusive(String key, String value) throws Refusal {
        assertThat(NodeSettings.parse("a file", key + " = " + value).text()).contains(key + " = " + value + "\n");
    }

    @Test
    void anUnknownEngineNamesTheNearest() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> NodeSettings.parse("a file", "engine = hashgrap"))
                .satisfies(refusal -> assertThat(refusal.advice()).contains("hashgraph"));
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> NodeSettings.read(Path.of("/nowhere/node.properties")))
                .withMessageContaining("/nowhere/node.properties");
    }
}

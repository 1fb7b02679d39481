package org.allmende.gateway.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allmende.gateway.etcd.http.Issuer;
import org.allmende.gateway.etcd.http.Issuer.Issued;
import org.allmende.gateway.etcd.http.TlsSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that people use, over TLS with certificates of both sides. */
class SecureGatewayTest {
    @TempDir
    Path dir;

    @Test
    void etcdctlAndCurlComeWithTheirCertificates() throws Exception {
        assumeThat(Path.of("/usr/bin/etcdctl")).as("etcdctl is not installed: install etcd-client").isExecutable();
        assumeThat(Path.of("/usr/bin/curl")).as("curl is not installed").isExecutable();
        Issuer issuer = new Issuer(dir, "authority");
        Issued server = issuer.issue(dir, "server");
        Issued client = issuer.issue(dir, "client");
        TlsSettings tls = TlsSettings.of(server.certificate(), server.key()).trusting(issuer.certificate);
        try (SoloNode node = SoloNode.start(
                dir.resolve("node"), EtcdSettings.onLoopback(0).withTls(tls))) {
            String url = "https://" + node.endpoint();
            String authority = issuer.certificate.toString();
            String certificate = client.certificate().toString();
            String key = client.key().toString();
            List<String> etcdctl = List.of("etcdctl", "--endpoints", url, "--cacert", authority);
            List<String> curl = List.of("curl", "-sS", "--max-time", "60", "--cacert", authority);

            assertThat(run(etcdctl, "--cert", certificate, "--key", key, "put", "color", "green")).contains("OK");
            String range = "{\"key\":\"Y29sb3I=\"}";
            assertThat(run(curl, "--cert", certificate, "--key", key, "-d", range, url + "/v3/kv/range"))
                    .contains("\"value\":\"Z3JlZW4=\"");
            assertThat(run(curl, url + "/version")).contains("curl: (").doesNotContain("etcdserver");
            assertThat(run(etcdctl, "--command-timeout", "3s", "get", "color")).doesNotContain("green");
            assertThat(run(curl, "http://" + node.endpoint() + "/version"))
                    .contains("Client sent an HTTP request to an HTTPS server.");
        }
    }

    private static String run(List<String> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("ETCDCTL_API", "3"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Duration.ofMinutes(2))).isTrue();
        return said;
    }
}

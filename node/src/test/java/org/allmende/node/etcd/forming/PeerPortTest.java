package org.allmende.node.etcd.forming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.seeds.Seed;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exchange over real ports of this machine. */
class PeerPortTest {
    private static final char[] PASSWORD = "a password".toCharArray();

    @TempDir
    Path dir;

    private final Seed seed = new Seed(1);
    private final List<Genesis> settled = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();

    private final Keeping kept = new Keeping() {
        @Override
        public void bind(Genesis genesis) {}

        @Override
        public void settle(Genesis genesis) {
            settled.add(genesis);
        }
    };

    @Test
    void twoAgreeOverTls() throws Exception {
        Optional<PeerTls> tls = Optional.of(tls("member", "member"));
        Roll roll = roll("https");
        Forming anna = forming(roll, "anna", 1);
        Forming bela = forming(roll, "bela", 2);
        try (PeerPort _ = PeerPort.open(roll.urls("anna"), tls, anna::answer);
                PeerPort _ = PeerPort.open(roll.urls("bela"), tls, bela::answer);
                Exchange annas = new Exchange(roll, "anna", anna, tls, progress::add);
                Exchange belas = new Exchange(roll, "bela", bela, tls, progress::add)) {
            annas.round();
            belas.untilSettled();
            annas.untilSettled();
        }
        assertThat(settled).hasSize(2);
        assertThat(settled.getFirst()).isEqualTo(settled.getLast());
    }

    @Test
    void whoHasNoCertificateThatTheOtherBelievesLearnsNothing() throws Exception {
        Roll roll = roll("https");
        Forming anna = forming(roll, "anna", 1);
        Forming bela = forming(roll, "bela", 2);
        PeerTls strangers = new PeerTls(tls("stranger", "member").context(), true);
        try (PeerPort _ = PeerPort.open(roll.urls("bela"), Optional.of(tls("member", "member")), bela::answer);
                Exchange exchange = new Exchange(roll, "anna", anna, Optional.of(strangers), progress::add)) {
            exchange.round();
        }
        assertThat(anna.unknown()).containsExactly("bela");
    }

    @Test
    void aServerWhoseCertificateIsNotBelievedIsNot() throws Exception {
        Roll roll = roll("https");
        Forming anna = forming(roll, "anna", 1);
        Forming bela = forming(roll, "bela", 2);
        PeerTls open = new PeerTls(tls("stranger", "member").context(), false);
        try (PeerPort _ = PeerPort.open(roll.urls("bela"), Optional.of(open), bela::answer);
                Exchange exchange = new Exchange(roll, "anna", anna, Optional.of(tls("member", "member")), progress::add)) {
            exchange.round();
        }
        assertThat(anna.unknown()).containsExactly("bela");
    }

    @Test
    void onlyQuestionsOfAMembersSizeAreRead() throws Exception {
        Roll roll = roll("http");
        Forming anna = forming(roll, "anna", 1);
        try (PeerPort _ = PeerPort.open(roll.urls("anna"), Optional.empty(), anna::answer)) {
            URI url = roll.urls("anna").getFirst().resolve(PeerPort.PATH);
            assertThat(status(url, new byte[Ask.BYTES_MAX])).isEqualTo(400);
            assertThat(status(url, new byte[Ask.BYTES_MAX + 1])).isEqualTo(413);
            assertThat(status(url.resolve("/version"), new byte[0])).isEqualTo(404);
            assertThat(status(url, Ask.CODEC.encode(forming(roll, "bela", 2).ask()).toArray()))
                    .isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        Roll roll = roll("http");
        Forming anna = forming(roll, "anna", 1);
        try (PeerPort _ = PeerPort.open(roll.urls("anna"), Optional.empty(), anna::answer)) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> PeerPort.open(roll.urls("anna"), Optional.empty(), anna::answer))
                    .withMessageContaining("cannot listen on " + roll.urls("anna").getFirst());
        }
    }

    private static int status(URI url, byte[] body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(url)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private Forming forming(Roll roll, String name, int number) {
        return new Forming(
                roll, Cluster.introduction(seed, name, 3_000 + number, number), "default", "", kept, null, false);
    }

    private static Roll roll(String scheme) throws IOException, Refusal {
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            return Roll.of(
                    "anna=" + scheme + "://127.0.0.1:" + one.getLocalPort() + ",bela=" + scheme + "://127.0.0.1:"
                            + other.getLocalPort(),
                    "token");
        }
    }

    /** A certificate of the JDK's own keytool, which issues itself. */
    private PeerTls tls(String subject, String trusted) throws Exception {
        make(subject);
        make(trusted);
        return PeerTls.read(
                dir.resolve(subject + ".pem"), dir.resolve(subject + ".key"), dir.resolve(trusted + ".pem"), true);
    }

    private void make(String subject) throws Exception {
        Path store = dir.resolve(subject + ".p12");
        if (Files.exists(store)) {
            return;
        }
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", subject, "-keyalg", "EC", "-dname", "CN=" + subject, "-ext",
                        "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("keytool").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        pem(subject + ".pem", "CERTIFICATE", keys.getCertificate(subject).getEncoded());
        pem(subject + ".key", "PRIVATE KEY", keys.getKey(subject, PASSWORD).getEncoded());
    }

    private void pem(String name, String what, byte[] content) throws IOException {
        Files.writeString(
                dir.resolve(name),
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + what
                        + "-----\n");
    }
}

package org.allmende.gateway.etcd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.allmende.ledger.encoding.Bytes;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTokensTest {
    private static final HandAuth AUTH = new HandAuth(7, 3, Bytes.utf8("hash"));
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path dir;

    /** What follows {@code jwt,} with fresh keys for this algorithm. */
    private String options(JwtAlgorithm algorithm) throws Exception {
        if (algorithm.isHmac()) {
            Path secret = Files.writeString(dir.resolve("secret"), "a secret that is long enough for anybody");
            return "sign-method=" + algorithm + ",priv-key=" + secret;
        }
        KeyPair keys = keys(algorithm);
        return "sign-method=" + algorithm + ",priv-key=" + pem("private.pem", new JcaPKCS8Generator(keys.getPrivate(), null)) + ",pub-key="
                + pem("public.pem", keys.getPublic());
    }

    private static KeyPair keys(JwtAlgorithm algorithm) throws Exception {
        String name = algorithm.name();
        if (name.startsWith("ES")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(
                    name.equals("ES256") ? "secp256r1" : name.equals("ES384") ? "secp384r1" : "secp521r1"));
            return generator.generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(name.equals("EdDSA") ? "Ed25519" : "RSA");
        return generator.generateKeyPair();
    }

    private Path pem(String name, Object key) throws IOException {
        Path file = dir.resolve(name);
        try (Writer out = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(key);
        }
        return file;
    }

    private static JwtTokens tokens(String options, Instant now) throws IOException {
        return new JwtTokens(JwtSettings.parse(options), InstantSource.fixed(now));
    }

    @ParameterizedTest
    @EnumSource(JwtAlgorithm.class)
    void aTokenIsOfItsUserAsOfWhenItWasGiven(JwtAlgorithm algorithm) throws Exception {
        String options = options(algorithm) + ",ttl=10m";
        String token = tokens(options, NOW).assign("ann", AUTH);
        HandAuth later = new HandAuth(9, 3, Bytes.utf8("hash"));
        assertThat(tokens(options, NOW.plusSeconds(599)).caller(token, later)).contains(new Caller("ann", 7));
        assertThat(tokens(options, NOW.plusSeconds(600)).caller(token, later)).isEmpty();
    }

    @Test
    void itIsWrittenAsEtcdWritesIt() throws Exception {
        String[] parts = tokens(options(JwtAlgorithm.HS256), NOW).assign("ann", AUTH).split("\\.");
        assertThat(decoded(parts[0])).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        assertThat(decoded(parts[1])).contains("\"username\":\"ann\"", "\"revision\":7", "\"exp\":1.7672259E9");
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    @Test
    void nothingOfItCanBeChanged() throws Exception {
        JwtTokens tokens = tokens(options(JwtAlgorithm.ES256), NOW);
        String[] parts = tokens.assign("ann", AUTH).split("\\.");
        String root = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(decoded(parts[1]).replace("ann", "root").getBytes(StandardCharsets.UTF_8));
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        for (String token : new String[] {
            parts[0] + "." + root + "." + parts[2],
            none + "." + parts[1] + ".",
            none + "." + parts[1] + "." + parts[2],
            parts[0] + "." + parts[1] + ".AAAA",
            parts[0] + "." + parts[1],
            parts[0] + "." + parts[1] + "." + parts[2] + ".",
            "a.b.c",
            "%.%.%",
            ""
        }) {
            assertThat(tokens.caller(token, AUTH)).as(token).isEmpty();
        }
    }

    /** The classic: the public key, which everybody knows, as the secret of HMAC. */
    @Test
    void aTokenDoesNotChooseItsAlgorithm() throws Exception {
        String options = options(JwtAlgorithm.RS256);
        Path known = dir.resolve("public.pem");
        String forged = tokens("sign-method=HS256,priv-key=" + known, NOW).assign("root", AUTH);
        assertThat(tokens(options, NOW).caller(forged, AUTH)).isEmpty();
    }

    @Test
    void whoHasThePublicKeyOnlyChecksTokensAndGivesNone() throws Exception {
        String options = options(JwtAlgorithm.ES256);
        String token = tokens(options, NOW).assign("ann", AUTH);
        JwtTokens checking = tokens("sign-method=ES256,pub-key=" + dir.resolve("public.pem"), NOW);
        assertThat(checking.caller(token, AUTH)).contains(new Caller("ann", 7));
        assertThatThrownBy(() -> checking.assign("ann", AUTH)).isInstanceOf(StatusRuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sign-method=HS256",
                "sign-method=none",
                "sign-method=RS256",
                "sign-method=HS256,sign-method=HS256",
                "sign-method=HS256,color=green",
                "sign-method=HS256,priv-key=KEY,ttl=0s",
                "sign-method=HS256,priv-key=KEY,ttl=ten"
            })
    void whatCannotBeDoneIsRefused(String options) throws Exception {
        Path secret = Files.writeString(dir.resolve("secret"), "secret");
        assertThatThrownBy(() -> JwtSettings.parse(options.replace("KEY", secret.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--auth-token jwt");
    }

    @Test
    void aFileWithoutAKeyIsRefused() throws Exception {
        Path file = Files.writeString(dir.resolve("none"), "no key");
        assertThatThrownBy(() -> JwtSettings.parse("sign-method=RS256,pub-key=" + file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no key");
        assertThatThrownBy(() -> AuthSettings.parse("jwt,sign-method=RS256", AuthSettings.DEFAULT.tokenLife(), 10))
                .isInstanceOf(IOException.class);
    }
}

package org.allmende.gateway.etcd.auth;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are signed: etcd's {@code --auth-token jwt,...}.
 *
 * @param algorithm how
 * @param signing null: this gateway gives no tokens, and only checks those of another
 * @param checking of a key pair
 * @param secret of HMAC; empty otherwise
 * @param life of a token; its use does not make it longer
 */
public record JwtSettings(
        JwtAlgorithm algorithm,
        @Nullable PrivateKey signing,
        @Nullable PublicKey checking,
        Bytes secret,
        Duration life) {
    private static final List<String> OPTIONS = List.of("pub-key", "priv-key", "sign-method", "ttl");
    private static final Duration LIFE = Duration.ofMinutes(5);

    /**
     * @param options what follows {@code jwt}: {@code pub-key=FILE,priv-key=FILE,sign-method=RS256,ttl=10m}
     * @throws IllegalArgumentException when they say nothing that can be done; says which and what to do
     * @throws IOException when a file cannot be read, or holds no such key
     */
    public static JwtSettings parse(String options) throws IOException {
        Map<String, String> given = new HashMap<>();
        for (String option : options.split(",", -1)) {
            String[] parts = option.split("=", 2);
            if (parts.length != 2 || !OPTIONS.contains(parts[0]) || given.put(parts[0], parts[1]) != null) {
                throw new IllegalArgumentException(
                        "--auth-token jwt: '" + option + "' is none of " + String.join(", ", OPTIONS) + ", each once");
            }
        }
        JwtAlgorithm algorithm = JwtAlgorithm.of(given.getOrDefault("sign-method", ""));
        Duration life = Optional.ofNullable(given.get("ttl")).map(JwtSettings::duration).orElse(LIFE);
        return algorithm.isHmac() ? hmac(algorithm, given, life) : keys(algorithm, given, life);
    }

    private static JwtSettings hmac(JwtAlgorithm algorithm, Map<String, String> given, Duration life)
            throws IOException {
        String file = given.get("priv-key");
        Bytes secret = file == null ? Bytes.EMPTY : Bytes.wrap(Files.readAllBytes(Path.of(file)));
        if (secret.isEmpty()) {
            throw new IllegalArgumentException(
                    "--auth-token jwt: " + algorithm + " needs priv-key=FILE with a secret in it");
        }
        return new JwtSettings(algorithm, null, null, secret, life);
    }

    private static JwtSettings keys(JwtAlgorithm algorithm, Map<String, String> given, Duration life)
            throws IOException {
        KeyPair signing = read(given.get("priv-key"));
        KeyPair checking = read(given.get("pub-key"));
        PublicKey key = checking.getPublic() != null ? checking.getPublic() : signing.getPublic();
        if (key == null || given.containsKey("priv-key") && signing.getPrivate() == null) {
            throw new IllegalArgumentException("--auth-token jwt: " + algorithm
                    + " needs pub-key=FILE, and priv-key=FILE to give tokens, each a key in PEM");
        }
        return new JwtSettings(algorithm, signing.getPrivate(), key, Bytes.EMPTY, life);
    }

    @SuppressWarnings("NullAway") // a key pair may lack either half
    private static KeyPair read(@Nullable String file) throws IOException {
        if (file == null) {
            return new KeyPair(null, null);
        }
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(
                new StringReader(Files.readString(Path.of(file), StandardCharsets.UTF_8)))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                switch (object) {
                    // What SEC 1 writes of an elliptic key may lack the public half.
                    case PEMKeyPair pair when pair.getPublicKeyInfo() == null -> {
                        return new KeyPair(null, converter.getPrivateKey(pair.getPrivateKeyInfo()));
                    }
                    case PEMKeyPair pair -> {
                        return converter.getKeyPair(pair);
                    }
                    case PrivateKeyInfo key -> {
                        return new KeyPair(null, converter.getPrivateKey(key));
                    }
                    case SubjectPublicKeyInfo key -> {
                        return new KeyPair(converter.getPublicKey(key), null);
                    }
                    case X509CertificateHolder certificate -> {
                        return new KeyPair(converter.getPublicKey(certificate.getSubjectPublicKeyInfo()), null);
                    }
                    default -> {}
                }
            }
        }
        throw new IOException(file + " holds no key: give one in PEM that is not encrypted");
    }

    /** As Go writes it, in one unit. */
    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse("PT" + text);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeParseException _) {
            // Said below.
        }
        throw new IllegalArgumentException("--auth-token jwt: ttl=" + text + " is no time; say 10m, for example");
    }
}

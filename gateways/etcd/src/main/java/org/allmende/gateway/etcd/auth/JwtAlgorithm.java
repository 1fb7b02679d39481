package org.allmende.gateway.etcd.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The algorithms of RFC 7518 that etcd takes, and EdDSA of RFC 8037, by the JDK. */
public enum JwtAlgorithm {
    HS256("HmacSHA256", null),
    HS384("HmacSHA384", null),
    HS512("HmacSHA512", null),
    RS256("SHA256withRSA", null),
    RS384("SHA384withRSA", null),
    RS512("SHA512withRSA", null),
    PS256("RSASSA-PSS", "SHA-256"),
    PS384("RSASSA-PSS", "SHA-384"),
    PS512("RSASSA-PSS", "SHA-512"),
    ES256("SHA256withECDSAinP1363Format", null),
    ES384("SHA384withECDSAinP1363Format", null),
    ES512("SHA512withECDSAinP1363Format", null),
    EdDSA("Ed25519", null);

    private final String name;
    private final @Nullable String pssDigest;

    JwtAlgorithm(String name, @Nullable String pssDigest) {
        this.name = name;
        this.pssDigest = pssDigest;
    }

    /** @throws IllegalArgumentException when there is none of this name */
    static JwtAlgorithm of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--auth-token jwt: sign-method is one of "
                        + Arrays.toString(values()) + ", not '" + name + "'"));
    }

    boolean isHmac() {
        return name.startsWith("Hmac");
    }

    byte[] sign(byte[] content, JwtSettings settings) throws GeneralSecurityException {
        if (isHmac()) {
            return hmac(content, settings);
        }
        Signature signature = signature();
        signature.initSign(Objects.requireNonNull(settings.signing()));
        signature.update(content);
        return signature.sign();
    }

    boolean isSigned(byte[] content, byte[] signed, JwtSettings settings) throws GeneralSecurityException {
        if (isHmac()) {
            return MessageDigest.isEqual(hmac(content, settings), signed);
        }
        Signature signature = signature();
        signature.initVerify(Objects.requireNonNull(settings.checking()));
        signature.update(content);
        return signature.verify(signed);
    }

    private byte[] hmac(byte[] content, JwtSettings settings) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(settings.secret().toArray(), name));
        return mac.doFinal(content);
    }

    private Signature signature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(name);
        if (pssDigest != null) {
            int salt = MessageDigest.getInstance(pssDigest).getDigestLength();
            signature.setParameter(
                    new PSSParameterSpec(pssDigest, "MGF1", new MGF1ParameterSpec(pssDigest), salt, 1));
        }
        return signature;
    }
}

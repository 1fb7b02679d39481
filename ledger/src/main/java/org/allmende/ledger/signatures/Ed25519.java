package org.allmende.ledger.signatures;

import java.security.SecureRandom;
import org.allmende.ledger.encoding.Bytes;

/** Ed25519 (RFC 8032) with one strict rule of verification. */
public final class Ed25519 {
    private Ed25519() {}

    /** 32 secret bytes. */
    public static Bytes newSecret(SecureRandom random) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return Bytes.wrap(secret);
    }

    /** The 32-byte public key of a 32-byte secret. */
    public static Bytes publicKey(Bytes secret) {
        byte[] key = new byte[32];
        org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(secret.unsafeArray(), 0, key, 0);
        return Bytes.wrap(key);
    }

    /** The 64-byte signature over the domain's ASCII bytes, a zero byte, and {@code message}. */
    public static Bytes sign(Bytes secret, String domain, Bytes message) {
        byte[] input = input(domain, message);
        byte[] signature = new byte[64];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(secret.unsafeArray(), 0, input, 0, input.length, signature, 0);
        return Bytes.wrap(signature);
    }

    /** Whether this is the signature over that. False, never an exception, for bytes of a wrong size or form. */
    public static boolean verify(Bytes publicKey, String domain, Bytes message, Bytes signature) {
        if (publicKey.length() != 32 || signature.length() != 64 || !isAcceptable(publicKey)) {
            return false;
        }
        byte[] input = input(domain, message);
        return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                signature.unsafeArray(), 0, publicKey.unsafeArray(), 0, input, 0, input.length);
    }

    /** Whether a public key is 32 bytes, canonical, and not of small order: asked before an account gets it. */
    public static boolean isAcceptable(Bytes publicKey) {
        return publicKey.length() == 32
                && org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(publicKey.unsafeArray(), 0);
    }

    private static byte[] input(String domain, Bytes message) {
        byte[] tag = domain.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] input = new byte[tag.length + 1 + message.length()];
        System.arraycopy(tag, 0, input, 0, tag.length);
        System.arraycopy(message.unsafeArray(), 0, input, tag.length + 1, message.length());
        return input;
    }
}

package org.allmende.ledger.signatures;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.signatures.corretto.Signing;

/**
 * A secret with the public key that belongs to it, so that the key need not be derived at every signature. They are
 * kept together because signing with a secret beside another's public key gives the secret away. Any thread.
 */
public final class SigningKey {
    private final Bytes secret;
    private final Bytes publicKey;

    /** What it signs is the same, in a fraction of the time. */
    private final Signing library;

    private SigningKey(Bytes secret, Bytes publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
        this.library = new Signing(secret.unsafeArray());
    }

    /** @throws IllegalArgumentException when the secret is not 32 bytes */
    public static SigningKey of(Bytes secret) {
        return new SigningKey(secret, Ed25519.publicKey(secret));
    }

    /** 32 bytes. */
    public Bytes publicKey() {
        return publicKey;
    }

    /** The 64-byte signature over the domain's ASCII bytes, a zero byte, and {@code message}. */
    public Bytes sign(String domain, Bytes message) {
        return signRaw(Ed25519.input(domain, message));
    }

    /** Without a domain, as RFC 8032 has it. */
    Bytes signRaw(byte[] input) {
        return library.sign(input).map(Bytes::wrap).orElseGet(() -> signInJava(input));
    }

    Bytes signInJava(byte[] input) {
        byte[] signature = new byte[Ed25519.SIGNATURE_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
                secret.unsafeArray(), 0, publicKey.unsafeArray(), 0, input, 0, input.length, signature, 0);
        return Bytes.wrap(signature);
    }
}

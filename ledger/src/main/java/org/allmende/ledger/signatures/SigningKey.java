package org.allmende.ledger.signatures;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.signatures.corretto.Corretto;

/**
 * A secret with the public key that belongs to it, so that the key need not be derived at every signature. They are
 * kept together because signing with a secret beside another's public key gives the secret away. Any thread.
 */
public final class SigningKey {
    /** The quick library takes a moment to be loaded, longer than a command takes that signs once. */
    static final int PAYS_FROM = 8;

    private final Bytes secret;
    private final Bytes publicKey;

    private final AtomicInteger signed = new AtomicInteger();

    /** Empty: not asked for yet, or there is none for this machine. What it signs is the same. */
    private volatile Optional<Corretto.Signing> library = Optional.empty();

    private SigningKey(Bytes secret, Bytes publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
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
        if (signed.incrementAndGet() == PAYS_FROM) {
            library = Corretto.here().flatMap(here -> here.signing(secret.unsafeArray()));
        }
        return library.flatMap(signing -> signing.sign(input)).map(Bytes::wrap).orElseGet(() -> signInJava(input));
    }

    Bytes signInJava(byte[] input) {
        byte[] signature = new byte[Ed25519.SIGNATURE_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
                secret.unsafeArray(), 0, publicKey.unsafeArray(), 0, input, 0, input.length, signature, 0);
        return Bytes.wrap(signature);
    }
}

package org.allmende.ledger.signatures.corretto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Signing with one secret by {@link Corretto}, in the one way that RFC 8032 has, from the {@value #PAYS_FROM}th signature on:
 * the library takes a moment to be loaded, longer than a command takes that signs once. Any thread.
 */
public final class Signing {
    /** The first signature that it gives. */
    public static final int PAYS_FROM = 8;

    private final byte[] secret;
    private final AtomicInteger asked = new AtomicInteger();

    /** Empty: not read yet, or not to be read here. */
    private volatile Optional<PrivateKey> key = Optional.empty();

    /** @param secret 32 bytes */
    public Signing(byte[] secret) {
        this.secret = secret.clone();
    }

    /** The signature, 64 bytes; empty where it gives none: too early, for a mebibyte and more, or without the library. */
    public Optional<byte[]> sign(byte[] message) {
        if (asked.incrementAndGet() == PAYS_FROM) {
            key = Corretto.here().flatMap(this::read);
        }
        return key.flatMap(read -> Corretto.here().flatMap(library -> library.sign(read, message)));
    }

    private Optional<PrivateKey> read(Corretto library) {
        try {
            return Optional.of(library.secretKey(secret));
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }
}

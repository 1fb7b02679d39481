package org.allmende.ledger.encoding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes with their domains kept apart. */
public final class Digests {
    private Digests() {}

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 of the domain's ASCII bytes, a zero byte, and the parts in order. */
    public static Bytes sha256(String domain, Bytes... parts) {
        MessageDigest digest = sha256();
        digest.update(domain.getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 0);
        for (Bytes part : parts) {
            digest.update(part.unsafeArray());
        }
        return Bytes.wrap(digest.digest());
    }
}

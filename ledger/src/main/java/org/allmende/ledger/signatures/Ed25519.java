package org.allmende.ledger.signatures;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.signatures.corretto.Corretto;

/**
 * Ed25519 (RFC 8032, without context or prehash) with one strict rule of verification, the same on every node.
 *
 * <p>What is signed is the domain's ASCII bytes, a zero byte, and the message: call that M. The 64 bytes R, S are
 * the signature of the key A over M when, and only when:
 *
 * <ol>
 *   <li>A and R are the canonical encodings of points: y is below p = 2^255 - 19, and no x of zero has a sign;
 *   <li>neither is one of the eight points of small order, under which anybody could sign anything;
 *   <li>S is below the order L of the base point B, so that S + L is no second signature;
 *   <li>8 S B = 8 R + 8 k A, where k is the SHA-512 of R, A and M: RFC 8032's equation with the cofactor, which,
 *       unlike the one without, verifiers one by one and in batches agree on.
 * </ol>
 *
 * <p>A key that is to get an account must besides lie in the subgroup of prime order ({@link #isAcceptable}). That
 * costs about as much as a verification and is asked once; an honest key always does.
 */
public final class Ed25519 {
    private static final int SECRET_BYTES = 32;
    private static final int PUBLIC_KEY_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;

    /** The y of the points of small order, little-endian: of order 1, 2, 4 (two), 8 (four). */
    private static final Set<Bytes> SMALL_ORDER = Set.of(
            Bytes.hex("0100000000000000000000000000000000000000000000000000000000000000"),
            Bytes.hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            Bytes.hex("0000000000000000000000000000000000000000000000000000000000000000"),
            Bytes.hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            Bytes.hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

    /** p = 2^255 - 19, little-endian. */
    private static final Bytes P = Bytes.hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    private Ed25519() {}

    /** 32 secret bytes. */
    public static Bytes newSecret(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Bytes.wrap(secret);
    }

    /**
     * The 32-byte public key of a 32-byte secret.
     *
     * @throws IllegalArgumentException when the secret has another size
     */
    public static Bytes publicKey(Bytes secret) {
        byte[] key = new byte[PUBLIC_KEY_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(checked(secret), 0, key, 0);
        return Bytes.wrap(key);
    }

    /**
     * The 64-byte signature over the domain's ASCII bytes, a zero byte, and {@code message}. Who signs often keeps a
     * {@link SigningKey}, which takes half the time.
     *
     * @throws IllegalArgumentException when the secret is not 32 bytes
     */
    public static Bytes sign(Bytes secret, String domain, Bytes message) {
        return SigningKey.of(secret).sign(domain, message);
    }

    /** Whether this is the signature over that. False, never an exception, for bytes of a wrong size or form. */
    public static boolean verify(Bytes publicKey, String domain, Bytes message, Bytes signature) {
        return verifyRaw(publicKey, input(domain, message), signature);
    }

    /** Whether a public key is 32 bytes, canonical, and of prime order: asked before an account gets it. */
    public static boolean isAcceptable(Bytes publicKey) {
        return publicKey.length() == PUBLIC_KEY_BYTES
                && org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(publicKey.unsafeArray(), 0);
    }

    /** Without a domain, as RFC 8032 has it. */
    static boolean verifyRaw(Bytes publicKey, byte[] input, Bytes signature) {
        if (publicKey.length() != PUBLIC_KEY_BYTES || signature.length() != SIGNATURE_BYTES) {
            return false;
        }
        byte[] key = publicKey.unsafeArray();
        byte[] bytes = signature.unsafeArray();
        // Clauses 1 and 2 here, for both libraries. What the quick one takes satisfies 3 and 4; what it refuses may yet.
        return isInBounds(key)
                && isInBounds(bytes)
                && (Corretto.here().map(library -> library.takes(bytes, input, key)).orElse(false)
                        || isTakenInJava(key, input, bytes));
    }

    static boolean isTakenInJava(byte[] publicKey, byte[] input, byte[] signature) {
        return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(signature, 0, publicKey, 0, input, 0, input.length);
    }

    /**
     * Whether the first 32 bytes encode a y below p that no point of small order has. Those are the only points with an
     * x of zero, or one that is below p and has no sign: that y has an x at all is left to the libraries.
     */
    private static boolean isInBounds(byte[] encoded) {
        byte[] y = Arrays.copyOf(encoded, PUBLIC_KEY_BYTES);
        y[PUBLIC_KEY_BYTES - 1] &= 0x7f;
        for (int i = PUBLIC_KEY_BYTES - 1; i >= 0; i--) {
            int difference = (y[i] & 0xff) - (P.at(i) & 0xff);
            if (difference != 0) {
                return difference < 0 && !SMALL_ORDER.contains(Bytes.wrap(y));
            }
        }
        return false;
    }

    private static byte[] checked(Bytes secret) {
        if (secret.length() != SECRET_BYTES) {
            throw new IllegalArgumentException("an Ed25519 secret is " + SECRET_BYTES + " bytes, not " + secret.length());
        }
        return secret.unsafeArray();
    }

    static byte[] input(String domain, Bytes message) {
        byte[] tag = domain.getBytes(StandardCharsets.US_ASCII);
        byte[] input = new byte[tag.length + 1 + message.length()];
        System.arraycopy(tag, 0, input, 0, tag.length);
        System.arraycopy(message.unsafeArray(), 0, input, tag.length + 1, message.length());
        return input;
    }
}

package org.allmende.ledger.signatures.corretto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * AWS-LC's Ed25519, compiled for this machine and with its multiplications proved correct, called through Amazon's provider
 * for Java.
 *
 * <p>It takes a signature when S is below the order of the base point and S B = R + k A. That implies the equation with
 * the cofactor; the converse does not hold, so that what it refuses is not settled.
 */
public final class Corretto {
    private static final String ALGORITHM = "Ed25519";

    /** What the provider asks once, when it is loaded: without it, it makes no keys of this kind from bytes. */
    private static final String READS_KEYS = "com.amazon.corretto.crypto.provider.registerEdKeyFactory";

    /** What stands before the 32 bytes of an Ed25519 key in the form that Java's providers read (RFC 8410, section 4). */
    private static final byte[] KEY_INFO = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    /** Likewise before the 32 bytes of a secret (RFC 8410, section 7). */
    private static final byte[] SECRET_INFO = {
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20
    };

    /** It has room for no longer ones. */
    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    /** How many signers' keys are kept; with more, all are forgotten and read anew. */
    static final int KEYS_MAX = 4_096;

    private static final Optional<Corretto> HERE = load();

    private final AmazonCorrettoCryptoProvider provider;
    private final KeyFactory keys;
    private final Map<ByteBuffer, PublicKey> read = new ConcurrentHashMap<>();

    private Corretto(AmazonCorrettoCryptoProvider provider, KeyFactory keys) {
        this.provider = provider;
        this.keys = keys;
    }

    /** The library, or empty where it has none for this system and processor, or may not be loaded. */
    public static Optional<Corretto> here() {
        return HERE;
    }

    /**
     * Whether it takes the signature. Any thread.
     *
     * @param message of more than {@value #MESSAGE_BYTES_MAX} bytes it takes none
     * @param signature 64 bytes
     * @param publicKey 32 bytes
     */
    public boolean takes(byte[] signature, byte[] message, byte[] publicKey) {
        if (message.length > MESSAGE_BYTES_MAX) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM, provider);
            verifier.initVerify(key(publicKey));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Whatever it stumbles over is settled by the other library.
            return false;
        }
    }

    /** Who signs often has its key read once. Each is memory outside of the heap, so there are not many. */
    private PublicKey key(byte[] publicKey) throws InvalidKeySpecException {
        PublicKey known = read.get(ByteBuffer.wrap(publicKey));
        if (known != null) {
            return known;
        }
        PublicKey key = keys.generatePublic(new X509EncodedKeySpec(after(KEY_INFO, publicKey)));
        if (read.size() >= KEYS_MAX) {
            read.clear();
        }
        read.put(ByteBuffer.wrap(publicKey.clone()), key);
        return key;
    }

    /** The secret in its own form. */
    PrivateKey secretKey(byte[] secret) throws InvalidKeySpecException {
        return keys.generatePrivate(new PKCS8EncodedKeySpec(after(SECRET_INFO, secret)));
    }

    /** The signature, 64 bytes; empty where it gives none, for a message of more than {@value #MESSAGE_BYTES_MAX} bytes. */
    Optional<byte[]> sign(PrivateKey key, byte[] message) {
        if (message.length > MESSAGE_BYTES_MAX) {
            return Optional.empty();
        }
        try {
            Signature signer = Signature.getInstance(ALGORITHM, provider);
            signer.initSign(key);
            signer.update(message);
            return Optional.of(signer.sign());
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static byte[] after(byte[] info, byte[] key) {
        byte[] both = Arrays.copyOf(info, info.length + key.length);
        System.arraycopy(key, 0, both, info.length, key.length);
        return both;
    }

    /** How many keys it has at hand. */
    int keysRead() {
        return read.size();
    }

    private static Optional<Corretto> load() {
        System.setProperty(READS_KEYS, "true");
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            return provider.getLoadingError() == null
                    ? Optional.of(new Corretto(provider, KeyFactory.getInstance(ALGORITHM, provider)))
                    : Optional.empty();
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            // No place to unpack it, no right to call native code, another system: Java does it all then.
            return Optional.empty();
        }
    }
}

package org.allmende.ledger.signatures.corretto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * AWS-LC's verification of Ed25519, compiled for this machine and with its multiplications proved correct, called through
 * Amazon's provider for Java.
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
        byte[] info = new byte[KEY_INFO.length + publicKey.length];
        System.arraycopy(KEY_INFO, 0, info, 0, KEY_INFO.length);
        System.arraycopy(publicKey, 0, info, KEY_INFO.length, publicKey.length);
        PublicKey key = keys.generatePublic(new X509EncodedKeySpec(info));
        if (read.size() >= KEYS_MAX) {
            read.clear();
        }
        read.put(ByteBuffer.wrap(publicKey.clone()), key);
        return key;
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

package org.allmende.consensus.hashgraph;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import org.allmende.ledger.encoding.Bytes;
import org.hiero.base.crypto.SigningSchema;
import org.hiero.consensus.crypto.KeysAndCertsGenerator;
import org.hiero.base.crypto.KeyGeneratingException;
import org.hiero.consensus.model.node.KeysAndCerts;
import org.hiero.consensus.model.node.NodeId;

/**
 * The keys by which a node signs its events and opens its gossip connections, and the file they are kept in.
 *
 * <p>The file is a PKCS #12 store that only its owner may read. Its password is fixed and public: the format wants
 * one, and a secret one would have to lie beside the file. The file's mode is what protects it.
 */
public final class GossipKeys {
    private static final char[] PASSWORD = "allmende".toCharArray();
    private static final String SIGNING = "signing";
    private static final String AGREEMENT = "agreement";

    private final KeysAndCerts keys;

    private GossipKeys(KeysAndCerts keys) {
        this.keys = keys;
    }

    /** New Ed25519 keys, under a name that no other node has. */
    public static GossipKeys generate(SecureRandom random) {
        // Peers are told apart by the names in their certificates, and a node's number is not known before genesis.
        NodeId name = NodeId.of(random.nextLong(1L << 62));
        try {
            return new GossipKeys(KeysAndCertsGenerator.generate(name, SigningSchema.ED25519, random, random));
        } catch (GeneralSecurityException | KeyGeneratingException e) {
            throw new IllegalStateException("this Java cannot make gossip keys", e);
        }
    }

    /**
     * Writes a new file with mode 0600.
     *
     * @throws FileAlreadyExistsException when there is a file: keys are never written over
     */
    public void writeTo(Path file) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD);
            store.setKeyEntry(SIGNING, keys.sigKeyPair().getPrivate(), PASSWORD, chain(keys.sigCert()));
            store.setKeyEntry(AGREEMENT, keys.agrKeyPair().getPrivate(), PASSWORD, chain(keys.agrCert()));
            createPrivate(file);
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.SYNC)) {
                store.store(out, PASSWORD);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot write gossip keys to " + file, e);
        }
    }

    /** @throws IOException when there is no such file or it does not hold a node's gossip keys */
    public static GossipKeys read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            X509Certificate signing = certificate(store, SIGNING);
            X509Certificate agreement = certificate(store, AGREEMENT);
            return new GossipKeys(new KeysAndCerts(
                    new KeyPair(signing.getPublicKey(), secret(store, SIGNING)),
                    new KeyPair(agreement.getPublicKey(), secret(store, AGREEMENT)),
                    signing,
                    agreement));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is not a file of gossip keys: " + e.getMessage(), e);
        }
    }

    /** DER of the certificate of the signing key: what goes on the node's card. */
    public Bytes certificate() {
        try {
            return Bytes.wrap(keys.sigCert().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was made or read can be written", e);
        }
    }

    KeysAndCerts keysAndCerts() {
        return keys;
    }

    private static void createPrivate(Path file) throws IOException {
        if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private static Certificate[] chain(X509Certificate certificate) {
        return new Certificate[] {certificate};
    }

    private static X509Certificate certificate(KeyStore store, String entry) throws GeneralSecurityException {
        if (store.getCertificate(entry) instanceof X509Certificate certificate) {
            return certificate;
        }
        throw new GeneralSecurityException("it has no entry '" + entry + "'");
    }

    private static PrivateKey secret(KeyStore store, String entry) throws GeneralSecurityException {
        Key key = store.getKey(entry, PASSWORD);
        if (key instanceof PrivateKey secret) {
            return secret;
        }
        throw new GeneralSecurityException("entry '" + entry + "' holds no private key");
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "GossipKeys of " + keys.sigCert().getSubjectX500Principal();
    }
}

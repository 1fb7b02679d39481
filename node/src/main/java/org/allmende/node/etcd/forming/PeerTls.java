package org.allmende.node.etcd.forming;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.allmende.gateway.etcd.http.Pem;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.node.Refusal;

/**
 * A member's certificate among members, and whose certificates it believes, as it listens and as it asks.
 *
 * @param certified whether who asks has to show a certificate too
 */
public record PeerTls(SSLContext context, boolean certified) {
    /**
     * Files in PEM, read once.
     *
     * @throws Refusal when they do not hold what they should
     */
    public static PeerTls read(Path certificate, Path key, Path authorities, boolean certified) throws Refusal {
        char[] none = new char[0];
        try {
            KeyStore own = empty();
            own.setKeyEntry(
                    "member",
                    Pem.key(key, bytes(key)),
                    none,
                    Pem.certificates(certificate, bytes(certificate)).toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, none);
            KeyStore trusted = empty();
            int number = 0;
            for (X509Certificate each : Pem.certificates(authorities, bytes(authorities))) {
                trusted.setCertificateEntry("authority-" + number++, each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new PeerTls(context, certified);
        } catch (IOException | GeneralSecurityException e) {
            throw new Refusal(
                    "TLS among members: " + e.getMessage(),
                    "correct --peer-cert-file, --peer-key-file and --peer-trusted-ca-file",
                    e);
        }
    }

    private static Bytes bytes(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + " cannot be read");
        }
        return Bytes.wrap(Files.readAllBytes(file));
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}

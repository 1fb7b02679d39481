package org.allmende.gateway.etcd.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Files in PEM, read again when they change.
 *
 * @param certificate the server's, and after it those that lead to a trusted one
 * @param key of the certificate: PKCS#8, PKCS#1 or SEC 1, not encrypted
 * @param trustedCa who issues certificates of clients; null: clients need none. As with etcd, naming one asks clients
 *     for a
 *     certificate
 * @param clientCertificates whether clients need a certificate
 */
public record TlsSettings(Path certificate, Path key, @Nullable Path trustedCa, boolean clientCertificates) {
    public TlsSettings {
        if (clientCertificates && trustedCa == null) {
            throw new IllegalArgumentException("certificates of clients need somebody who issues them: name the file"
                    + " with the certificates of trusted authorities");
        }
    }

    /** Without certificates of clients. */
    public static TlsSettings of(Path certificate, Path key) {
        return new TlsSettings(certificate, key, null, false);
    }

    public TlsSettings trusting(Path authorities) {
        return new TlsSettings(certificate, key, authorities, true);
    }
}

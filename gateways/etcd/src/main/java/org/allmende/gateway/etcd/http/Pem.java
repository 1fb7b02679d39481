package org.allmende.gateway.etcd.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** What the files hold that etcd is given for TLS; they are named where something is wrong. */
public final class Pem {
    private Pem() {}

    /** @throws IOException when there are none in it */
    public static List<X509Certificate> certificates(Path file, Bytes content) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(content.unsafeArray()))
                    .forEach(certificate -> certificates.add((X509Certificate) certificate));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificates in PEM: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " holds no certificates: give one in PEM");
        }
        return certificates;
    }

    /** @throws IOException when there is none in it, or it is encrypted */
    public static PrivateKey key(Path file, Bytes content) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser =
                new PEMParser(new StringReader(new String(content.unsafeArray(), StandardCharsets.UTF_8)))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof PrivateKeyInfo key) {
                    return converter.getPrivateKey(key);
                }
                if (object instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (PEMException e) {
            throw new IOException(file + " holds no key that can be read: " + e.getMessage(), e);
        }
        throw new IOException(file + " holds no key: give one in PEM that is not encrypted");
    }
}

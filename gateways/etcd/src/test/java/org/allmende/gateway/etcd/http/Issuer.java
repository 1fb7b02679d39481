package org.allmende.gateway.etcd.http;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Issues certificates for a test. */
public final class Issuer {
    private final X500Name name;
    private final KeyPair keys;
    public final Path certificate;
    private long serial = 1;

    /** Files of one subject. */
    public record Issued(Path certificate, Path key) {}

    public Issuer(Path dir, String name) throws Exception {
        this.name = new X500Name("CN=" + name);
        keys = ellipticKeys();
        certificate = dir.resolve(name + ".pem");
        issue(this.name, keys, true, certificate);
    }

    /** A certificate for 127.0.0.1, with its key as PKCS#8; files that are there are replaced. */
    public Issued issue(Path dir, String subject) throws Exception {
        KeyPair subjectKeys = ellipticKeys();
        Issued issued = new Issued(dir.resolve(subject + ".pem"), dir.resolve(subject + ".key"));
        write(issued.key(), new JcaPKCS8Generator(subjectKeys.getPrivate(), null));
        issue(new X500Name("CN=" + subject), subjectKeys, false, issued.certificate());
        return issued;
    }

    /** Likewise, with its key in the older form of its kind: PKCS#1 or SEC 1. */
    Issued issueOld(Path dir, String subject, boolean rsa) throws Exception {
        KeyPair subjectKeys = rsa ? rsaKeys() : ellipticKeys();
        Issued issued = new Issued(dir.resolve(subject + ".pem"), dir.resolve(subject + ".key"));
        write(issued.key(), rsa ? subjectKeys.getPrivate() : sec1((ECPrivateKey) subjectKeys.getPrivate()));
        issue(new X500Name("CN=" + subject), subjectKeys, false, issued.certificate());
        return issued;
    }

    private void issue(X500Name subject, KeyPair subjectKeys, boolean authority, Path to) throws Exception {
        PrivateKey signing = keys.getPrivate();
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(serial++),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(1))),
                subject,
                subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!authority) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        }
        write(to, builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing)));
    }

    private static void write(Path to, Object pem) throws IOException {
        Path whole = to.resolveSibling(to.getFileName() + ".new");
        try (Writer writer = Files.newBufferedWriter(whole);
                JcaPEMWriter pemWriter = new JcaPEMWriter(writer)) {
            pemWriter.writeObject(pem);
        }
        Files.move(whole, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** RFC 5915, with the curve, as openssl writes it. */
    private static PemObject sec1(ECPrivateKey key) throws IOException {
        return new PemObject(
                "EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1)
                        .getEncoded());
    }

    private static KeyPair ellipticKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyPair rsaKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        return generator.generateKeyPair();
    }
}

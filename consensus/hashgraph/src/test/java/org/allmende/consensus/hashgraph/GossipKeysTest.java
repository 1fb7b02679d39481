package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gossip keys are random, survive their file, and are read by their owner only. */
class GossipKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path dir;

    @Test
    void areReadBackAsTheyWereWritten() throws Exception {
        GossipKeys keys = GossipKeys.generate(RANDOM);
        Path file = dir.resolve("gossip.p12");
        keys.writeTo(file);
        GossipKeys read = GossipKeys.read(file);

        assertThat(read.certificate()).isEqualTo(keys.certificate());
        PublicKey onCard = CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(keys.certificate().toArray()))
                .getPublicKey();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(read.keysAndCerts().sigKeyPair().getPrivate());
        byte[] signed = signature.sign();
        signature.initVerify(onCard);
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws IOException {
        Path file = dir.resolve("gossip.p12");
        GossipKeys.generate(RANDOM).writeTo(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void areNeverWrittenOver() throws IOException {
        Path file = dir.resolve("gossip.p12");
        GossipKeys.generate(RANDOM).writeTo(file);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> GossipKeys.generate(RANDOM).writeTo(file))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void noTwoNodesGetTheSame() {
        GossipKeys one = GossipKeys.generate(RANDOM);
        GossipKeys other = GossipKeys.generate(RANDOM);
        assertThat(one.keysAndCerts().sigKeyPair().getPublic())
                .isNotEqualTo(other.keysAndCerts().sigKeyPair().getPublic());
        assertThat(one.keysAndCerts().sigCert().getSubjectX500Principal())
                .isNotEqualTo(other.keysAndCerts().sigCert().getSubjectX500Principal());
    }

    @Test
    void aFileThatIsNoneIsRefusedWithItsName() throws IOException {
        Path file = Files.writeString(dir.resolve("notes.txt"), "not keys");
        assertThatThrownBy(() -> GossipKeys.read(file)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> GossipKeys.read(dir.resolve("missing.p12")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void areNotShownInLogs() {
        assertThat(GossipKeys.generate(RANDOM).toString()).startsWith("GossipKeys of CN=");
    }
}

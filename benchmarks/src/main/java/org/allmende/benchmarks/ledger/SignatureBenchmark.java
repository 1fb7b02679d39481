package org.allmende.benchmarks.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.signatures.corretto.Corretto;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One verification by each library at hand, of 200 bytes under keys that do not repeat soon. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class SignatureBenchmark {
    private static final int DIFFERENT = 2_048;

    /** What stands before the 32 bytes of an Ed25519 key in the form that the JDK reads (RFC 8410). */
    private static final Bytes KEY_INFO = Bytes.hex("302a300506032b6570032100");

    @SuppressWarnings("ArrayRecordComponent") // what the libraries are given
    private record Signed(byte[] publicKey, PublicKey parsed, byte[] message, byte[] signature) {}

    private final List<Signed> signed = new ArrayList<>();
    private final Optional<Corretto> here = Corretto.here();
    private int next;

    /** Signs with as many keys. */
    @Setup
    public void sign() throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("Ed25519");
        for (int i = 0; i < DIFFERENT; i++) {
            Bytes secret = Digests.sha256("secret " + i);
            Bytes publicKey = Ed25519.publicKey(secret);
            byte[] message = new byte[200];
            System.arraycopy(Digests.sha256("message " + i).toArray(), 0, message, 0, 32);
            signed.add(new Signed(
                    publicKey.toArray(),
                    keys.generatePublic(new X509EncodedKeySpec(KEY_INFO.concat(publicKey).toArray())),
                    message,
                    Ed25519.sign(secret, "", Bytes.wrap(message)).toArray()));
        }
    }

    private Signed next() {
        next = (next + 1) % DIFFERENT;
        return signed.get(next);
    }

    /** AWS-LC, through Amazon's provider; a key is read from its bytes each time. Not where it is not at hand. */
    @Benchmark
    public boolean corretto() {
        Corretto corretto = here.orElseThrow();
        Signed one = next();
        return sound(corretto.takes(one.signature(), input(one.message()), one.publicKey()));
    }

    /** Pure Java. */
    @Benchmark
    public boolean bouncyCastle() {
        Signed one = next();
        byte[] input = input(one.message());
        return sound(org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                one.signature(), 0, one.publicKey(), 0, input, 0, input.length));
    }

    /** The JDK's own, with keys that were read before. */
    @Benchmark
    public boolean jdk() throws GeneralSecurityException {
        Signed one = next();
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(one.parsed());
        verifier.update(input(one.message()));
        return sound(verifier.verify(one.signature()));
    }

    /** As it was signed: without a domain, but with the zero that follows it. */
    private static byte[] input(byte[] message) {
        byte[] input = new byte[message.length + 1];
        System.arraycopy(message, 0, input, 1, message.length);
        return input;
    }

    private static boolean sound(boolean verified) {
        if (!verified) {
            throw new IllegalStateException("a sound signature was refused");
        }
        return true;
    }
}

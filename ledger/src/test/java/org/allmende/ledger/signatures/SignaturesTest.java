package org.allmende.ledger.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.signatures.corretto.Corretto;
import org.allmende.ledger.signatures.corretto.Signing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule of {@link Ed25519}, clause by clause, with forgeries that only that clause refuses. */
class SignaturesTest {
    private static final String DOMAIN = "allmende/1/transaction";
    private static final Bytes MESSAGE = Bytes.utf8("hello");
    private static final Bytes SECRET =
            Bytes.hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    /** The discrete logarithms of an R and an A, which a forger may choose as it likes. */
    private static final BigInteger R = BigInteger.valueOf(987654321);

    private static final BigInteger A = BigInteger.valueOf(1234567890);

    @ParameterizedTest
    @CsvSource({
        // RFC 8032, section 7.1, tests 1 to 3: secret, public key, message, signature.
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a",
    })
    void asRfc8032HasIt(String secret, String key, String message, String signature) {
        byte[] input = Bytes.hex(message).toArray();
        assertThat(Ed25519.publicKey(Bytes.hex(secret))).isEqualTo(Bytes.hex(key));
        assertThat(SigningKey.of(Bytes.hex(secret)).signRaw(input)).isEqualTo(Bytes.hex(signature));
        assertThat(Ed25519.verifyRaw(Bytes.hex(key), input, Bytes.hex(signature))).isTrue();
        assertThat(Ed25519.isTakenInJava(hex(key), input, hex(signature))).isTrue();
        Corretto.here().ifPresent(quick -> assertThat(quick.takes(hex(signature), input, hex(key))).isTrue());
        assertThat(Ed25519.isAcceptable(Bytes.hex(key))).isTrue();
    }

    @Test
    void theDomainAZeroAndTheMessageAreSigned() {
        // Derived by the plain formulas of RFC 8032 from the secret 00..1f and "allmende/1/transaction\0hello".
        Bytes key = Bytes.hex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
        Bytes signature = Bytes.hex("6642dc3aa3ab1a10c6ee0fc4506b628cfb5595a29760e9dacb0f7561414c1288"
                + "f57f524ee343a867e30c4c6c8a998b56295d65ab27a8a2035de8f3e49f00000c");
        assertThat(Ed25519.publicKey(SECRET)).isEqualTo(key);
        assertThat(Ed25519.sign(SECRET, DOMAIN, MESSAGE)).isEqualTo(signature);
        assertThat(SigningKey.of(SECRET).signRaw(Bytes.utf8(DOMAIN + "\0hello").toArray())).isEqualTo(signature);
        assertThat(Ed25519.verify(key, DOMAIN, MESSAGE, signature)).isTrue();
    }

    @Test
    void aSignatureOfOneDomainIsNoneOfAnother() {
        Bytes key = Ed25519.publicKey(SECRET);
        Bytes signature = Ed25519.sign(SECRET, "allmende/1/a", Bytes.utf8("bc"));
        assertThat(Ed25519.verify(key, "allmende/1/a", Bytes.utf8("bc"), signature)).isTrue();
        assertThat(Ed25519.verify(key, "allmende/1/b", Bytes.utf8("bc"), signature)).isFalse();
        assertThat(Ed25519.verify(key, "allmende/1/ab", Bytes.utf8("c"), signature)).isFalse();
    }

    @Test
    void noBitCanBeChanged() {
        Bytes key = Ed25519.publicKey(SECRET);
        Bytes signature = Ed25519.sign(SECRET, DOMAIN, MESSAGE);
        for (int bit = 0; bit < 8 * signature.length(); bit++) {
            assertThat(Ed25519.verify(key, DOMAIN, MESSAGE, flipped(signature, bit))).as("bit %s of signature", bit).isFalse();
        }
        for (int bit = 0; bit < 8 * key.length(); bit++) {
            assertThat(Ed25519.verify(flipped(key, bit), DOMAIN, MESSAGE, signature)).as("bit %s of key", bit).isFalse();
        }
        for (int bit = 0; bit < 8 * MESSAGE.length(); bit++) {
            assertThat(Ed25519.verify(key, DOMAIN, flipped(MESSAGE, bit), signature)).as("bit %s of message", bit).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 63, 65, 128})
    void otherSizesAreFalseAndNoException(int size) {
        Bytes key = Ed25519.publicKey(SECRET);
        Bytes signature = Ed25519.sign(SECRET, DOMAIN, MESSAGE);
        Bytes other = Bytes.wrap(new byte[size]);
        assertThat(Ed25519.verify(other, DOMAIN, MESSAGE, signature)).isFalse();
        assertThat(Ed25519.verify(key, DOMAIN, MESSAGE, other)).isFalse();
        assertThat(Ed25519.isAcceptable(other)).isFalse();
        assertThatThrownBy(() -> Ed25519.publicKey(other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ed25519.sign(other, DOMAIN, MESSAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an Ed25519 secret is 32 bytes, not " + size);
    }

    @Test
    void theForgerOfTheseTestsCanSignToo() {
        Bytes key = EdwardsPoint.BASE.times(A).encode();
        Bytes signature = forge(EdwardsPoint.BASE.times(R).encode(), R, key, A);
        assertThat(Ed25519.verify(key, DOMAIN, MESSAGE, signature)).isTrue();
        assertThat(Ed25519.isAcceptable(key)).isTrue();
    }

    @Test
    void addingTheOrderToSIsNoSecondSignature() {
        Bytes key = Ed25519.publicKey(SECRET);
        Bytes signature = Ed25519.sign(SECRET, DOMAIN, MESSAGE);
        BigInteger s = littleEndian(signature.slice(32, 64));
        for (int times = 1; times < 15; times++) {
            BigInteger more = s.add(EdwardsPoint.L.multiply(BigInteger.valueOf(times)));
            Bytes second = signature.slice(0, 32).concat(Bytes.wrap(EdwardsPoint.littleEndian(more)));
            assertThat(Ed25519.verify(key, DOMAIN, MESSAGE, second)).as("S + %s L", times).isFalse();
        }
    }

    static List<Bytes> smallOrder() {
        List<Bytes> points = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            points.add(EdwardsPoint.ORDER_8.times(BigInteger.valueOf(i)).encode());
        }
        return points;
    }

    /** Encodings of points of small order that a lenient reader takes for them: y of p or more, or minus zero. */
    static List<Bytes> smallOrderInOtherWords() {
        BigInteger p = EdwardsPoint.P;
        BigInteger minusOne = p.subtract(BigInteger.ONE);
        return List.of(
                EdwardsPoint.encode(p, false),
                EdwardsPoint.encode(p, true),
                EdwardsPoint.encode(p.add(BigInteger.ONE), false),
                EdwardsPoint.encode(p.add(BigInteger.ONE), true),
                EdwardsPoint.encode(BigInteger.ONE, true),
                EdwardsPoint.encode(minusOne, true));
    }

    @ParameterizedTest
    @MethodSource({"smallOrder", "smallOrderInOtherWords"})
    void keysOfSmallOrderAreNone(Bytes key) {
        // 8 k A is zero, so that 8 S B = 8 R is all that remains of the equation: anybody can solve it.
        Bytes forged = EdwardsPoint.BASE.times(R).encode().concat(Bytes.wrap(EdwardsPoint.littleEndian(R)));
        assertThat(Ed25519.isAcceptable(key)).isFalse();
        assertThat(Ed25519.verify(key, DOMAIN, MESSAGE, forged)).isFalse();
    }

    @ParameterizedTest
    @MethodSource({"smallOrder", "smallOrderInOtherWords"})
    void anROfSmallOrderIsNone(Bytes r) {
        // 8 R is zero: the equation holds for S = k A's logarithm.
        Bytes key = EdwardsPoint.BASE.times(A).encode();
        assertThat(Ed25519.verify(key, DOMAIN, MESSAGE, forge(r, BigInteger.ZERO, key, A))).isFalse();
    }

    @Test
    void thereAreEightPointsOfSmallOrder() {
        assertThat(smallOrder()).doesNotHaveDuplicates().hasSize(8);
    }

    @Test
    void everyYOfPOrMoreIsRefusedAsAKey() {
        for (int above = 0; above < 19; above++) {
            BigInteger y = EdwardsPoint.P.add(BigInteger.valueOf(above));
            assertThat(Ed25519.isAcceptable(EdwardsPoint.encode(y, false))).as("p + %s", above).isFalse();
            assertThat(Ed25519.isAcceptable(EdwardsPoint.encode(y, true))).as("p + %s, signed", above).isFalse();
        }
    }

    @Test
    void aKeyOutsideThePrimeOrderGetsNoAccount() {
        for (int i = 1; i < 8; i++) {
            EdwardsPoint part = EdwardsPoint.ORDER_8.times(BigInteger.valueOf(i));
            assertThat(Ed25519.isAcceptable(EdwardsPoint.BASE.times(A).plus(part).encode())).isFalse();
        }
    }

    /** Points with a part of small order, where the equations with and without the cofactor differ. */
    @Seeds(16)
    void theEquationIsTheOneWithTheCofactor(Seed seed) {
        EdwardsPoint partOfR = EdwardsPoint.ORDER_8.times(BigInteger.valueOf(seed.nextInt(8)));
        EdwardsPoint partOfA = EdwardsPoint.ORDER_8.times(BigInteger.valueOf(seed.nextInt(8)));
        BigInteger r = BigInteger.valueOf(seed.nextLong(1, Long.MAX_VALUE));
        BigInteger a = BigInteger.valueOf(seed.nextLong(1, Long.MAX_VALUE));
        Bytes pointR = EdwardsPoint.BASE.times(r).plus(partOfR).encode();
        Bytes key = EdwardsPoint.BASE.times(a).plus(partOfA).encode();

        assertThat(Ed25519.verify(key, DOMAIN, MESSAGE, forge(pointR, r, key, a))).isTrue();
        assertThat(Ed25519.verify(key, DOMAIN, MESSAGE, forge(pointR, r.add(BigInteger.ONE), key, a))).isFalse();
    }

    @Test
    void theQuickLibraryIsThereWhereItIsBuiltFor() {
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        boolean built = List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
        assertThat(Corretto.here().isPresent()).isEqualTo(linux && built);
        Signing signing = new Signing(SECRET.toArray());
        for (int i = 1; i < Signing.PAYS_FROM; i++) {
            assertThat(signing.sign(MESSAGE.toArray())).as("it is not loaded for one signature").isEmpty();
        }
        assertThat(signing.sign(MESSAGE.toArray()).isPresent()).isEqualTo(linux && built);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1 << 20, (1 << 20) + 1, 2 * 1024 * 1024})
    void aMessageOfAnyLength(int length) {
        byte[] message = new byte[length];
        Bytes signature = SigningKey.of(SECRET).signRaw(message);
        assertThat(Ed25519.verifyRaw(Ed25519.publicKey(SECRET), message, signature)).isTrue();
        Corretto.here().ifPresent(quick -> assertThat(
                        quick.takes(signature.toArray(), message, Ed25519.publicKey(SECRET).toArray()))
                .isEqualTo(length <= 1 << 20));
    }

    /** RFC 8032 has one signature for each secret and message, whoever computes it, of any length. */
    @Seeds(16)
    void bothLibrariesSignTheSame(Seed seed) {
        SigningKey key = SigningKey.of(seed.bytes(32));
        for (int i = 0; i < 3 * Signing.PAYS_FROM; i++) {
            byte[] message = seed.bytes(seed.oneIn(8) ? seed.between(0, 200_000) : seed.between(0, 300)).toArray();
            assertThat(key.signRaw(message)).isEqualTo(key.signInJava(message));
        }
    }

    /** The quick one has room for a mebibyte. */
    @Test
    void aMessageThatIsTooLongForTheQuickLibraryIsSignedAllTheSame() {
        SigningKey key = SigningKey.of(SECRET);
        for (int length : new int[] {1 << 20, (1 << 20) + 1}) {
            for (int i = 0; i < Signing.PAYS_FROM; i++) {
                assertThat(key.signRaw(new byte[length])).isEqualTo(key.signInJava(new byte[length]));
            }
        }
    }

    /** A node without the quick library must come to the same verdicts. */
    @Seeds(16)
    void whatTheQuickLibraryTakesTheOtherTakesToo(Seed seed) {
        assumeThat(Corretto.here()).as("the quick library for this machine").isPresent();
        Corretto quick = Corretto.here().orElseThrow();
        Bytes input = Bytes.utf8(DOMAIN + "\0").concat(MESSAGE);
        BigInteger r = BigInteger.valueOf(seed.nextLong(1, Long.MAX_VALUE));
        BigInteger a = BigInteger.valueOf(seed.nextLong(1, Long.MAX_VALUE));
        int taken = 0;
        for (int i = 0; i < 64; i++) {
            EdwardsPoint partOfR = EdwardsPoint.ORDER_8.times(BigInteger.valueOf(i / 8));
            EdwardsPoint partOfA = EdwardsPoint.ORDER_8.times(BigInteger.valueOf(i % 8));
            Bytes key = EdwardsPoint.BASE.times(a).plus(partOfA).encode();
            Bytes signature = forge(EdwardsPoint.BASE.times(r).plus(partOfR).encode(), r, key, a);
            boolean takes = quick.takes(signature.toArray(), input.toArray(), key.toArray());
            if (takes) {
                assertThat(Ed25519.isTakenInJava(key.toArray(), input.toArray(), signature.toArray())).isTrue();
                taken++;
            }
        }
        assertThat(taken).as("signatures without parts of small order are among them").isPositive();
    }

    /** What solves the equation for an R = r B and a key = a B, but for parts of small order. */
    private static Bytes forge(Bytes pointR, BigInteger r, Bytes key, BigInteger a) {
        BigInteger k = EdwardsPoint.hash(pointR, key, Bytes.utf8(DOMAIN + "\0"), MESSAGE);
        return pointR.concat(Bytes.wrap(EdwardsPoint.littleEndian(r.add(k.multiply(a)).mod(EdwardsPoint.L))));
    }

    private static BigInteger littleEndian(Bytes bytes) {
        BigInteger number = BigInteger.ZERO;
        for (int i = bytes.length() - 1; i >= 0; i--) {
            number = number.shiftLeft(8).or(BigInteger.valueOf(bytes.at(i) & 0xff));
        }
        return number;
    }

    private static byte[] hex(String text) {
        return Bytes.hex(text).toArray();
    }

    private static Bytes flipped(Bytes bytes, int bit) {
        byte[] content = bytes.toArray();
        content[bit / 8] ^= (byte) (1 << bit % 8);
        return Bytes.wrap(content);
    }
}

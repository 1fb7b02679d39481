package org.allmende.ledger.signatures;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.allmende.ledger.encoding.Bytes;

/**
 * A point of the curve edwards25519, by the plain formulas of RFC 8032, section 5.1: slow, and independent of the
 * library that the product uses.
 */
record EdwardsPoint(BigInteger x, BigInteger y) {
    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /** The order of the base point. */
    static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger D =
            BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
    private static final BigInteger ROOT_OF_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

    static final EdwardsPoint NEUTRAL = new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE);
    static final EdwardsPoint BASE = withY(BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P), 0);

    /** A point of order 8; its multiples are all eight points of small order. */
    static final EdwardsPoint ORDER_8 = ofOrder8();

    /** The point with this y and this lowest bit of x. */
    static EdwardsPoint withY(BigInteger y, int sign) {
        BigInteger yy = y.multiply(y);
        BigInteger xx = yy.subtract(BigInteger.ONE)
                .multiply(D.multiply(yy).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xx)) {
            x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(xx)) {
            throw new ArithmeticException("no point has this y");
        }
        boolean wrongSign = x.testBit(0) != (sign == 1);
        return new EdwardsPoint(wrongSign ? P.subtract(x).mod(P) : x, y);
    }

    private static EdwardsPoint ofOrder8() {
        for (long y = 2; ; y++) {
            try {
                EdwardsPoint small = withY(BigInteger.valueOf(y), 0).times(L);
                if (!small.times(BigInteger.valueOf(4)).equals(NEUTRAL)) {
                    return small;
                }
            } catch (ArithmeticException none) {
                // Half of all numbers are no point's y.
            }
        }
    }

    EdwardsPoint plus(EdwardsPoint other) {
        BigInteger product = D.multiply(x).multiply(other.x).mod(P).multiply(y).multiply(other.y).mod(P);
        BigInteger newX = x.multiply(other.y).add(other.x.multiply(y))
                .multiply(BigInteger.ONE.add(product).modInverse(P));
        BigInteger newY = y.multiply(other.y).add(x.multiply(other.x))
                .multiply(BigInteger.ONE.subtract(product).modInverse(P));
        return new EdwardsPoint(newX.mod(P), newY.mod(P));
    }

    EdwardsPoint times(BigInteger factor) {
        EdwardsPoint sum = NEUTRAL;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            sum = sum.plus(sum);
            sum = factor.testBit(bit) ? sum.plus(this) : sum;
        }
        return sum;
    }

    /** The one canonical encoding: y, and the lowest bit of x on top. */
    Bytes encode() {
        return encode(y, x.testBit(0));
    }

    static Bytes encode(BigInteger y, boolean sign) {
        byte[] bytes = littleEndian(y);
        bytes[31] |= (byte) (sign ? 0x80 : 0);
        return Bytes.wrap(bytes);
    }

    /** 32 bytes; above 2^255 not for points. */
    static byte[] littleEndian(BigInteger number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    /** The number that SHA-512 of these, in a row, says; modulo L. */
    static BigInteger hash(Bytes... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            for (Bytes part : parts) {
                digest.update(part.unsafeArray());
            }
            byte[] littleEndian = digest.digest();
            byte[] bigEndian = new byte[64];
            for (int i = 0; i < 64; i++) {
                bigEndian[i] = littleEndian[63 - i];
            }
            return new BigInteger(1, bigEndian).mod(L);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}

package org.allmende.ledger.arithmetic;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A whole number from 0 to 2^256 - 1, exact. The components are its 64-bit digits, the lowest first, each taken as
 * unsigned: so its Borsh encoding is that of a {@code u256}, 32 bytes little-endian.
 *
 * @param digit0 the lowest 64 bits
 * @param digit3 the highest 64 bits
 */
public record Uint256(long digit0, long digit1, long digit2, long digit3) implements Comparable<Uint256> {
    public static final Uint256 ZERO = new Uint256(0, 0, 0, 0);
    public static final Uint256 ONE = new Uint256(1, 0, 0, 0);
    public static final Uint256 MAX = new Uint256(-1, -1, -1, -1);

    /** Decimal digits of {@link #MAX}. */
    public static final int DECIMAL_DIGITS_MAX = 78;

    /** @throws IllegalArgumentException when {@code value} is negative */
    public static Uint256 of(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("an amount is not negative: " + value);
        }
        return new Uint256(value, 0, 0, 0);
    }

    /** @throws IllegalArgumentException when {@code value} is negative or over {@link #MAX} */
    public static Uint256 of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException("an amount is from 0 to 2^256 - 1: " + value);
        }
        return new Uint256(
                value.longValue(),
                value.shiftRight(64).longValue(),
                value.shiftRight(128).longValue(),
                value.shiftRight(192).longValue());
    }

    /**
     * Reads decimal digits, nothing else: no sign, no point, no space.
     *
     * @throws IllegalArgumentException when {@code text} is something else, or over {@link #MAX}
     */
    public static Uint256 parse(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= DECIMAL_DIGITS_MAX
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no amount: write 1 to " + DECIMAL_DIGITS_MAX + " decimal digits");
        }
        return of(new BigInteger(text));
    }

    public boolean isZero() {
        return (digit0 | digit1 | digit2 | digit3) == 0;
    }

    /** @throws ArithmeticException when the sum is over {@link #MAX}: ask {@link #exceedsWith} before */
    public Uint256 plus(Uint256 other) {
        if (exceedsWith(other)) {
            throw new ArithmeticException("over 2^256 - 1: " + this + " + " + other);
        }
        long sum0 = digit0 + other.digit0;
        long carry = carry(sum0, digit0);
        long sum1 = digit1 + other.digit1;
        long carry1 = carry(sum1, digit1);
        sum1 += carry;
        carry = carry1 | carry(sum1, carry);
        long sum2 = digit2 + other.digit2;
        long carry2 = carry(sum2, digit2);
        sum2 += carry;
        carry = carry2 | carry(sum2, carry);
        return new Uint256(sum0, sum1, sum2, digit3 + other.digit3 + carry);
    }

    /** Whether the sum with {@code other} is over {@link #MAX}. */
    public boolean exceedsWith(Uint256 other) {
        return compareTo(new Uint256(~other.digit0, ~other.digit1, ~other.digit2, ~other.digit3)) > 0;
    }

    /** @throws ArithmeticException when {@code other} is greater than this: compare before */
    public Uint256 minus(Uint256 other) {
        if (compareTo(other) < 0) {
            throw new ArithmeticException("below zero: " + this + " - " + other);
        }
        long less0 = digit0 - other.digit0;
        long borrow = carry(digit0, other.digit0);
        long less1 = digit1 - other.digit1;
        long borrow1 = carry(digit1, other.digit1);
        borrow1 |= carry(less1, borrow);
        less1 -= borrow;
        long less2 = digit2 - other.digit2;
        long borrow2 = carry(digit2, other.digit2);
        borrow2 |= carry(less2, borrow1);
        less2 -= borrow1;
        return new Uint256(less0, less1, less2, digit3 - other.digit3 - borrow2);
    }

    /** 1 when {@code left} is less than {@code right}, both unsigned: what is carried, or borrowed, there. */
    private static long carry(long left, long right) {
        return Long.compareUnsigned(left, right) < 0 ? 1 : 0;
    }

    public BigInteger toBigInteger() {
        BigInteger value = BigInteger.ZERO;
        for (long digit : new long[] {digit3, digit2, digit1, digit0}) {
            value = value.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(digit)));
        }
        return value;
    }

    /** As of any record, but without a detour: amounts are compared for every changed row. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Uint256 amount
                && digit0 == amount.digit0
                && digit1 == amount.digit1
                && digit2 == amount.digit2
                && digit3 == amount.digit3;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(digit0 ^ digit1 * 31 ^ digit2 * 961 ^ digit3 * 29_791);
    }

    @Override
    public int compareTo(Uint256 other) {
        if (digit3 != other.digit3) {
            return Long.compareUnsigned(digit3, other.digit3);
        }
        if (digit2 != other.digit2) {
            return Long.compareUnsigned(digit2, other.digit2);
        }
        if (digit1 != other.digit1) {
            return Long.compareUnsigned(digit1, other.digit1);
        }
        return Long.compareUnsigned(digit0, other.digit0);
    }

    /** Decimal digits. */
    @Override
    public String toString() {
        return (digit1 | digit2 | digit3) == 0 ? Long.toUnsignedString(digit0) : toBigInteger().toString();
    }
}

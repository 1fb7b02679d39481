package org.allmende.ledger.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;

/** As exact as {@link BigInteger}, which is the judge of every law here. */
class Uint256Test {
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    /** Digits at which carries begin and end. */
    private static final List<Long> EDGES = List.of(0L, 1L, 2L, -1L, -2L, Long.MAX_VALUE, Long.MIN_VALUE);

    private static Uint256 any(Seed seed) {
        return new Uint256(digit(seed), digit(seed), digit(seed), digit(seed));
    }

    private static long digit(Seed seed) {
        return seed.nextBoolean() ? seed.pick(EDGES) : seed.nextLong();
    }

    @Seeds(2_000)
    void sumsDifferencesAndOrderAreExact(Seed seed) {
        Uint256 left = any(seed);
        Uint256 right = seed.oneIn(5) ? left : any(seed);
        BigInteger a = left.toBigInteger();
        BigInteger b = right.toBigInteger();

        assertThat(left.compareTo(right)).isEqualTo(a.compareTo(b));
        assertThat(Uint256.of(a)).isEqualTo(left);
        assertThat(Uint256.parse(a.toString())).isEqualTo(left);
        assertThat(left).hasToString(a.toString());
        assertThat(left.isZero()).isEqualTo(a.signum() == 0);

        boolean over = a.add(b).compareTo(MAX) > 0;
        assertThat(left.exceedsWith(right)).isEqualTo(over);
        if (over) {
            assertThatThrownBy(() -> left.plus(right)).isInstanceOf(ArithmeticException.class);
        } else {
            assertThat(left.plus(right).toBigInteger()).isEqualTo(a.add(b));
        }
        if (a.compareTo(b) < 0) {
            assertThatThrownBy(() -> left.minus(right)).isInstanceOf(ArithmeticException.class);
        } else {
            assertThat(left.minus(right).toBigInteger()).isEqualTo(a.subtract(b));
        }
    }

    /** Random digits seldom carry over a digit of ones: every way a carry can run is tried by itself. */
    @Test
    void everyCarryAndBorrowBetweenEdgesIsExact() {
        for (int one = 0; one < 7 * 7 * 7 * 7; one++) {
            for (Uint256 right : List.of(
                    Uint256.ONE, new Uint256(-1, 0, 0, 0), new Uint256(1, -1, -1, 0), new Uint256(0, -1, 0, 0))) {
                Uint256 left = new Uint256(
                        EDGES.get(one % 7), EDGES.get(one / 7 % 7), EDGES.get(one / 49 % 7), EDGES.get(one / 343));
                if (!left.exceedsWith(right)) {
                    assertThat(left.plus(right).toBigInteger())
                            .isEqualTo(left.toBigInteger().add(right.toBigInteger()));
                    assertThat(left.plus(right).minus(right)).isEqualTo(left);
                }
            }
        }
    }

    @Test
    void isWrittenAsAU256OfBorsh() {
        Uint256 amount = Uint256.of(new BigInteger("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20", 16));

        assertThat(Schema.standard().codec(Uint256.class).encode(amount))
                .isEqualTo(Bytes.hex("201f1e1d1c1b1a191817161514131211100f0e0d0c0b0a090807060504030201"));
    }

    @Test
    void whatIsNoAmountIsRefused() {
        for (String text : List.of("", "-1", "+1", "1.0", " 1", "0x1", "１", "9".repeat(78), "0".repeat(79))) {
            assertThatThrownBy(() -> Uint256.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Uint256.parse(MAX.toString())).isEqualTo(Uint256.MAX);
        assertThatThrownBy(() -> Uint256.of(MAX.add(BigInteger.ONE))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Uint256.of(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package org.allmende.cli;

import java.math.BigDecimal;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.token.Token;
import org.allmende.node.Refusal;

/** Amounts of a token as people write them, with a point before its decimal places. Exact both ways. */
final class Amounts {
    private Amounts() {}

    /** @throws Refusal when it is no amount of this token; nothing is rounded */
    static Uint256 parse(String text, int decimals) throws Refusal {
        boolean plain = text.matches("[0-9]{1,78}(\\.[0-9]{1,36})?");
        try {
            if (plain) {
                return Uint256.of(new BigDecimal(text).movePointRight(decimals).toBigIntegerExact());
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw refusal(text, decimals, e);
        }
        throw refusal(text, decimals, null);
    }

    private static Refusal refusal(String text, int decimals, @org.jspecify.annotations.Nullable Exception cause) {
        String message = "'" + text + "' is no amount of a token with " + decimals + " decimal places";
        String advice = "write decimal digits, with a point and at most " + decimals + " digits after it if any";
        return cause == null ? new Refusal(message, advice) : new Refusal(message, advice, cause);
    }

    /** With all of the token's decimal places. */
    static String show(Uint256 amount, Token token) {
        return new BigDecimal(amount.toBigInteger(), token.decimals()).toPlainString();
    }
}

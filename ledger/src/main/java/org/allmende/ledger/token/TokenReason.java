package org.allmende.ledger.token;

import org.allmende.ledger.Limits;
import org.allmende.ledger.Reason;

/** Why an operation on tokens is refused, in order of precedence. */
public enum TokenReason implements Reason {
    BAD_SYMBOL(
            0,
            "a symbol is 1 to " + Limits.TOKEN_SYMBOL_BYTES_MAX
                    + " ASCII letters, digits, dots and hyphens, a letter or digit first; choose another"),
    BAD_DECIMALS(1, "a token has 0 to " + Limits.TOKEN_DECIMALS_MAX + " decimal places; choose fewer"),
    NO_AMOUNT(2, "an amount is at least 1; leave the operation out, or name one"),
    TOKEN_EXISTS(3, "this account has created a token of this symbol already; use it, or choose another symbol"),
    TOKEN_UNKNOWN(4, "there is no token with this id; it is made of creator and symbol: look for a slip"),
    ACCOUNT_UNKNOWN(5, "there is no account with this id; open it first"),
    NOT_ALLOWED(
            6,
            "the signing account may not do this: sign as the one it concerns, or have it delegate with enough left"
                    + " of the limit"),
    OVER_QUOTA(7, "the creator owns as many entries as its quota allows; have its opener raise it"),
    OVER_SUPPLY(8, "the token's supply would be over its maximum; mint less"),
    NOT_ENOUGH(9, "the account holds less than that; look at its balance");

    private final int code;
    private final String advice;

    TokenReason(int code, String advice) {
        this.code = code;
        this.advice = advice;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String advice() {
        return advice;
    }
}

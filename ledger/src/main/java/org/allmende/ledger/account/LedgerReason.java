package org.allmende.ledger.account;

import org.allmende.ledger.Limits;
import org.allmende.ledger.Reason;

/** Why the ledger refuses one of its operations, in order of precedence. */
public enum LedgerReason implements Reason {
    NO_RIGHT_TO_OPEN(0, "this account may not open others; sign with one that may, for instance an operator's"),
    AUTHORITY_TOO_DEEP(
            1,
            "the authority nests choices of members more than " + Limits.AUTHORITY_DEPTH_MAX
                    + " deep; name members of members directly"),
    TOO_MANY_KEYS(2, "the authority has more than " + Limits.AUTHORITY_KEYS_MAX + " keys; name fewer"),
    KEY_TWICE(3, "the authority names a key twice, which would count twice; leave one of the two out"),
    WEAK_KEY(4, "a public key is not a canonical Ed25519 point of full order; make a new key"),
    ACCOUNT_EXISTS(5, "an account was already opened with this authority; use it, or make a new key"),
    ACCOUNT_UNKNOWN(6, "there is no account with this id; open it first"),
    NOT_THE_OPENER(7, "only who opened an account sets its quota; sign as that account"),
    OVER_OWN_QUOTA(
            8,
            "an account gives no more than it has: of accounts to open what is left of its own, of all else its own"
                    + " quota; ask for less"),
    OWN_ACCOUNT(9, "an account acts for itself already; name another"),
    NO_SUCH_APPLICATION(10, "the scope's tag is of no application here; name that of coordination or of tokens"),
    RESOURCE_TOO_LONG(
            11,
            "the scope's resource is over " + Limits.DELEGATION_RESOURCE_BYTES_MAX
                    + " bytes; delegate a shorter prefix"),
    END_HAS_PASSED(12, "the delegation would end before it begins; name a later time"),
    END_TOO_FAR(
            13,
            "a delegation ends within " + Limits.DELEGATION_MILLIS_MAX / (24 * 3_600_000L)
                    + " days; name an earlier time, and delegate again before it"),
    TOO_MANY_DELEGATIONS(
            14,
            "an account gives at most " + Limits.DELEGATIONS_PER_PAIR_MAX + " delegations to one other and "
                    + Limits.DELEGATIONS_GIVEN_MAX + " in all; end one, or delegate a shorter prefix"),
    OVER_QUOTA(
            15,
            "the account owns as many entries as its quota allows, each delegation one; end one, or have its opener"
                    + " raise the quota"),
    NO_SUCH_DELEGATION(
            16,
            "no such delegation is in force; name the account, application and resource as it was given, and see"
                    + " whether it has ended");

    private final int code;
    private final String advice;

    LedgerReason(int code, String advice) {
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

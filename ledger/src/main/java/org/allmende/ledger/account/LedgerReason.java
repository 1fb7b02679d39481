package org.allmende.ledger.account;

import org.allmende.ledger.Limits;
import org.allmende.ledger.Reason;

/** Why the ledger refuses one of its operations, in order of precedence. */
public enum LedgerReason implements Reason {
    NO_RIGHT_TO_OPEN(0, "this account may not open others; sign with one that may, for instance an operator's"),
    WEAK_KEY(1, "the public key is not a canonical Ed25519 point of full order; make a new key"),
    ACCOUNT_EXISTS(2, "an account was already opened with this key; use it, or make a new key"),
    ACCOUNT_UNKNOWN(3, "there is no account with this id; open it first"),
    OWN_ACCOUNT(4, "an account acts for itself already; name another"),
    RESOURCE_TOO_LONG(5, "the scope's resource is over " + Limits.DELEGATION_RESOURCE_BYTES_MAX + " bytes; delegate a shorter prefix"),
    END_HAS_PASSED(6, "the delegation would end before it begins; name a later time"),
    TOO_MANY_DELEGATIONS(
            7,
            "there are " + Limits.DELEGATIONS_PER_PAIR_MAX + " delegations between these accounts already; end one, or delegate a shorter prefix"),
    NO_SUCH_DELEGATION(8, "no such delegation is in force; name the account, application and resource as it was given, and see whether it has ended");

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

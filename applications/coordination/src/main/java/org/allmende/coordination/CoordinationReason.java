package org.allmende.coordination;

import org.allmende.ledger.Reason;
import org.allmende.ledger.encoding.Tag;

/** Why coordination refuses, in order of precedence: first what is wrong with the request, then with the state. */
public enum CoordinationReason implements Reason {
    @Tag(0)
    TWO_KEYSPACES(0, "the operations of a group are for one keyspace; put the others into a group of their own"),
    @Tag(1)
    KEYSPACE_NOT_FOUND(1, "there is no keyspace of this name; create it, or look at the list of keyspaces"),
    @Tag(2)
    EMPTY_KEY(2, "a key has at least one byte; a range from the first key on begins at a zero byte"),
    @Tag(3)
    VALUE_PROVIDED(3, "with ignoreValue the value stays as it is; leave the value of the request empty"),
    @Tag(4)
    LEASE_PROVIDED(4, "with ignoreLease the lease stays as it is; leave the lease of the request 0"),
    @Tag(5)
    TOO_MANY_OPERATIONS(
            5,
            "a transaction has at most " + CoordinationLimits.TXN_OPERATIONS_MAX + " compares and as many requests in a "
                    + "branch, counted along its nesting, and " + CoordinationLimits.TXN_REQUESTS_MAX
                    + " in all, nested at most " + CoordinationLimits.TXN_DEPTH_MAX + " deep; send several"),
    @Tag(6)
    DUPLICATE_KEY(6, "one branch puts a key twice, or puts and deletes it; leave one of the two out"),
    @Tag(7)
    REQUEST_TOO_LARGE(
            7,
            "keys and values of an operation have at most " + CoordinationLimits.REQUEST_BYTES_MAX
                    + " bytes together; send several, or keep large values elsewhere"),
    @Tag(8)
    NOT_ALLOWED(
            8,
            "the signing account may not do this in this keyspace; sign as its owner, or let the owner name the account "
                    + "as a writer of these keys or delegate to it"),
    @Tag(9)
    KEYSPACE_EXISTS(9, "a keyspace of this name exists; choose another name"),
    @Tag(10)
    TOO_MANY_KEYSPACES(
            10,
            "an account creates at most " + CoordinationLimits.KEYSPACES_PER_OWNER_MAX + " keyspaces, a network holds "
                    + CoordinationLimits.KEYSPACES_MAX + "; use prefixes in one you have"),
    @Tag(11)
    ACCOUNT_NOT_OPEN(11, "the account to be named as a writer has not been opened; open it first"),
    @Tag(12)
    TOO_MANY_WRITERS(
            12,
            "a keyspace names at most " + CoordinationLimits.WRITERS_MAX + " writers and "
                    + CoordinationLimits.WRITER_PREFIXES_MAX + " prefixes for one account; use shorter prefixes"),
    @Tag(13)
    WRITER_NOT_FOUND(13, "this account is not named as a writer of exactly this prefix; look at the keyspace's writers"),
    @Tag(14)
    LEASE_NOT_FOUND(14, "there is no such lease; grant one first, or use 0 for none"),
    @Tag(15)
    KEY_NOT_FOUND(15, "ignoreValue and ignoreLease keep what a key has, and there is no such key; put it with both"),
    @Tag(16)
    FUTURE_REVISION(16, "the revision has not been reached yet; ask for 0 or for one up to the current revision"),
    @Tag(17)
    COMPACTED(17, "the revision has been compacted away; ask for the compacted revision or a later one"),
    @Tag(18)
    TOO_MANY_KEYS(
            18,
            "an operation looks at no more than " + CoordinationLimits.VERSIONS_VISITED_MAX
                    + " stored versions of keys, and an answer holds no more than " + CoordinationLimits.ANSWER_KEYS_MAX
                    + " keys; use smaller ranges, a limit, or compact first"),
    @Tag(19)
    ANSWER_TOO_LARGE(
            19,
            "an answer holds at most " + CoordinationLimits.ANSWER_BYTES_MAX
                    + " bytes of keys and values; use a limit, smaller ranges, or ask for keys only");

    private final int code;
    private final String advice;

    CoordinationReason(int code, String advice) {
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

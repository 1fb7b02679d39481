package org.allmende.coordination;

import org.allmende.ledger.Reason;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.receipt.GroupOutcome;

/** Why coordination refuses, in order of precedence: first what is wrong with the request, then with the state. */
public enum CoordinationReason implements Reason {
    @Tag(0)
    TWO_KEYSPACES(0, "the operations of a group are for one keyspace; put the others into a group of their own"),
    @Tag(1)
    KEYSPACE_NOT_FOUND(1, "there is no keyspace of this name; create it, or look at the list of keyspaces"),
    @Tag(2)
    TOO_MANY_OPERATIONS(
            2,
            "a transaction has at most " + CoordinationLimits.TXN_OPERATIONS_MAX + " compares and as many requests in"
                    + " a branch, counted along its nesting, and " + CoordinationLimits.TXN_REQUESTS_MAX
                    + " in all, nested at most " + CoordinationLimits.TXN_DEPTH_MAX + " deep; send several"),
    @Tag(3)
    EMPTY_KEY(3, "a key has at least one byte; a range from the first key on begins at a zero byte"),
    @Tag(4)
    KEY_TOO_LARGE(
            4,
            "a key has at most " + CoordinationLimits.KEY_BYTES_MAX + " bytes, a bound of a range one more; use shorter"
                    + " keys"),
    @Tag(5)
    VALUE_PROVIDED(5, "with ignoreValue the value stays as it is; leave the value of the request empty"),
    @Tag(6)
    LEASE_PROVIDED(6, "with ignoreLease the lease stays as it is; leave the lease of the request 0"),
    @Tag(7)
    DUPLICATE_KEY(7, "one branch puts a key twice, or puts and deletes it; leave one of the two out"),
    @Tag(8)
    REQUEST_TOO_LARGE(
            8,
            "keys and values of an operation have at most " + CoordinationLimits.REQUEST_BYTES_MAX
                    + " bytes together; send several, or keep large values elsewhere"),
    @Tag(9)
    NOT_ALLOWED(
            9,
            "the signing account may not do this in this keyspace; sign as its owner, or let the owner name the"
                    + " account as a writer of these keys or delegate to it"),
    @Tag(10)
    KEYSPACE_EXISTS(10, "a keyspace of this name exists; choose another name"),
    @Tag(11)
    TOO_MANY_KEYSPACES(
            11,
            "an account creates at most " + CoordinationLimits.KEYSPACES_PER_OWNER_MAX + " keyspaces, a network holds "
                    + CoordinationLimits.KEYSPACES_MAX + "; use prefixes in one you have"),
    @Tag(12)
    ACCOUNT_NOT_OPEN(12, "the account to be named as a writer has not been opened; open it first"),
    @Tag(13)
    TOO_MANY_WRITERS(
            13,
            "a keyspace names at most " + CoordinationLimits.WRITERS_MAX + " writers and "
                    + CoordinationLimits.WRITER_PREFIXES_MAX + " prefixes for one account; use shorter prefixes"),
    @Tag(14)
    WRITER_NOT_FOUND(
            14, "this account is not named as a writer of exactly this prefix; look at the keyspace's writers"),
    @Tag(15)
    LEASE_NOT_FOUND(15, "there is no such lease; grant one first, of any id but 0, or use 0 for none"),
    @Tag(16)
    KEY_NOT_FOUND(16, "ignoreValue and ignoreLease keep what a key has, and there is no such key; put it with both"),
    @Tag(17)
    FUTURE_REVISION(17, "the revision has not been reached yet; ask for 0 or for one up to the current revision"),
    @Tag(18)
    COMPACTED(18, "the revision has been compacted away; ask for the compacted revision or a later one"),
    @Tag(19)
    TOO_MANY_KEYS(
            19,
            "an operation looks at no more than " + CoordinationLimits.VERSIONS_VISITED_MAX
                    + " stored versions of keys, a deletion at no more than " + CoordinationLimits.DELETED_VERSIONS_MAX
                    + ", and an answer holds no more than " + CoordinationLimits.ANSWER_KEYS_MAX
                    + " keys; use smaller ranges, a limit, or compact first"),
    @Tag(20)
    ANSWER_TOO_LARGE(
            20,
            "an answer holds at most " + CoordinationLimits.ANSWER_BYTES_MAX
                    + " bytes of keys and values; use a limit, smaller ranges, or ask for keys only"),
    @Tag(21)
    TOO_MUCH_IN_ONE_ROUND(
            21,
            "the account's operations look at no more than " + CoordinationLimits.VERSIONS_VISITED_PER_ROUND_MAX
                    + " stored versions of keys and leases in one round; send it again"),
    @Tag(22)
    OVER_QUOTA(
            22,
            "the owner of the keyspace owns as many entries as its quota allows: keys, leases, keyspaces it has created,"
                    + " and what else counts; delete some keys, or have its opener raise it"),
    @Tag(23)
    LEASE_EXISTS(23, "there is a lease of this id; choose another id"),
    @Tag(24)
    LEASE_TOO_LONG(
            24, "a lease lives at most " + CoordinationLimits.LEASE_SECONDS_MAX + " s; ask for less and renew it"),
    @Tag(25)
    LEASE_FULL(
            25, "a lease has at most " + CoordinationLimits.LEASE_KEYS_MAX + " keys; grant another one for the next"),
    @Tag(26)
    USER_EMPTY(
            26,
            "the keyspace asks for users, and none was named; say as which user, or sign as the keyspace's owner"),
    @Tag(27)
    AUTH_REVISION_OLD(27, "users or roles have changed since the user was asked for; authenticate again"),
    @Tag(28)
    USER_NOT_ALLOWED(28, "none of the user's roles permits this; let a user with the role root grant it one that does"),
    @Tag(29)
    ROOT_USER_MISSING(29, "users can be asked for when there is a user root; add it"),
    @Tag(30)
    ROOT_ROLE_MISSING(30, "users can be asked for when user root has the role root; grant it"),
    @Tag(31)
    USER_EXISTS(31, "there is a user of this name; choose another name"),
    @Tag(32)
    USER_NOT_FOUND(32, "there is no user of this name; look at the list of users"),
    @Tag(33)
    ROLE_EMPTY(33, "a role has a name; choose one"),
    @Tag(34)
    ROLE_EXISTS(34, "there is a role of this name; choose another name"),
    @Tag(35)
    ROLE_NOT_FOUND(35, "there is no role of this name; look at the list of roles"),
    @Tag(36)
    ROLE_NOT_GRANTED(36, "the user does not have this role; look at the user's roles"),
    @Tag(37)
    PERMISSION_EMPTY(
            37, "a permission is for a key of at least one byte, or a range that ends after it begins; name such a one"),
    @Tag(38)
    PERMISSION_NOT_GRANTED(
            38, "the role has no permission of exactly this range; look at the role's permissions"),
    @Tag(39)
    ROOT_IS_NEEDED(39, "while users are asked for there has to be a user root with the role root; disable that first"),
    @Tag(40)
    AUTH_FULL(
            40,
            "a keyspace has at most " + CoordinationLimits.USERS_MAX + " users and " + CoordinationLimits.ROLES_MAX
                    + " roles, a user " + CoordinationLimits.USER_ROLES_MAX + " roles, a role "
                    + CoordinationLimits.ROLE_PERMISSIONS_MAX + " permissions; put several together"),
    @Tag(41)
    NO_SPACE(
            41,
            "the keyspace's versions would take more bytes than its quota, or did so and the alarm is still on; delete"
                    + " and compact, or have its owner raise the quota, then disarm the alarm"),
    @Tag(42)
    SAID_TO_BE_CORRUPT(
            42, "an alarm says that the keyspace is corrupt; find out who raised it and why, then disarm it"),
    @Tag(43)
    SPACE_LEFT(43, "there is room in the keyspace for whatever an operation can put; send it again"),
    @Tag(44)
    ALARM_NOT_FOUND(44, "there is no such alarm of this member; look at the list of alarms"),
    @Tag(45)
    TOO_MANY_ALARMS(
            45, "a keyspace has at most " + CoordinationLimits.ALARMS_MAX + " alarms; disarm some of them");

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

    /**
     * Why a receipt says that a group of this application was refused. A refusal by the ledger itself is one of the signing
     * account, that it may not, or no more: NOT_ALLOWED.
     */
    public static CoordinationReason of(GroupOutcome.Refused refused) {
        if (refused.application() != Coordination.TAG) {
            return NOT_ALLOWED;
        }
        for (CoordinationReason reason : values()) {
            if (reason.code == refused.reason()) {
                return reason;
            }
        }
        throw new IllegalStateException("coordination has no reason " + refused.reason());
    }
}

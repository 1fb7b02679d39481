package org.allmende.coordination;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Tag;

/**
 * What can be changed in a keyspace's users and roles, as in etcd. Passwords come as what bcrypt made of them: the state
 * is everybody's to read.
 */
public sealed interface AuthChange {
    /** From now on users are asked for. Where they are already: no effect. Needs a user root with the role root. */
    @Tag(0)
    record Enable() implements AuthChange {}

    /** From now on no users are asked for. Where they are not: no effect. */
    @Tag(1)
    record Disable() implements AuthChange {}

    /** @param passwordHash bcrypt's, as text; empty: the user has no password, and can only come with a certificate */
    @Tag(2)
    record AddUser(
            @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String user,
            @Max(CoordinationLimits.PASSWORD_HASH_BYTES_MAX) Bytes passwordHash)
            implements AuthChange {}

    /** Not root while users are asked for. */
    @Tag(3)
    record DeleteUser(@Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String user) implements AuthChange {}

    /** A user without a password stays without, as in etcd. */
    @Tag(4)
    record ChangePassword(
            @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String user,
            @Max(CoordinationLimits.PASSWORD_HASH_BYTES_MAX) Bytes passwordHash)
            implements AuthChange {}

    /** Again: no effect. The role root need not exist to be granted, as in etcd. */
    @Tag(5)
    record GrantRole(
            @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String user,
            @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String role)
            implements AuthChange {}

    /** Not root from root while users are asked for. */
    @Tag(6)
    record RevokeRole(
            @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String user,
            @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String role)
            implements AuthChange {}

    @Tag(7)
    record AddRole(@Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String role) implements AuthChange {}

    /** Its users lose it. Not root while users are asked for. */
    @Tag(8)
    record DeleteRole(@Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String role) implements AuthChange {}

    /** One of exactly this range takes the place of the one before. */
    @Tag(9)
    record GrantPermission(@Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String role, KeyPermission permission)
            implements AuthChange {}

    /** Of exactly this range. */
    @Tag(10)
    record RevokePermission(
            @Max(CoordinationLimits.AUTH_NAME_BYTES_MAX) String role,
            @Max(CoordinationLimits.PERMISSION_KEY_BYTES_MAX) Bytes key,
            @Max(CoordinationLimits.PERMISSION_KEY_BYTES_MAX) Bytes rangeEnd)
            implements AuthChange {}
}

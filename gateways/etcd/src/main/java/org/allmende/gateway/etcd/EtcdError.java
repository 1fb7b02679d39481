package org.allmende.gateway.etcd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.allmende.coordination.CoordinationReason;
import org.allmende.gateway.etcd.store.UnavailableException;

/**
 * Every error this gateway answers with, by etcd's own codes and texts: clients match the texts.
 *
 * @see <a href="https://github.com/etcd-io/etcd/blob/main/api/v3rpc/rpctypes/error.go">etcd's list</a>
 */
public enum EtcdError {
    EMPTY_KEY(Status.Code.INVALID_ARGUMENT, "etcdserver: key is not provided"),
    KEY_NOT_FOUND(Status.Code.INVALID_ARGUMENT, "etcdserver: key not found"),
    VALUE_PROVIDED(Status.Code.INVALID_ARGUMENT, "etcdserver: value is provided"),
    LEASE_PROVIDED(Status.Code.INVALID_ARGUMENT, "etcdserver: lease is provided"),
    TOO_MANY_OPERATIONS(Status.Code.INVALID_ARGUMENT, "etcdserver: too many operations in txn request"),
    DUPLICATE_KEY(Status.Code.INVALID_ARGUMENT, "etcdserver: duplicate key given in txn request"),
    INVALID_SORT(Status.Code.INVALID_ARGUMENT, "etcdserver: invalid sort option"),
    COMPACTED(Status.Code.OUT_OF_RANGE, "etcdserver: mvcc: required revision has been compacted"),
    FUTURE_REVISION(Status.Code.OUT_OF_RANGE, "etcdserver: mvcc: required revision is a future revision"),
    NO_SPACE(Status.Code.RESOURCE_EXHAUSTED, "etcdserver: mvcc: database space exceeded"),
    CORRUPT(Status.Code.DATA_LOSS, "etcdserver: corrupt cluster"),

    LEASE_NOT_FOUND(Status.Code.NOT_FOUND, "etcdserver: requested lease not found"),
    LEASE_EXISTS(Status.Code.FAILED_PRECONDITION, "etcdserver: lease already exists"),
    LEASE_TOO_LONG(Status.Code.OUT_OF_RANGE, "etcdserver: too large lease TTL"),

    MEMBER_NOT_FOUND(Status.Code.NOT_FOUND, "etcdserver: member not found"),
    MEMBER_NOT_LEARNER(Status.Code.FAILED_PRECONDITION, "etcdserver: can only promote a learner member"),
    BAD_LEADER_TRANSFEREE(Status.Code.FAILED_PRECONDITION, "etcdserver: bad leader transferee"),

    REQUEST_TOO_LARGE(Status.Code.INVALID_ARGUMENT, "etcdserver: request is too large"),
    TOO_MANY_REQUESTS(Status.Code.RESOURCE_EXHAUSTED, "etcdserver: too many requests"),

    PERMISSION_DENIED(Status.Code.PERMISSION_DENIED, "etcdserver: permission denied"),

    USER_EMPTY(Status.Code.INVALID_ARGUMENT, "etcdserver: user name is empty"),
    AUTH_REVISION_OLD(Status.Code.INVALID_ARGUMENT, "etcdserver: revision of auth store is old"),
    INVALID_AUTH_TOKEN(Status.Code.UNAUTHENTICATED, "etcdserver: invalid auth token"),
    AUTHENTICATION_FAILED(
            Status.Code.INVALID_ARGUMENT, "etcdserver: authentication failed, invalid user ID or password"),
    AUTH_NOT_ENABLED(Status.Code.FAILED_PRECONDITION, "etcdserver: authentication is not enabled"),
    /** etcd has no code for it. */
    NO_PASSWORD_USER(
            Status.Code.UNKNOWN, "auth: authentication failed, password was given for no password user"),
    ROOT_USER_MISSING(Status.Code.FAILED_PRECONDITION, "etcdserver: root user does not exist"),
    ROOT_ROLE_MISSING(Status.Code.FAILED_PRECONDITION, "etcdserver: root user does not have root role"),
    USER_EXISTS(Status.Code.FAILED_PRECONDITION, "etcdserver: user name already exists"),
    USER_NOT_FOUND(Status.Code.FAILED_PRECONDITION, "etcdserver: user name not found"),
    ROLE_EMPTY(Status.Code.INVALID_ARGUMENT, "etcdserver: role name is empty"),
    ROLE_EXISTS(Status.Code.FAILED_PRECONDITION, "etcdserver: role name already exists"),
    ROLE_NOT_FOUND(Status.Code.FAILED_PRECONDITION, "etcdserver: role name not found"),
    ROLE_NOT_GRANTED(Status.Code.FAILED_PRECONDITION, "etcdserver: role is not granted to the user"),
    PERMISSION_NOT_GIVEN(Status.Code.INVALID_ARGUMENT, "etcdserver: permission not given"),
    PERMISSION_NOT_GRANTED(
            Status.Code.FAILED_PRECONDITION, "etcdserver: permission is not granted to the role"),
    INVALID_AUTH_MANAGEMENT(Status.Code.INVALID_ARGUMENT, "etcdserver: invalid auth management"),

    NO_LEADER(Status.Code.UNAVAILABLE, "etcdserver: no leader"),
    STOPPED(Status.Code.UNAVAILABLE, "etcdserver: server stopped"),
    TIMED_OUT(Status.Code.UNAVAILABLE, "etcdserver: request timed out");

    private final Status status;

    EtcdError(Status.Code code, String text) {
        status = code.toStatus().withDescription(text);
    }

    public Status status() {
        return status;
    }

    public String text() {
        return String.valueOf(status.getDescription());
    }

    public StatusRuntimeException exception() {
        return status.asRuntimeException();
    }

    /** How etcd says what coordination refuses for; what etcd does not know is said in coordination's own words. */
    public static StatusRuntimeException of(CoordinationReason reason) {
        return switch (reason) {
            case EMPTY_KEY -> EMPTY_KEY.exception();
            case VALUE_PROVIDED -> VALUE_PROVIDED.exception();
            case LEASE_PROVIDED -> LEASE_PROVIDED.exception();
            case DUPLICATE_KEY -> DUPLICATE_KEY.exception();
            case TOO_MANY_OPERATIONS -> TOO_MANY_OPERATIONS.exception();
            case REQUEST_TOO_LARGE -> REQUEST_TOO_LARGE.exception();
            case LEASE_NOT_FOUND -> LEASE_NOT_FOUND.exception();
            case KEY_NOT_FOUND -> KEY_NOT_FOUND.exception();
            case FUTURE_REVISION -> FUTURE_REVISION.exception();
            case COMPACTED -> COMPACTED.exception();
            case NOT_ALLOWED -> PERMISSION_DENIED.exception();
            case OVER_QUOTA, NO_SPACE -> NO_SPACE.exception();
            case SAID_TO_BE_CORRUPT -> CORRUPT.exception();
            case LEASE_EXISTS -> LEASE_EXISTS.exception();
            case LEASE_TOO_LONG -> LEASE_TOO_LONG.exception();
            case USER_EMPTY -> USER_EMPTY.exception();
            case AUTH_REVISION_OLD -> AUTH_REVISION_OLD.exception();
            case USER_NOT_ALLOWED -> PERMISSION_DENIED.exception();
            case ROOT_USER_MISSING -> ROOT_USER_MISSING.exception();
            case ROOT_ROLE_MISSING -> ROOT_ROLE_MISSING.exception();
            case USER_EXISTS -> USER_EXISTS.exception();
            case USER_NOT_FOUND -> USER_NOT_FOUND.exception();
            case ROLE_EMPTY -> ROLE_EMPTY.exception();
            case ROLE_EXISTS -> ROLE_EXISTS.exception();
            case ROLE_NOT_FOUND -> ROLE_NOT_FOUND.exception();
            case ROLE_NOT_GRANTED -> ROLE_NOT_GRANTED.exception();
            case PERMISSION_NOT_GRANTED -> PERMISSION_NOT_GRANTED.exception();
            case PERMISSION_EMPTY, ROOT_IS_NEEDED -> INVALID_AUTH_MANAGEMENT.exception();
            case KEY_TOO_LARGE -> own(Status.Code.INVALID_ARGUMENT, reason);
            case TOO_MANY_KEYS, ANSWER_TOO_LARGE, TOO_MUCH_IN_ONE_ROUND, LEASE_FULL, AUTH_FULL, TOO_MANY_ALARMS ->
                own(Status.Code.RESOURCE_EXHAUSTED, reason);
            case TWO_KEYSPACES,
                    KEYSPACE_NOT_FOUND,
                    KEYSPACE_EXISTS,
                    TOO_MANY_KEYSPACES,
                    ACCOUNT_NOT_OPEN,
                    SPACE_LEFT,
                    ALARM_NOT_FOUND,
                    TOO_MANY_WRITERS,
                    WRITER_NOT_FOUND ->
                own(Status.Code.FAILED_PRECONDITION, reason);
        };
    }

    private static StatusRuntimeException own(Status.Code code, CoordinationReason reason) {
        return code.toStatus().withDescription("etcdserver: " + reason.advice()).asRuntimeException();
    }

    /** How etcd says that the network did not answer. */
    public static StatusRuntimeException of(UnavailableException unavailable) {
        return switch (unavailable.why()) {
            case TOO_MANY -> TOO_MANY_REQUESTS.exception();
            case TIMED_OUT -> TIMED_OUT.exception();
            case NOT_ORDERING -> NO_LEADER.exception();
            case CLOSED -> STOPPED.exception();
        };
    }
}

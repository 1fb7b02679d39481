package org.allmende.gateway.etcd.lock;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * What only locks and elections are refused for, in etcd's words. etcd itself asks its own client here, whose errors
 * have lost their codes when they are answered: all of them are {@code UNKNOWN}.
 *
 * @see <a href="https://github.com/etcd-io/etcd/tree/main/client/v3/concurrency">etcd's texts</a>
 */
enum Refusal {
    /** From etcd 3.5 on; 3.4 gives the lock to somebody whose lease has ended. */
    SESSION_EXPIRED("mutex: session is expired"),
    NOT_LEADER("election: not leader"),
    NO_LEADER("election: no leader"),
    LEADER_MISSING("\"leader\" field must be provided");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    StatusRuntimeException exception() {
        return Status.UNKNOWN.withDescription(text).asRuntimeException();
    }

    /** The same error without its code; but whoever was only not answered is to ask again, elsewhere. */
    static StatusRuntimeException of(StatusRuntimeException error) {
        Status status = error.getStatus();
        return status.getCode() == Status.Code.UNAVAILABLE
                ? error
                : Status.UNKNOWN.withDescription(status.getDescription()).asRuntimeException();
    }
}

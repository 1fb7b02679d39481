package org.allmende.ledger.consensus;

/**
 * A state machine was to begin anew and cannot get what its network begins with. Nothing is wrong with the node or
 * with what its engine keeps; the message says what to do, as one sentence for an operator.
 */
public final class NoBeginningException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoBeginningException(String message) {
        super(message);
    }

    public NoBeginningException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.allmende.ledger.checkpoint;

/** A checkpoint's file that is not to be trusted: what is wrong, and what to do about it. */
public final class UnsoundCheckpointException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String advice;

    UnsoundCheckpointException(String what, String advice) {
        super(what);
        this.advice = advice;
    }

    UnsoundCheckpointException(String what, String advice, Throwable cause) {
        super(what, cause);
        this.advice = advice;
    }

    /** What to try, in the imperative, without a full stop. */
    public String advice() {
        return advice;
    }
}

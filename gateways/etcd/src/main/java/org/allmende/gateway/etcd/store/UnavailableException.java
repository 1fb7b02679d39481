package org.allmende.gateway.etcd.store;

/** The network did not answer, or not in time. */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What it was that could not be had. */
    public enum Cause {
        /** So much waits already that nothing more is taken. */
        TOO_MANY,
        /** It may have happened, or still happen. */
        TIMED_OUT,
        /** It did not happen: the network, or this part of it, does not order. */
        NOT_ORDERING,
        /** The gateway has been closed. */
        CLOSED
    }

    private final Cause cause;

    /** @param detail for people: what exactly, and what to do */
    public UnavailableException(Cause cause, String detail) {
        super(detail);
        this.cause = cause;
    }

    public Cause why() {
        return cause;
    }
}

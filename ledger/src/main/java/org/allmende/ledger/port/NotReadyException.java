package org.allmende.ledger.port;

/** This node cannot give a read that is as new as it was asked to be; says why and what to do. */
public final class NotReadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotReadyException(String why) {
        super(why);
    }
}

package org.allmende.ledger.encoding;

/** Bytes that are not the one encoding of any value of the expected type, and why. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String why) {
        super(why);
    }

    public MalformedException(String why, Throwable cause) {
        super(why, cause);
    }
}

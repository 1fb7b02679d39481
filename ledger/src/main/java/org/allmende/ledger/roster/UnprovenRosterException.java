package org.allmende.ledger.roster;

/** A roster does not follow from the genesis: the message says which, and what is missing. */
public final class UnprovenRosterException extends Exception {
    private static final long serialVersionUID = 1;

    UnprovenRosterException(String message) {
        super(message);
    }
}

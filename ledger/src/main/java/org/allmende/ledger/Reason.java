package org.allmende.ledger;

/** Why an operation was refused: a constant of an application's enum, declared in order of precedence. Part of the API. */
public interface Reason {
    /** Stable within the application, 0 to 255. */
    int code();

    /** The constant's name, upper case. */
    String name();

    /** For people: what is wrong and what to do. */
    String advice();
}

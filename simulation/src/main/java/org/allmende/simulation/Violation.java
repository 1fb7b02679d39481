package org.allmende.simulation;

/** Something is not as it should be. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message);
    }
}

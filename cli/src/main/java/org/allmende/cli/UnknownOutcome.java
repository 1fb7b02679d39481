package org.allmende.cli;

/** No node could be reached, or what became of a request is not known: it may have happened, and it may not. */
final class UnknownOutcome extends Exception {
    private static final long serialVersionUID = 1;
    private final String advice;

    UnknownOutcome(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    String advice() {
        return advice;
    }
}

package org.allmende.node;

/**
 * Something asked for cannot be done, through no bug: said in one line, with what to do about it in another. Nothing
 * was begun when it is thrown, or what was begun has been undone.
 */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final String advice;

    /**
     * @param message what is wrong, without a full stop
     * @param advice what to try, a sentence without a full stop
     */
    public Refusal(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    public Refusal(String message, String advice, Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public String advice() {
        return advice;
    }
}

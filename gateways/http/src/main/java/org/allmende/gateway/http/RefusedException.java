package org.allmende.gateway.http;

/** Carries a problem from where it was found to where it is answered; not a fault, so without a stack trace. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RefusedException(Problem problem) {
        super(problem.reason() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    RefusedException(Refusal refusal, String detail) {
        this(Problem.of(refusal, detail));
    }

    Problem problem() {
        return problem;
    }
}

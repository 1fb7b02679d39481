package org.allmende.ledger;

/** What an operation came to. A bug is neither: it is an exception, and the node stops. */
public sealed interface Outcome {
    record Applied(Result result) implements Outcome {}

    record Refused(Reason reason) implements Outcome {}

    static Outcome applied(Result result) {
        return new Applied(result);
    }

    static Outcome refused(Reason reason) {
        return new Refused(reason);
    }
}

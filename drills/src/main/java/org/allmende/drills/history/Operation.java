package org.allmende.drills.history;

/**
 * What one client asked once, and what became of it.
 *
 * @param client whose name is used for pictures only: what happened before what is told by times alone
 * @param invokedNanos right before it was sent, {@link System#nanoTime}
 */
public record Operation(String client, long invokedNanos, Call call, Outcome outcome) {
    public Operation {
        boolean inOrder =
                switch (outcome) {
                    case Outcome.Ok ok -> ok.completedNanos() >= invokedNanos;
                    case Outcome.Failed failed -> failed.completedNanos() >= invokedNanos;
                    case Outcome.Unknown() -> true;
                };
        if (!inOrder) {
            throw new IllegalArgumentException("completed before it was invoked: " + call + ", " + outcome
                    + "; take both times from one clock");
        }
        if (outcome instanceof Outcome.Ok ok && !fits(call, ok.answer())) {
            throw new IllegalArgumentException(ok.answer() + " does not answer " + call
                    + "; a transaction's answer has one reading for each action that was done");
        }
    }

    public static Operation ok(String client, long invokedNanos, long completedNanos, Call call, Answer answer) {
        return new Operation(client, invokedNanos, call, new Outcome.Ok(completedNanos, answer));
    }

    public static Operation failed(String client, long invokedNanos, long completedNanos, Call call) {
        return new Operation(client, invokedNanos, call, new Outcome.Failed(completedNanos));
    }

    public static Operation unknown(String client, long invokedNanos, Call call) {
        return new Operation(client, invokedNanos, call, new Outcome.Unknown());
    }

    private static boolean fits(Call call, Answer answer) {
        return switch (call) {
            case Transaction transaction ->
                answer instanceof Answer.Transacted told
                        && told.readings().size()
                                == transaction.branch(told.succeeded()).size();
            case Call.Acquire _ -> answer instanceof Answer.Acquired;
            case Call.Release _ -> answer instanceof Answer.Released;
        };
    }

    /** One line, as {@link History#read} takes it. */
    @Override
    public String toString() {
        return HistoryText.line(this);
    }
}

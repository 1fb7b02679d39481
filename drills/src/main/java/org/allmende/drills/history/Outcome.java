package org.allmende.drills.history;

/** What became of a call, as far as its client knows. Times are of one {@link System#nanoTime} for all clients. */
public sealed interface Outcome {
    /** It happened, between its invocation and its completion. */
    record Ok(long completedNanos, Answer answer) implements Outcome {}

    /** It did not happen and never will, for certain. */
    record Failed(long completedNanos) implements Outcome {}

    /**
     * It may have happened, may happen at any later time, or never: a timeout, a connection that broke. But not twice:
     * what a client sends once more, even by itself, is another operation.
     */
    record Unknown() implements Outcome {}
}

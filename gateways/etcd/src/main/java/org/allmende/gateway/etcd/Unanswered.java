package org.allmende.gateway.etcd;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Says why the network gave no answer, for whoever runs the gateway: clients are told in etcd's words, which leave that out, or
 * wait. One line at a time, with the number of those that it leaves out. Any thread.
 */
public final class Unanswered {
    /** Between two lines. */
    static final Duration BETWEEN = Duration.ofSeconds(10);

    private final String what;
    private final LongSupplier nanos;
    private final Consumer<String> lines;
    private @Nullable Long lastNanos;
    private long leftOut;

    /**
     * @param what happens for want of an answer, as a line begins
     * @param nanos as {@link System#nanoTime}
     */
    public Unanswered(String what, LongSupplier nanos, Consumer<String> lines) {
        this.what = what;
        this.nanos = nanos;
        this.lines = lines;
    }

    /** Says so, unless it did just now, or the gateway is being closed. */
    public synchronized void add(UnavailableException failure) {
        if (failure.why() == UnavailableException.Cause.CLOSED) {
            return;
        }
        long now = nanos.getAsLong();
        if (lastNanos != null && now - lastNanos < BETWEEN.toNanos()) {
            leftOut++;
            return;
        }
        String before = leftOut == 0 ? "" : " (and " + leftOut + " before, not said one by one)";
        lines.accept(what + before + ": " + failure.getMessage());
        lastNanos = now;
        leftOut = 0;
    }
}

package org.allmende.gateway.etcd;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.allmende.gateway.etcd.store.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Says why requests are not answered, for whoever runs the gateway: clients are told in etcd's words, which leave that out.
 * One line at a time, with the number of those that it leaves out. Any thread.
 */
final class Unanswered {
    /** Between two lines. */
    static final Duration BETWEEN = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private final Consumer<String> lines;
    private @Nullable Long lastNanos;
    private long leftOut;

    /** @param nanos as {@link System#nanoTime} */
    Unanswered(LongSupplier nanos, Consumer<String> lines) {
        this.nanos = nanos;
        this.lines = lines;
    }

    /** Says so, unless it did just now. */
    synchronized void add(UnavailableException failure) {
        long now = nanos.getAsLong();
        if (lastNanos != null && now - lastNanos < BETWEEN.toNanos()) {
            leftOut++;
            return;
        }
        String before = leftOut == 0 ? "" : " (and " + leftOut + " before, not said one by one)";
        lines.accept("A request was not answered" + before + ": " + failure.getMessage());
        lastNanos = now;
        leftOut = 0;
    }
}

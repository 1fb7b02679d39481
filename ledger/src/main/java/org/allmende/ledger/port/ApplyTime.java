package org.allmende.ledger.port;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much processor time applying rounds has taken, all that is told of them included. An engine applies them on threads
 * that have other work too, so that nobody outside can tell. By one thread at a time; asked by any.
 */
final class ApplyTime {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final AtomicLong nanos = new AtomicLong();

    /** Where this thread's time stood when the round began. */
    private long began;

    /** A round has come. */
    void begin() {
        began = now();
    }

    /** It has been applied, by the thread that began it. */
    void end() {
        nanos.addAndGet(Math.max(0, now() - began));
    }

    /** So far, in nanoseconds; 0 on a system that does not tell. */
    long nanos() {
        return nanos.get();
    }

    private long now() {
        return threads.isCurrentThreadCpuTimeSupported() ? Math.max(0, threads.getCurrentThreadCpuTime()) : 0;
    }
}

package org.allmende.consensus.hashgraph;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * How much of the machine's processors is in use, by this process and all others; within a container, of what it may
 * use. Asked for at every tick, it looks rarely and smooths what it finds.
 *
 * <p>Not safe for several threads.
 */
final class Processors {
    static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final double WEIGHT_OF_NEWEST = 0.25;

    private final DoubleSupplier system;
    private long lookedNanos = Long.MIN_VALUE / 2;
    private double used;

    /** @param system what is in use just now: 0 to 1, or below 0 where that is not known */
    Processors(DoubleSupplier system) {
        this.system = system;
    }

    /** Those of this machine. */
    static Processors here() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Processors(system::getCpuLoad);
    }

    /** @return 0 to 1, over about the last second; 0 where the system does not tell */
    double used(long nanos) {
        if (nanos - lookedNanos >= LOOK_NANOS) {
            lookedNanos = nanos;
            double now = system.getAsDouble();
            if (now >= 0) {
                used += WEIGHT_OF_NEWEST * (now - used);
            }
        }
        return used;
    }
}

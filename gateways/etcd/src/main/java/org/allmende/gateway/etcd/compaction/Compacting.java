package org.allmende.gateway.etcd.compaction;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after a compaction by this machine's clock, in a thread of its own. */
public final class Compacting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Compacting.class);

    private final AutoCompaction compaction;
    private @Nullable Thread thread;

    public Compacting(AutoCompaction compaction) {
        this.compaction = compaction;
    }

    /** Called once. */
    public synchronized void start() {
        Optional<Duration> every = compaction.every();
        if (every.isPresent()) {
            thread = Thread.ofVirtual().name("auto-compaction").start(() -> run(every.get()));
        }
    }

    private void run(Duration every) {
        try {
            while (true) {
                try {
                    compaction.look(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
                } catch (RuntimeException e) {
                    LOG.warn("A look at what is to be compacted failed, and the next one will be tried", e);
                }
                Thread.sleep(every);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it was closed
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}

package org.allmende.gateway.http;

import io.helidon.webserver.CloseConnectionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open streams: how many there may be, and that they end with the gateway. */
final class Streams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /** How long a reader waits before it comes again. */
    private static final long RETRY_MILLIS = 1_000;

    private final HttpLimits limits;
    private final Semaphore places;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Streams(HttpLimits limits) {
        this.limits = limits;
        this.places = new Semaphore(limits.streamsMax());
    }

    int open() {
        return limits.streamsMax() - places.availablePermits();
    }

    /**
     * Takes a place, to be given back with {@link #leave}.
     *
     * @throws RefusedException when as many streams are open as there may be
     */
    void enter() {
        if (!places.tryAcquire()) {
            throw new RefusedException(
                    Refusal.TOO_MANY_STREAMS, "there are " + limits.streamsMax() + " streams open, which is the most");
        }
    }

    void leave() {
        places.release();
    }

    /** Writes one stream to its end in the calling thread. */
    void run(Reply.Streamed streamed, PacedOutput out) {
        threads.add(Thread.currentThread());
        try {
            EventStream stream = new EventStream(out, () -> stopping);
            stream.retryAfter(RETRY_MILLIS);
            streamed.writer().write(stream);
        } catch (InterruptedException e) {
            LOG.debug("a stream ends because the gateway stops");
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a stream failed", e);
            throw new CloseConnectionException("a stream failed inside the gateway", e);
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    @Override
    public void close() {
        stopping = true;
        threads.forEach(Thread::interrupt);
    }
}

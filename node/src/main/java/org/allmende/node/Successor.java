package org.allmende.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The next process of a node, started while the one before it still runs, so that it can go on at once when that ends. It
 * waits for a word on its standard input; when there comes none before the end of it, the process before has ended
 * otherwise, and it ends too. Any thread.
 */
public final class Successor {
    /** The argument of {@link NodeProcess} by which it waits. */
    static final String WAITS = "--when-told";

    private static final String WORD = "go";
    private static final long ENDS_WITHIN_MILLIS = 2_000;

    private final Starter starter;
    private @Nullable Process waiting;

    /** How one is started. */
    public interface Starter {
        Process start() throws IOException;
    }

    /** There is none yet. */
    public Successor(Starter starter) {
        this.starter = starter;
    }

    public synchronized boolean isThere() {
        return waiting != null;
    }

    /** Starts one, unless one waits already. */
    public synchronized Process prepare() throws IOException {
        Process there = waiting;
        if (there == null || !there.isAlive()) {
            there = starter.start();
            waiting = there;
        }
        return there;
    }

    /** Tells it to go on; where there is none, or it has ended meanwhile, one is started first. @return it */
    public synchronized Process go() throws IOException {
        Process told = prepare();
        try {
            tell(told);
        } catch (IOException endedMeanwhile) {
            told = starter.start();
            tell(told);
        }
        waiting = null;
        return told;
    }

    private static void tell(Process process) throws IOException {
        process.getOutputStream().write((WORD + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
    }

    /** It is not needed. */
    public synchronized void drop() throws InterruptedException {
        Process there = waiting;
        waiting = null;
        if (there != null) {
            there.destroy();
            if (!there.waitFor(ENDS_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) {
                there.destroyForcibly();
            }
        }
    }

    /** On its side: waits for the word. @return false when there will be none */
    static boolean isToldToGo(InputStream in) throws IOException {
        byte[] said = in.readNBytes(WORD.length());
        return new String(said, StandardCharsets.US_ASCII).equals(WORD);
    }
}

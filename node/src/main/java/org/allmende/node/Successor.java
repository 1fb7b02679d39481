package org.allmende.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The next process of a node, started while the one before it still runs, so that it can go on at once when that ends. It
 * waits for a word on its standard input; when there comes none before the end of it, the process before has ended
 * otherwise, and it ends too.
 */
public final class Successor {
    /** The argument of {@link NodeProcess} by which it waits. */
    static final String WAITS = "--when-told";

    private static final String WORD = "go";
    private static final long ENDS_WITHIN_MILLIS = 2_000;

    private final Process process;

    Successor(Process process) {
        this.process = process;
    }

    public Process process() {
        return process;
    }

    /**
     * Tells it to go on.
     *
     * @throws IOException when it does not live any more
     */
    public void go() throws IOException {
        process.getOutputStream().write((WORD + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
    }

    /** It is not needed. */
    public void drop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(ENDS_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
    }

    /** On its side: waits for the word. @return false when there will be none */
    static boolean isToldToGo(InputStream in) throws IOException {
        byte[] said = in.readNBytes(WORD.length());
        return new String(said, StandardCharsets.US_ASCII).equals(WORD);
    }
}

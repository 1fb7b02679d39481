package org.allmende.cli;

import java.time.Duration;

/** One line that says how far a long step is: written over on a terminal, else a new line at every change. */
final class Progress implements AutoCloseable {
    private final Screen screen;
    private final long beganNanos = System.nanoTime();
    private String shown = "";

    Progress(Screen screen) {
        this.screen = screen;
    }

    void show(String step) {
        if (screen.terminal()) {
            shown = step;
            screen.err().print("\r\033[K  " + step + "   " + elapsed());
            screen.err().flush();
        } else if (!step.equals(shown)) {
            shown = step;
            screen.err().println("  " + step + "   " + elapsed());
        }
    }

    /** How long it has taken so far, for people. */
    String elapsed() {
        long millis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
        return millis / 1000 + "." + millis % 1000 / 100 + " s";
    }

    /** Leaves no half line behind. */
    @Override
    public void close() {
        if (screen.terminal() && !shown.isEmpty()) {
            screen.err().print("\r\033[K");
            screen.err().flush();
        }
    }
}

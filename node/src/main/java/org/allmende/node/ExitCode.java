package org.allmende.node;

/** How the process of a node ends, for whoever supervises it. */
public final class ExitCode {
    /** Asked to stop, and stopped. */
    public static final int STOPPED = 0;

    /** Could not start; the line on the console says why and what to do. Starting again changes nothing. */
    public static final int REFUSED = 1;

    /** Called with the wrong words. */
    public static final int USAGE = 2;

    /** Out of memory (set by the Java virtual machine); start again with a larger {@code heap.megabytes}. */
    public static final int OUT_OF_MEMORY = 3;

    /** A fault, with evidence in the log and in {@code data/}: starting again applies the same round again. */
    public static final int FAULT = 86;

    /** This node computed another state than the others; evidence as above. */
    public static final int DIVERGED = 87;

    /** Its epoch is over, and the next process of this node goes on in the next one. */
    public static final int EPOCH_OVER = 88;

    /** The members have taken this node out of the roster: nothing is left for it to do. */
    public static final int REMOVED = 89;

    /** As the Java virtual machine ends after SIGINT and after SIGTERM, when all has been closed. */
    private static final int INTERRUPTED = 130;

    private static final int TERMINATED = 143;

    /** Whether a process that ended with {@code code} did what it was asked. */
    public static boolean wasAskedToStop(int code) {
        return code == STOPPED || code == INTERRUPTED || code == TERMINATED;
    }

    /** What {@code code} means, for people. */
    public static String meaning(int code) {
        return switch (code) {
            case STOPPED -> "stopped";
            case REFUSED -> "refused to start";
            case OUT_OF_MEMORY -> "out of memory: raise heap.megabytes in node.properties";
            case FAULT -> "it met a fault and kept evidence";
            case DIVERGED -> "it computed another state than the other nodes and kept evidence";
            case EPOCH_OVER -> "its epoch is over, and its next process goes on";
            case REMOVED -> "the members have taken it out of the roster";
            case INTERRUPTED, TERMINATED -> "asked to stop";
            case 137 -> "killed";
            default -> "exit code " + code;
        };
    }

    private ExitCode() {}
}

package org.allmende.drills.etcd;

import java.io.IOException;
import java.util.List;

/** One of those that are compared: servers for clients of etcd, started for it and ended with it. */
interface Servers extends AutoCloseable {
    /** In the names of figures. */
    String word();

    /** For people. */
    String description();

    /** URLs of all of them. */
    List<String> endpoints();

    /** Of those that run. */
    List<ProcessHandle> processes() throws IOException, InterruptedException;

    /** Ends one of them with SIGKILL: that on which the most depends. */
    void kill() throws IOException, InterruptedException;

    /** Starts what was ended, and returns when all are as they were. */
    void mend() throws IOException, InterruptedException;

    /** Ends all of them. */
    @Override
    void close() throws IOException;
}

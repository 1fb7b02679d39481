package org.allmende.drills.etcd;

import java.io.IOException;
import java.util.List;
import org.allmende.drills.NodeMeter;

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

    /** What those that run use. */
    default NodeMeter meter() throws IOException, InterruptedException {
        return new NodeMeter(processes(), List.of());
    }

    /** Ends one of them with SIGKILL: that on which the most depends. */
    void kill() throws IOException, InterruptedException;

    /** Starts what was ended, and returns when all are as they were. */
    void mend() throws IOException, InterruptedException;

    /** Ends all of them. */
    @Override
    void close() throws IOException;
}

package org.allmende.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.allmende.node.Refusal;

/**
 * Where a verb listens and speaks: input from {@code in}, answers to {@code out}, for pipes; all that is only for people to {@code err}.
 *
 * @param terminal whether people watch {@code err} live, so that a line may be written over
 */
record Screen(InputStream in, PrintStream out, PrintStream err, boolean terminal) {
    /** This process's own, in UTF-8 whatever the locale: names of operators and values of keys are. */
    static Screen ofProcess() {
        return new Screen(
                System.in,
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("allmende.terminal"));
    }

    /** For what writes characters only. */
    static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** All of the input, to its end. @throws Refusal when it cannot be read */
    byte[] input() throws Refusal {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new Refusal("standard input cannot be read: " + e.getMessage(), "give it a file or a pipe", e);
        }
    }

    /** A line for people. */
    void tell(String line) {
        err.println(line);
    }

    /** A line of the answer. */
    void answer(String line) {
        out.println(line);
    }
}

package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a verb said, and how it ended. */
record Said(int code, String out, String err) {
    /** Runs a verb in this process. */
    static Said by(String... words) {
        return byWith("", words);
    }

    static Said byWith(String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        int code = Allmende.run(screen, words);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Said ends(int expected) {
        assertThat(code).as("exit code of a verb that said:%n%s%n%s", out, err).isEqualTo(expected);
        return this;
    }
}

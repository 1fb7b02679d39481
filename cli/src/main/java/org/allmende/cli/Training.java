package org.allmende.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Goes through the verbs that people wait for, once, so that a start-up cache knows what they load. For build/train-caches. */
final class Training {
    private static final List<String> LINES = List.of(
            "--help",
            "kv put --help",
            "kv put training value",
            "kv get training",
            "kv get --prefix tr --json",
            "kv del training",
            "status",
            "status --json",
            "kv get",
            "no-such-verb");

    private Training() {}

    public static void main(String[] args) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (String line : LINES) {
            int code = Allmende.run(new Screen(InputStream.nullInputStream(), nowhere, nowhere, false), line.split(" "));
            System.out.println("trained '" + line + "', exit code " + code);
        }
    }
}

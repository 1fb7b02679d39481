package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a file of this machine is said of that file, and never of nodes. */
class LocalFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"drill run provider-outage --json", "bench ledger --json", "bench ledger --plot",
        "bench consensus --plot", "bench etcd --json", "bench scan --json", "bench checkpoint --json"})
    void whereNothingCanBeWrittenIsSaidBeforeTheWork(String verb) throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "mine");
        for (Path impossible : new Path[] {folder.resolve("none").resolve("file"), notes.resolve("file"), folder}) {
            Said said = Said.by((verb + " " + impossible).split(" "));
            said.ends(Exit.REFUSED);
            assertThat(said.err()).contains("cannot write " + impossible).contains("try: name a file in");
        }
    }

    @Test
    void aNewFolderThatCannotBeIsNamed() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "mine");
        Said said = Said.by("bench", "checkpoint", "--dir", notes.resolve("dir").toString());
        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains(notes.toString()).doesNotContain("nodes answer");
    }

    @Test
    void anInputThatCannotBeReadIsNamed() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        Screen screen = new Screen(
                broken,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        int code = Allmende.run(screen, "kv", "put", "key", "-", "--dir", folder.toString());
        assertThat(code).isEqualTo(Exit.REFUSED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("standard input cannot be read: ")
                .doesNotContain("nodes answer");
    }
}

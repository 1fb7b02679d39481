package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allmende.drills.Verdict;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What becomes of figures and folders of drills and benchmarks, whichever they are. */
class JudgedTest {
    private static final Verdict PASSED = new Verdict("drill", true, Map.of("a_per_s", 7), List.of(), List.of());
    private static final Verdict FAILED = new Verdict("drill", false, Map.of(), List.of("slow"), List.of("b: not here"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Screen screen = new Screen(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);

    /** Where it was run. */
    private final List<Path> folders = new ArrayList<>();

    @TempDir
    Path temporary;

    private Path json;
    private Judged judged;

    @BeforeEach
    void namesAFile() {
        json = temporary.resolve("verdict.json");
        judged = CommandLine.populateCommand(new Judged(), "--json", json.toString());
    }

    private Judged.RunInFolder leaving(String file, Verdict verdict) {
        return (folder, progress) -> {
            folders.add(folder);
            Files.writeString(folder.resolve(file), "");
            return verdict;
        };
    }

    private Judged.Picture picture(Path file) {
        return new Judged.Picture(Optional.of(new OutputFile(file)), verdict -> "of " + verdict.name());
    }

    @Test
    void aRunThatPassedLeavesItsFilesAndNothingElse() throws Exception {
        Path plot = Files.writeString(temporary.resolve("plot.svg"), "of the run before");
        assertThat(judged.judge(screen, null, picture(plot), leaving("log", PASSED))).isEqualTo(Exit.OK);

        assertThat(json).content().contains("\"a_per_s\" : 7").contains("\"load_before\"");
        assertThat(plot).hasContent("of drill");
        assertThat(folders).singleElement().satisfies(folder -> assertThat(folder).doesNotExist());
        assertThat(temporary).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("load_before").contains("passed");
    }

    @Test
    void aFolderIsKeptAndToldWhenItFailed() throws Exception {
        assertThat(judged.judge(screen, null, Judged.Picture.NONE, leaving("log", FAILED))).isEqualTo(Exit.REFUSED);

        assertThat(folders.getFirst().resolve("log")).exists();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(folders.getFirst().toString());
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("FAILED: slow").contains("skipped: b: not here");
        new Premises(folders.getFirst(), true).clear();
    }

    @Test
    void aFolderIsKeptAndToldWhenItCouldNotBeCarriedOut() throws Exception {
        assertThatIllegalStateException()
                .isThrownBy(() -> judged.judge(screen, null, Judged.Picture.NONE, (folder, progress) -> {
                    leaving("log", PASSED).run(folder, progress);
                    throw new IllegalStateException("a node fell");
                }));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(folders.getFirst().toString());
        new Premises(folders.getFirst(), true).clear();
    }

    @Test
    void aGivenFolderIsNeverDeleted() throws Exception {
        Path given = temporary.resolve("given");
        judged.judge(screen, given, Judged.Picture.NONE, leaving("log", PASSED));
        assertThat(given.resolve("log")).exists();

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> judged.judge(screen, given, Judged.Picture.NONE, leaving("more", PASSED)))
                .withMessageContaining("is not empty");
        assertThat(given).isDirectoryContaining("glob:**/log").isDirectoryNotContaining("glob:**/more");
    }

    @ParameterizedTest
    @CsvSource({"verdict.json, not-there/plot.svg", "not-there/verdict.json, plot.svg", "., plot.svg"})
    void whatCannotBeWrittenIsRefusedBeforeAnythingIsRun(String jsonName, String plotName) {
        judged = CommandLine.populateCommand(new Judged(), "--json", temporary.resolve(jsonName).toString());
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() ->
                        judged.judge(screen, null, picture(temporary.resolve(plotName)), leaving("log", PASSED)))
                .withMessageContaining("cannot write")
                .satisfies(refusal -> assertThat(refusal.advice()).startsWith("name a file"));
        assertThat(folders).isEmpty();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void figuresAreShownAndTheOthersWrittenEvenWhenAFileFailsInTheEnd() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("plots"));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> judged.judge(screen, picture(folder.resolve("plot.svg")), progress -> {
                    Files.delete(folder);
                    return PASSED;
                }))
                .withMessageContaining("cannot write");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("a_per_s").contains("passed");
        assertThat(json).content().contains("a_per_s");
    }

    @Test
    void whatIsNoFileIsWrittenToAsItIs() throws IOException, Refusal {
        OutputFile device = new OutputFile(Path.of("/dev/null"));
        device.requireWritable();
        device.write("x");
        assertThat(Path.of("/dev/null")).matches(path -> Files.exists(path) && !Files.isRegularFile(path));
    }

    @Test
    void aVerbThatRunsInAMachineLikeANodesAnswersAsThatDoes() {
        assertThat(NodeMachine.isHere()).isFalse();
        Said.by("bench", "scan", "--json", temporary.resolve("none/x.json").toString()).ends(Exit.REFUSED);
    }

    @Test
    void aVerbRefusesAFileItCannotWriteAtOnce() {
        Said said = Said.by("bench", "ledger", "--json", temporary.resolve("none/x.json").toString());
        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains("cannot write").contains("try: name a file");
    }
}

package org.allmende.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import org.allmende.drills.Ended;
import org.allmende.drills.Machine;
import org.allmende.drills.Verdict;
import org.allmende.drills.VerdictFile;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is common to all that runs a network, or a benchmark, of its own and ends with figures and a verdict. */
final class Judged {
    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures and the verdict there too.")
    private @Nullable Path json;

    /** What is judged. */
    interface Run {
        /** @throws Exception when it could not be carried out: no verdict */
        Verdict run(Consumer<String> progress) throws Exception;
    }

    /** Likewise, in a folder. */
    interface RunInFolder {
        Verdict run(Path folder, Consumer<String> progress) throws Exception;
    }

    /** A picture of a verdict, and where it is to be drawn. */
    record Picture(Optional<OutputFile> file, Function<Verdict, String> drawn) {
        static final Picture NONE = new Picture(Optional.empty(), verdict -> "");
    }

    /**
     * Runs it in an empty folder. One that was made for it is deleted when it passed; else people are told where it is.
     *
     * @param dir null: a new folder
     * @return the exit code
     * @throws Refusal when the folder is not empty, or what is to be written cannot be, before anything is run
     */
    int judge(Screen screen, @Nullable Path dir, Picture picture, RunInFolder run) throws Exception {
        requireWritable(picture);
        Premises premises = Premises.at(dir);
        Verdict verdict;
        try {
            verdict = measured(screen, progress -> run.run(premises.path(), progress));
        } catch (Exception e) {
            premises.keep(screen);
            throw e;
        }
        show(screen, verdict);
        if (verdict.passed()) {
            premises.clear();
        } else {
            premises.keep(screen);
        }
        return written(verdict, picture);
    }

    /** Runs it without a folder, likewise. */
    int judge(Screen screen, Picture picture, Run run) throws Exception {
        requireWritable(picture);
        Verdict verdict = measured(screen, run);
        show(screen, verdict);
        return written(verdict, picture);
    }

    /**
     * Refuses what {@link #judge} would before it runs anything: for who has that done by another process.
     *
     * @param dir null: a new folder
     */
    void requirePossible(@Nullable Path dir) throws Refusal, IOException {
        requireWritable(Picture.NONE);
        if (dir != null) {
            Premises.at(dir);
        }
    }

    /** One of several, by its name. */
    record Named(String name, RunInFolder run) {}

    /**
     * Runs several, one after the other, each in a folder of its own, whatever one of them comes to. What was seen of those
     * that passed is deleted.
     *
     * @param dir null: a new folder
     * @return the exit code: refused when one has failed
     */
    int judgeAll(Screen screen, @Nullable Path dir, List<Named> runs) throws Exception {
        requireWritable(Picture.NONE);
        OptionalDouble load = Machine.load();
        if (dir != null) {
            Premises.at(dir);
        }
        List<Ended> ended = new ArrayList<>();
        for (Named each : runs) {
            screen.tell("drill " + (ended.size() + 1) + " of " + runs.size() + ": " + each.name());
            Premises own = new Premises(Premises.at(dir == null ? null : dir.resolve(each.name())).path(), true);
            ended.add(one(screen, own, each));
            if (ended.getLast().hasFailed()) {
                own.keep(screen);
            } else {
                own.clear();
            }
        }
        show(screen, ended);
        boolean failed = ended.stream().anyMatch(Ended::hasFailed);
        if (json != null) {
            new OutputFile(json).write(VerdictFile.text(ended, load));
        }
        return failed ? Exit.REFUSED : Exit.OK;
    }

    private static Ended one(Screen screen, Premises own, Named each) throws InterruptedException {
        long from = System.nanoTime();
        try {
            Verdict verdict = measured(screen, progress -> each.run().run(own.path(), progress));
            verdict.failures().forEach(failure -> screen.tell("FAILED: " + failure));
            return Ended.judged(verdict, seconds(from));
        } catch (Refusal e) {
            return Ended.skipped(each.name(), e.getMessage() + ": " + e.advice(), seconds(from));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            screen.tell("FAILED: " + e.getMessage());
            return Ended.broken(each.name(), "it could not be carried out: " + e.getMessage(), seconds(from));
        }
    }

    private static double seconds(long fromNanos) {
        return (System.nanoTime() - fromNanos) / 1e9;
    }

    private static void show(Screen screen, List<Ended> ended) {
        TextTable table = new TextTable("drill", "verdict", "writes", "lost", "longest gap, ms", "level again, s", "took, s");
        for (Ended each : ended) {
            table.row(
                    each.name(),
                    each.word(),
                    each.figure("acknowledged_writes"),
                    each.figure("acknowledged_writes_lost"),
                    each.figure("longest_gap_ms"),
                    each.figure("level_again_s"),
                    Math.round(each.seconds()));
        }
        screen.out().print(table);
        screen.answer("");
        ended.stream()
                .filter(Ended::couldNotRun)
                .forEach(each -> screen.answer("skipped " + each.name() + ": " + each.why()));
        long failed = ended.stream().filter(Ended::hasFailed).count();
        screen.answer(failed == 0 ? "passed" : "FAILED: " + failed + " of " + ended.size());
        screen.out().flush();
    }

    private void requireWritable(Picture picture) throws Refusal {
        if (json != null) {
            new OutputFile(json).requireWritable();
        }
        if (picture.file.isPresent()) {
            picture.file.get().requireWritable();
        }
    }

    private static Verdict measured(Screen screen, Run run) throws Exception {
        OptionalDouble load = Machine.load();
        try (Progress progress = new Progress(screen)) {
            Verdict verdict = run.run(progress::show);
            return load.isPresent() ? verdict.with("load_before", load.getAsDouble()) : verdict;
        }
    }

    /** First of all: whatever becomes of the files, what took minutes is not lost. */
    private static void show(Screen screen, Verdict verdict) {
        TextTable table = new TextTable(verdict.name(), "");
        verdict.figures().forEach((figure, number) -> table.row(figure, number));
        screen.out().print(table);
        screen.answer("");
        verdict.skipped().forEach(skipped -> screen.answer("skipped: " + skipped));
        verdict.failures().forEach(failure -> screen.answer("FAILED: " + failure));
        screen.answer(verdict.passed() ? "passed" : "FAILED");
        screen.out().flush();
    }

    private int written(Verdict verdict, Picture picture) throws Refusal {
        if (json != null) {
            new OutputFile(json).write(VerdictFile.text(verdict));
        }
        if (picture.file.isPresent()) {
            picture.file.get().write(picture.drawn.apply(verdict));
        }
        return verdict.passed() ? Exit.OK : Exit.REFUSED;
    }

    /** Runs on the classes and the Java of this process, so that what is judged is what was called. */
    static List<String> thisCommand() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Allmende.class.getName());
    }
}

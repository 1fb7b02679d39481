package org.allmende.benchmarks.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.allmende.drills.Figures;
import org.allmende.drills.Verdict;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package, each in a JVM of its own that sees one processor, and judges. */
public final class LedgerBench {
    private static final double APPLY_PER_SECOND_MIN = 300_000;
    private static final double VERIFY_PER_SECOND_MIN = 10_000;

    private LedgerBench() {}

    /** @throws RunnerException when a benchmark could not be run */
    public static Verdict run(Consumer<String> progress) throws RunnerException {
        Map<String, Double> scores = new TreeMap<>();
        for (Class<?> benchmark : List.of(
                ApplyBenchmark.class, VerifyBenchmark.class, SignatureBenchmark.class, CodecBenchmark.class)) {
            progress.accept(benchmark.getSimpleName() + ", about a minute");
            Options options = new OptionsBuilder()
                    .include(Pattern.quote(benchmark.getName() + "."))
                    .forks(1)
                    .warmupIterations(5)
                    .warmupTime(TimeValue.seconds(3))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.seconds(3))
                    .timeUnit(TimeUnit.SECONDS)
                    .jvmArgs("-Xms2g", "-Xmx2g", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1",
                            "--sun-misc-unsafe-memory-access=allow")
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build();
            collect(new Runner(options).run(), scores);
        }
        Figures figures = new Figures();
        figures.atLeast(APPLY_PER_SECOND_MIN, "apply_ops_per_s", scores.getOrDefault("apply_100_groups", 0.0));
        figures.note("apply_single_ops_per_s", scores.getOrDefault("apply_1_groups", 0.0));
        figures.atLeast(VERIFY_PER_SECOND_MIN, "verify_per_s_per_core", scores.getOrDefault("verify", 0.0));
        for (String library : List.of("libsodium", "bouncyCastle", "jdk")) {
            figures.note("verify_by_" + library + "_per_s", scores.getOrDefault(library, 0.0));
        }
        scores.forEach((name, score) -> {
            if (name.startsWith("decode") || name.startsWith("encode")) {
                figures.note(name + "_transactions_per_s", score);
            }
        });
        return figures.verdict("ledger");
    }

    private static void collect(Collection<RunResult> results, Map<String, Double> scores) {
        for (RunResult result : results) {
            String method = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
            String groups = result.getParams().getParam("groups");
            scores.put(
                    groups == null ? method : method + "_" + groups + "_groups",
                    result.getParams().getMode() == Mode.SampleTime
                            ? 1 / result.getPrimaryResult().getScore()
                            : result.getPrimaryResult().getScore());
        }
    }
}

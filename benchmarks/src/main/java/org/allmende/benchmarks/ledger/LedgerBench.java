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
import org.allmende.ledger.signatures.corretto.Corretto;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package, each in a JVM of its own that sees one processor, and judges. */
public final class LedgerBench {
    private static final String APPLY = "apply_ops_per_s";
    private static final String CORRETTO = "corretto";
    private static final String VERIFY = "verify_per_s_per_core";

    /** Of these figures, the least that is demanded. */
    public static final Map<String, Double> DEMANDED = Map.of(APPLY, 300_000.0, VERIFY, 10_000.0);

    private LedgerBench() {}

    /** @throws RunnerException when a benchmark could not be run */
    public static Verdict run(Consumer<String> progress) throws RunnerException {
        Map<String, Double> scores = new TreeMap<>();
        boolean corretto = Corretto.here().isPresent();
        for (Class<?> benchmark : List.of(
                ApplyBenchmark.class, VerifyBenchmark.class, SignatureBenchmark.class, CodecBenchmark.class)) {
            progress.accept(benchmark.getSimpleName() + ", about a minute");
            ChainedOptionsBuilder options = new OptionsBuilder()
                    .include(Pattern.quote(benchmark.getName() + "."))
                    .forks(1)
                    .warmupIterations(5)
                    .warmupTime(TimeValue.seconds(3))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.seconds(3))
                    .timeUnit(TimeUnit.SECONDS)
                    .jvmArgs("-Xms2g", "-Xmx2g", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1",
                            "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED")
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true);
            if (!corretto) {
                options = options.exclude(Pattern.quote(SignatureBenchmark.class.getName() + "." + CORRETTO) + "$");
            }
            collect(new Runner(options.build()).run(), scores);
        }
        return judged(scores, corretto);
    }

    /** @param corretto whether AWS-LC is at hand */
    static Verdict judged(Map<String, Double> scores, boolean corretto) {
        Figures figures = new Figures();
        demand(figures, APPLY, scores.getOrDefault("apply_100_groups", 0.0));
        figures.note("apply_single_ops_per_s", scores.getOrDefault("apply_1_groups", 0.0));
        demand(figures, VERIFY, scores.getOrDefault("verify", 0.0));
        for (String library : List.of(CORRETTO, "bouncyCastle", "jdk")) {
            if (library.equals(CORRETTO) && !corretto) {
                figures.skipped("verify_by_" + library + "_per_s: AWS-LC is not at hand for this system and processor");
            } else {
                figures.note("verify_by_" + library + "_per_s", scores.getOrDefault(library, 0.0));
            }
        }
        scores.forEach((name, score) -> {
            if (name.startsWith("decode") || name.startsWith("encode")) {
                figures.note(name + "_transactions_per_s", score);
            }
        });
        return figures.verdict("ledger");
    }

    private static void demand(Figures figures, String name, double score) {
        figures.atLeast(DEMANDED.getOrDefault(name, 0.0), name, score);
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

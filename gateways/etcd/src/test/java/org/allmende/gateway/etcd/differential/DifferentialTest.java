package org.allmende.gateway.etcd.differential;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Nobody can tell the gateway from etcd by what it answers. */
class DifferentialTest {
    private static final int STEPS = 100;

    /** Of a sequence that showed a difference, to find a short one that does. */
    private static final int SHRINKING_RUNS_MAX = 60;

    @TempDir
    static Path dir;

    private static Optional<Pairs> pairs = Optional.empty();

    @BeforeAll
    static void start() {
        EtcdProcess.assumeInstalled();
        pairs = Optional.of(new Pairs(dir));
    }

    @AfterAll
    static void close() {
        pairs.ifPresent(Pairs::close);
    }

    @Seeds(10)
    void keysAreAnsweredAsByEtcd(Seed seed) {
        check(Sequences.ofKeys(seed, STEPS));
    }

    @Seeds(20)
    void keysLeasesAndWatchersAreAnsweredAsByEtcd(Seed seed) {
        check(Sequences.ofAll(seed, STEPS));
    }

    private static void check(List<Step> steps) {
        Optional<Difference> difference = run(steps);
        if (difference.isPresent()) {
            throw new AssertionError(difference.get() + "\nand in short:\n"
                    + Shrinking.of(steps, difference.get(), DifferentialTest::run, SHRINKING_RUNS_MAX));
        }
    }

    private static Optional<Difference> run(List<Step> steps) {
        try (Pair pair = pairs.orElseThrow().take()) {
            return pair.run(steps);
        }
    }
}

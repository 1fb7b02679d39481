package org.allmende.gateway.etcd.differential;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.allmende.gateway.etcd.SoloNode;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Nobody can tell the gateway from etcd by what it answers. */
class DifferentialTest {
    private static final int STEPS = 100;

    @TempDir
    static Path dir;

    private static Optional<Pairs> pairs = Optional.empty();
    private static Optional<Pairs> behindOnesOwn = Optional.empty();

    @BeforeAll
    static void start() {
        EtcdProcess.assumeInstalled();
        pairs = Optional.of(new Pairs(dir));
        behindOnesOwn = Optional.of(new Pairs(dir, SoloNode::startBehindOnesOwn));
    }

    @AfterAll
    static void close() {
        pairs.ifPresent(Pairs::close);
        behindOnesOwn.ifPresent(Pairs::close);
    }

    @Seeds(10)
    void keysAreAnsweredAsByEtcd(Seed seed) {
        check(Sequences.ofKeys(seed, STEPS), pairs);
    }

    @Seeds(20)
    void keysLeasesAndWatchersAreAnsweredAsByEtcd(Seed seed) {
        check(Sequences.ofAll(seed, STEPS), pairs);
    }

    @Seeds(10)
    void aGatewayOfOnesOwnAnswersAsEtcdDoes(Seed seed) {
        check(Sequences.ofAll(seed, STEPS), behindOnesOwn);
    }

    private static void check(List<Step> steps, Optional<Pairs> sides) {
        Comparison.check(steps, some -> run(some, sides));
    }

    private static Optional<Difference> run(List<Step> steps, Optional<Pairs> sides) {
        try (Pair pair = sides.orElseThrow().take()) {
            return pair.run(steps);
        }
    }
}

package org.allmende.gateway.etcd.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.allmende.ledger.seeds.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The comparison finds what it is there to find. */
class TamperingTest {
    /** Of 150 steps each; one is enough for most. */
    private static final int SEQUENCES_MAX = 10;

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

    @ParameterizedTest
    @EnumSource
    void aPlantedBugIsFound(Tampering tampering) {
        Optional<Difference> difference = Optional.empty();
        for (long seed = 1; difference.isEmpty() && seed <= SEQUENCES_MAX; seed++) {
            try (Pair pair = pairs.orElseThrow().take()) {
                difference = pair.run(Sequences.ofAll(new Seed(seed), 150), tampering);
            }
        }
        assertThat(difference).as("what the comparison finds of %s", tampering).isPresent();
    }
}

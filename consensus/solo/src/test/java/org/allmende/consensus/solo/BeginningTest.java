package org.allmende.consensus.solo;

import static org.allmende.consensus.solo.SoloFixture.NETWORK;
import static org.allmende.consensus.solo.SoloFixture.applyOneByOne;
import static org.allmende.consensus.solo.SoloFixture.contents;
import static org.allmende.consensus.solo.SoloFixture.file;
import static org.allmende.consensus.solo.SoloFixture.fill;
import static org.allmende.consensus.solo.SoloFixture.flipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.Health;
import org.allmende.ledger.consensus.NoBeginningException;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that begins with the rows of a checkpoint: they are kept before the first round. */
class BeginningTest {
    private static final List<Entry> ORIGIN = TreeMapMachine.rowsOf(7, 1_000, "before");
    private static final String ROWS = "rows-00000000000000000000.rows";
    private static final String LOG = "rounds-00000000000000000001.log";

    @TempDir
    Path dir;

    private SoloSettings in(String name) {
        return SoloSettings.in(dir.resolve(name), NETWORK);
    }

    private static TreeMapMachine beginning() {
        return TreeMapMachine.quiet().beginningWith(() -> ORIGIN);
    }

    private static TreeMapMachine withoutOrigin() {
        return TreeMapMachine.quiet().beginningWith(() -> {
            throw new NoBeginningException("put the file there");
        });
    }

    private static Map<String, Long> started(SoloSettings settings, TreeMapMachine machine, String... more)
            throws IOException {
        try (SoloConsensus engine = new SoloConsensus(settings)) {
            engine.start(machine);
            applyOneByOne(engine, machine, more);
            return machine.applied();
        }
    }

    @Test
    void theRowsAreKeptBeforeTheFirstRoundAndNotAskedForAgain() throws IOException {
        assertThat(started(in("a"), beginning())).containsExactly(Map.entry("before", 1L));
        assertThat(contents(in("a").dir())).containsOnlyKeys(ROWS, LOG);

        assertThat(started(in("a"), withoutOrigin(), "next", "and next"))
                .containsOnly(Map.entry("before", 1L), Map.entry("next", 8L), Map.entry("and next", 9L));
        assertThat(started(in("a"), withoutOrigin()))
                .containsOnly(Map.entry("before", 1L), Map.entry("next", 8L), Map.entry("and next", 9L));
    }

    @Test
    void aNetworkThatStartsFromNothingKeepsNothingBeforeItsFirstRound() throws IOException {
        started(in("a"), TreeMapMachine.quiet());
        assertThat(contents(in("a").dir())).containsOnlyKeys(LOG);
    }

    /** Whatever of it a crash has left: the log without the rows, the rows unfinished, or both. */
    @Test
    void aCrashMayComeBetweenAnyTwoStepsOfTheBeginning() throws IOException {
        started(in("a"), beginning());
        Map<String, Bytes> whole = contents(in("a").dir());
        Map<String, Map<String, Bytes>> left = new TreeMap<>();
        left.put("nothing", Map.of());
        left.put("log", Map.of(LOG, file(whole, LOG)));
        left.put("unfinished", Map.of(LOG, file(whole, LOG), ROWS + ".new", file(whole, ROWS).slice(0, 70)));

        for (Map.Entry<String, Map<String, Bytes>> each : left.entrySet()) {
            SoloSettings settings = in(each.getKey());
            fill(settings.dir(), each.getValue());
            assertThat(started(settings, beginning(), "next"))
                    .as(each.getKey())
                    .containsOnly(Map.entry("before", 1L), Map.entry("next", 8L));
            assertThat(started(settings, withoutOrigin())).as(each.getKey()).hasSize(2);
        }
    }

    @Test
    void roundsThatWereMadeBeforeTheRowsWereLostAreMadeAgainAfterThem() throws IOException {
        started(in("a"), beginning(), "next");
        Map<String, Bytes> damaged = new TreeMap<>(contents(in("a").dir()));
        damaged.put(ROWS, flipped(file(damaged, ROWS), 60));
        fill(in("b").dir(), damaged);

        assertThat(started(in("b"), beginning())).containsOnly(Map.entry("before", 1L), Map.entry("next", 8L));
        assertThat(started(in("b"), withoutOrigin())).hasSize(2);
    }

    @Test
    void withoutWhatTheNetworkBeginsWithItDoesNotStartAndLeavesNoEvidenceOfAFault() throws IOException {
        try (SoloConsensus engine = new SoloConsensus(in("a"))) {
            assertThatThrownBy(() -> engine.start(withoutOrigin()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("put the file there");
            assertThat(engine.health()).extracting(Health::state, Health::why)
                    .containsExactly(Health.State.HALTED, "put the file there");
        }
        assertThat(contents(in("a").dir())).isEmpty();
        assertThat(started(in("a"), beginning(), "next")).hasSize(2);
    }
}

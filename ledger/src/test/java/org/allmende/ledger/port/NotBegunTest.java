package org.allmende.ledger.port;

import static org.allmende.ledger.Bench.GATEWAY;
import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Notes;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a port tells of checkpoints before its network has made a height, and from the first one on. */
class NotBegunTest {
    private final Bench bench = new Bench();
    private final HandEngine engine = new HandEngine();
    private final LocalPort port = LocalPort.unstarted(new LocalPort.Settings(
            bench.genesis,
            0,
            tables -> List.of(new Notes(tables)),
            engine,
            GATEWAY,
            () -> Instant.ofEpochMilli(START),
            Runnable::run));

    @BeforeEach
    void start() throws IOException {
        assertNoCheckpoints();
        port.start();
    }

    private void assertNoCheckpoints() {
        assertThat(port.view().height()).isZero();
        assertThat(port.checkpoints(port.view())).isEmpty();
        assertThat(port.checkpoint(port.view(), 0)).isEmpty();
        assertThat(port.checkpoint(port.view(), 1)).isEmpty();
    }

    @Test
    void beforeTheFirstHeightThereAreNone() {
        assertNoCheckpoints();
    }

    @Test
    void oneOfTheVeryFirstHeightsIsFoundByItsHeightAlone() {
        engine.round(5_000);
        port.submit(bench.sign(OPERATOR, START + 60_000, group(new CheckpointOperation.Take())).bytes());
        engine.round(10);

        assertThat(port.checkpoints(port.view())).extracting(Checkpoint::height).containsExactly(2L);
        assertThat(port.checkpoint(port.view(), 2)).isEqualTo(
                Optional.of(port.checkpoints(port.view()).getFirst()));
        for (long other : List.of(-1L, 0L, 1L, 3L, Long.MAX_VALUE, Long.MIN_VALUE)) {
            assertThat(port.checkpoint(port.view(), other)).as("height %d", other).isEmpty();
        }
    }
}

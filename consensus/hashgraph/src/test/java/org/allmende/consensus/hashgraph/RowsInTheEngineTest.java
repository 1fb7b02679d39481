package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.swirlds.state.merkle.VirtualMapStateLifecycleManager;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.roster.Roster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows come back from the engine's own state as they were written. */
class RowsInTheEngineTest {
    private final ChangeRecordLayout layout = new ChangeRecordLayout(ChangeRecordLayout.Settings.DEFAULT);
    private final RowsInMemory machine = new RowsInMemory(0, 7, 8, 65_535);

    @TempDir
    private Path dir;

    @Test
    void whatWasWrittenAndNotRemovedIsReadOnceAndNothingElse() {
        VirtualMapStateLifecycleManager states = states();
        layout.genesis(states.getMutableState(), machine);
        assertThat(read(states)).isEmpty();

        write(states, new Change(0, Bytes.EMPTY, Bytes.utf8("no key")));
        write(
                states,
                new Change(7, Bytes.utf8("a"), Bytes.utf8("first")),
                new Change(7, Bytes.utf8("b"), Bytes.EMPTY),
                new Change(8, Bytes.utf8("a"), Bytes.utf8("another table")),
                new Change(65_535, Bytes.utf8("last"), Bytes.wrap(new byte[5_000])));
        write(states, new Change(7, Bytes.utf8("a"), Bytes.utf8("second")), new Change(8, Bytes.utf8("a"), null));
        states.copyMutableState();

        assertThat(read(states))
                .containsExactlyInAnyOrder(
                        new Entry(0, Bytes.EMPTY, Bytes.utf8("no key")),
                        new Entry(7, Bytes.utf8("a"), Bytes.utf8("second")),
                        new Entry(7, Bytes.utf8("b"), Bytes.EMPTY),
                        new Entry(65_535, Bytes.utf8("last"), Bytes.wrap(new byte[5_000])));
    }

    @Test
    void aStateThatAnotherLayoutWroteIsNotTakenForAnEmptyOne() {
        assertThatThrownBy(() -> read(states()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another version")
                .hasMessageContaining("deleting the data folder");
    }

    private void write(VirtualMapStateLifecycleManager states, Change... changes) {
        layout.write(states.getMutableState(), machine.change(List.of(changes)), machine);
    }

    private List<Entry> read(VirtualMapStateLifecycleManager states) {
        List<Entry> rows = new ArrayList<>();
        // A layout of its own, as a node that starts has: nothing is remembered, everything is read.
        new ChangeRecordLayout(ChangeRecordLayout.Settings.DEFAULT)
                .read(states.getMutableState())
                .forEach(rows::add);
        return rows;
    }

    private VirtualMapStateLifecycleManager states() {
        GossipKeys keys = GossipKeys.generate(new SecureRandom());
        Roster alone = Roster.first(List.of(TestCards.card("only", keys.certificate(), "127.0.0.1", 1, 1)));
        return EngineStates.in(dir, alone, keys);
    }
}

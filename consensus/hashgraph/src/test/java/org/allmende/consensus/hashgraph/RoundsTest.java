package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hedera.hapi.node.state.roster.Roster;
import com.swirlds.state.State;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NextRoster;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.hiero.consensus.model.event.ConsensusEvent;
import org.hiero.consensus.model.hashgraph.Round;
import org.hiero.consensus.model.node.NodeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine logs what its state machine throws and goes on; a node of ours does not. */
class RoundsTest {
    @TempDir
    private Path evidence;

    private final List<Integer> exits = new ArrayList<>();
    private final AtomicInteger applied = new AtomicInteger();

    @Test
    void aStateMachineThatThrowsEndsTheProcessWithEvidenceAndSeesNoFurtherRound() throws IOException {
        Rounds rounds = rounds(new FailingMachine(() -> {
            applied.incrementAndGet();
            throw new IllegalStateException("planted");
        }));

        assertThatThrownBy(() -> rounds.onHandleConsensusRound(new EmptyRound(41), anyState(), _ -> {}))
                .hasMessage("planted");
        rounds.onHandleConsensusRound(new EmptyRound(42), anyState(), _ -> {});

        assertThat(exits).containsExactly(Halt.EXIT_FAULT);
        assertThat(applied).hasValue(1);
        assertThat(writtenEvidence())
                .contains("exit code: 86", "engine round: 41", "last height applied: 0", "planted")
                .contains(Thread.currentThread().getName())
                .contains("RoundsTest.java");
    }

    @Test
    void anErrorIsAFaultLikeAnException() throws IOException {
        Rounds rounds = rounds(new FailingMachine(() -> {
            throw new AssertionError("planted error");
        }));
        assertThatThrownBy(() -> rounds.onHandleConsensusRound(new EmptyRound(1), anyState(), _ -> {}))
                .hasMessage("planted error");
        assertThat(exits).containsExactly(Halt.EXIT_FAULT);
        assertThat(writtenEvidence()).contains("planted error");
    }

    private Rounds rounds(StateMachine machine) {
        Window window = new Window(
                new Window.Outlet() {
                    @Override
                    public long add(Bytes transaction) {
                        return Window.REFUSED;
                    }

                    @Override
                    public boolean holds(long ticket) {
                        return false;
                    }
                },
                1,
                1,
                1,
                1);
        return new Rounds(
                machine,
                new ChangeRecordLayout(ChangeRecordLayout.Settings.DEFAULT),
                0,
                NodeId.of(0),
                window,
                new Quiescence(_ -> {}, 1_000),
                new Fault(evidence, exits::add));
    }

    private String writtenEvidence() throws IOException {
        try (Stream<Path> files = Files.list(evidence)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return Files.readString(all.getFirst());
        }
    }

    /** A state that nobody may ask anything. */
    private static State anyState() {
        return (State) Proxy.newProxyInstance(
                State.class.getClassLoader(), new Class<?>[] {State.class}, (_, method, _) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Knows nothing, and fails as soon as it has to do something. */
    private record FailingMachine(Runnable failure) implements StateMachine {
        @Override
        public Applied apply(org.allmende.ledger.consensus.Round round) {
            failure.run();
            return Applied.DROPPED;
        }

        @Override
        public void restore(Iterable<Entry> rows) {}

        @Override
        public void ahead(Bytes transaction) {}

        @Override
        public void scan(int table, Bytes fromKey, RowVisitor visitor) {}

        @Override
        public @Nullable Bytes row(int table, Bytes key) {
            return null;
        }

        @Override
        public int[] tables() {
            return new int[0];
        }

        @Override
        public long height() {
            return 0;
        }

        @Override
        public long timeMillis() {
            return 0;
        }

        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public Optional<NextRoster> next() {
            return Optional.empty();
        }

        @Override
        public long nextExpectedMillis() {
            return 0;
        }
    }

    private record EmptyRound(long number) implements Round {
        @Override
        public Iterator<ConsensusEvent> iterator() {
            return Collections.emptyIterator();
        }

        @Override
        public long getRoundNum() {
            return number;
        }

        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public int getEventCount() {
            return 0;
        }

        @Override
        public Roster getConsensusRoster() {
            return Roster.DEFAULT;
        }

        @Override
        public Instant getConsensusTimestamp() {
            return Instant.EPOCH.plusSeconds(number);
        }
    }
}

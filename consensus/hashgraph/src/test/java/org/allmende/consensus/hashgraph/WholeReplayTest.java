package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.hiero.consensus.hashgraph.HashgraphModule;
import org.junit.jupiter.api.Test;

class WholeReplayTest {
    /** Which round an event makes, and which one must have been made before it is let go of. */
    private record Event(int makes, int waitsFor) {}

    /** Parts that do what they were given only when they are flushed, as on a machine that is busy with something else. */
    private static final class Parts {
        private final List<Event> held = new ArrayList<>();
        private final Queue<Event> ordered = new ArrayDeque<>();
        private int round;
        private long passed;
        private int flushes;

        /** What the hashgraph does. */
        void makeRounds() {
            while (!ordered.isEmpty()) {
                round = Math.max(round, ordered.remove().makes());
            }
        }

        /** What the parts before it do. */
        void letGo() {
            flushes++;
            List<Event> free = held.stream().filter(event -> event.waitsFor() <= round).toList();
            held.removeAll(free);
            passed += free.size();
            ordered.addAll(free);
        }

        WholeReplay replay() {
            WholeReplay replay = new WholeReplay((HashgraphModule) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {HashgraphModule.class}, (self, method, arguments) -> {
                        assertThat(method.getName()).isEqualTo("flush");
                        makeRounds();
                        return null;
                    }));
            replay.after(new WholeReplay.Way(() -> passed, this::letGo));
            return replay;
        }
    }

    /** Each waits for the round of the one before it, so that one look at every part lets go of one of them. */
    @Test
    void itEndsWhenNothingIsHeldThatARoundCouldLetGoOf() {
        Parts parts = new Parts();
        for (int round = 1; round <= 100; round++) {
            parts.held.add(new Event(round, round - 1));
        }
        parts.replay().flush();
        assertThat(parts.held).isEmpty();
        assertThat(parts.ordered).isEmpty();
        assertThat(parts.round).isEqualTo(100);
    }

    @Test
    void whatNoRoundLetsGoOfIsNotWaitedFor() {
        Parts parts = new Parts();
        parts.held.addAll(List.of(new Event(1, 0), new Event(9, 8)));
        parts.replay().flush();
        assertThat(parts.held).containsExactly(new Event(9, 8));
        assertThat(parts.round).isEqualTo(1);
    }

    @Test
    void aReplayOfNothingLooksOnce() {
        Parts parts = new Parts();
        parts.replay().flush();
        assertThat(parts.flushes).isEqualTo(1);
    }

    @Test
    void whateverWasHeldWhatIsLeftWaitsForRoundsThatNobodyMade() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1_000; i++) {
            Parts parts = new Parts();
            Deque<Event> all = new ArrayDeque<>();
            for (int event = random.nextInt(30); event > 0; event--) {
                all.add(new Event(random.nextInt(1, 30), random.nextInt(0, 30)));
            }
            parts.held.addAll(all);
            parts.replay().flush();
            assertThat(parts.held).allMatch(event -> event.waitsFor() > parts.round);
            assertThat(parts.passed + parts.held.size()).isEqualTo(all.size());
            assertThat(parts.ordered).isEmpty();
        }
    }

    @Test
    void anEngineThatWasNotPutTogetherCannotEndItsReplay() {
        HashgraphModule none = (HashgraphModule) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HashgraphModule.class}, (self, method, arguments) -> null);
        assertThatThrownBy(() -> new WholeReplay(none).flush()).isInstanceOf(IllegalStateException.class);
    }
}

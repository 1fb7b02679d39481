package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.allmende.ledger.seeds.Seed;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulatedNode;
import org.allmende.simulation.Violation;
import org.junit.jupiter.api.Test;

/** Ways in which a watch can go wrong between nodes that are all as they should be: the {@link Follower} sees each. */
class PlantedFollowerTest {
    private static void assertSeen(String what, UnaryOperator<HistoryAnswer> bug) {
        assertThatThrownBy(() -> run(bug))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("a follower at ")
                .hasMessageContaining(what)
                .hasMessageContaining("in seed 5; what happened last");
    }

    private static void run(UnaryOperator<HistoryAnswer> bug) {
        SimulatedNetwork network = CoordinationExpectation.network(new Seed(5)).start();
        CoordinationWorkload workload = new CoordinationWorkload();
        Follower follower = new Follower(network, bug);
        network.run(Duration.ofSeconds(40), (of, chance) -> {
            workload.act(of, chance);
            follower.poll(chance.pick(of.nodes()), chance.between(1, 5));
        });
        network.heal();
        for (SimulatedNode node : network.nodes()) {
            follower.poll(node, 10_000);
            follower.requireLevel(node);
        }
    }

    /** @param bug what it makes of the events of a page of which there are enough */
    private static UnaryOperator<HistoryAnswer> ofPages(UnaryOperator<List<KeyEvent>> bug) {
        return answer -> answer instanceof HistoryAnswer.Page page && revisions(page.events()) > 1
                ? new HistoryAnswer.Page(
                        page.height(), page.revision(), page.nextRevision(), bug.apply(new ArrayList<>(page.events())))
                : answer;
    }

    private static long revisions(List<KeyEvent> events) {
        return events.stream().mapToLong(KeyEvent::revision).distinct().count();
    }

    @Test
    void nothingIsSeenWhereNothingIsWrong() {
        run(UnaryOperator.identity());
    }

    @Test
    void aChangeIsLeftOut() {
        assertSeen("a hole between revision ", ofPages(events -> {
            events.removeIf(event -> event.revision() == events.getFirst().revision());
            return events;
        }));
    }

    @Test
    void aDeletionIsLeftOut() {
        assertSeen("", ofPages(events -> {
            events.removeIf(event -> event.kind() == KeyEvent.Kind.DELETE);
            return events;
        }));
    }

    @Test
    void theLastRevisionOfAPageIsLeftOut() {
        assertSeen("says to go on at ", ofPages(events -> {
            long last = events.getLast().revision();
            events.removeIf(event -> event.revision() == last);
            return events;
        }));
    }

    @Test
    void aChangeComesTwice() {
        assertSeen("", ofPages(events -> {
            events.addFirst(events.getFirst());
            return events;
        }));
    }

    @Test
    void aPageComesTwice() {
        HistoryAnswer[] last = new HistoryAnswer[1];
        assertSeen("a hole between revision ", answer -> {
            boolean isAgain = last[0] != null && answer instanceof HistoryAnswer.Page page && !page.events().isEmpty();
            HistoryAnswer told = isAgain ? last[0] : answer;
            last[0] = answer instanceof HistoryAnswer.Page page && !page.events().isEmpty() ? answer : last[0];
            return told;
        });
    }

    @Test
    void changesComeOutOfOrder() {
        assertSeen("a hole between revision ", ofPages(List::reversed));
    }

    @Test
    void aValueIsThatOfTheChangeBefore() {
        assertSeen("should be ", ofPages(events -> {
            KeyValue now = events.getLast().keyValue();
            KeyValue wrong = new KeyValue(
                    now.key(), now.createRevision(), now.modRevision(), now.version() + 1, now.value(), now.lease());
            events.set(
                    events.size() - 1,
                    new KeyEvent(KeyEvent.Kind.PUT, wrong, events.getLast().prevKv()));
            return events;
        }));
    }
}

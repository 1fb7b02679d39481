package org.allmende.consensus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.allmende.consensus.conformance.Said.Accepted;
import org.allmende.consensus.conformance.Said.Applied;
import org.allmende.consensus.conformance.Said.Astray;
import org.allmende.consensus.conformance.Said.Fate;
import org.allmende.consensus.conformance.Said.Item;
import org.allmende.consensus.conformance.Said.Restored;
import org.junit.jupiter.api.Test;

/** Stories as processes might tell them, and what is found wrong with each. */
class InvariantsTest {
    private static final Restored NEW = new Restored(0, 0, "s0");

    @Test
    void nothingIsWrongWhenAllSayTheSameAsFarAsTheyWere() {
        assertThat(wrong(
                        living(0, NEW, at(1, 7), at(2), at(3, 8), accepted(7), accepted(8)),
                        living(1, NEW, at(1, 7), new Restored(3, 30, "s3")),
                        ended(2, NEW, at(1, 7), at(2))))
                .isEmpty();
    }

    @Test
    void aGapBetweenHeights() {
        assertThat(wrong(living(0, NEW, at(1, 7), at(3)))).containsExactly("node 0 went from height 1 to 3");
    }

    @Test
    void aHeightTwice() {
        assertThat(wrong(living(0, NEW, at(1, 7), at(1, 7)))).containsExactly("node 0 went from height 1 to 1");
    }

    @Test
    void stateFromOthersThatIsOlderThanWhatWasApplied() {
        assertThat(wrong(living(0, NEW, at(1, 7), at(2), new Restored(1, 10, "s1"))))
                .containsExactly("node 0 went back from height 2 to 1");
    }

    @Test
    void timeThatGoesBack() {
        assertThat(wrong(living(0, NEW, at(1), new Applied(2, 9, "s2", List.of()))))
                .containsExactly("node 0 let time go back at height 2");
    }

    @Test
    void anotherOrderOnAnotherNode() {
        assertThat(wrong(living(0, NEW, at(1, 7, 8)), living(1, NEW, at(1, 8, 7))))
                .containsExactly(
                        "at height 1 node 0 said applied 1 10 s1 7+ 8+, but node 1 said applied 1 10 s1 8+ 7+");
    }

    @Test
    void anotherTransactionOnAnotherNode() {
        assertThat(wrong(living(0, NEW, at(1, 7, 8)), living(1, NEW, at(1, 7)))).hasSize(1);
    }

    @Test
    void anotherTimeOnAnotherNode() {
        assertThat(wrong(living(0, NEW, at(1)), living(1, NEW, new Applied(1, 11, "s1", List.of()))))
                .hasSize(1);
    }

    @Test
    void anotherStateOnAnotherNode() {
        assertThat(wrong(living(0, NEW, at(1)), living(1, NEW, new Applied(1, 10, "other", List.of()))))
                .hasSize(1);
    }

    @Test
    void anotherHistoryWhenANodeStartsAgain() {
        assertThat(wrong(ended(0, NEW, at(1, 7)), living(0, NEW, at(1, 8)))).hasSize(1);
    }

    @Test
    void stateThatNobodyHad() {
        assertThat(wrong(living(0, NEW, at(1), at(2)), living(1, new Restored(2, 20, "other"))))
                .containsExactly("node 1 was restored 2 20 other, but node 0 said applied 2 20 s2");
        assertThat(wrong(living(0, new Restored(9, 90, "s9"))))
                .containsExactly("node 0 was restored 9 90 s9, but nobody applied it");
    }

    @Test
    void aRoundThatIsForgottenWhenANodeStartsAgain() {
        assertThat(wrong(ended(0, NEW, at(1, 7), at(2, 8)), living(0, NEW, at(1, 7))))
                .containsExactly("node 0 stands at height 1, but node 0 said 2");
    }

    @Test
    void aTransactionThatIsAppliedTwice() {
        assertThat(wrong(living(0, NEW, at(1, 7), at(2, 7))))
                .containsExactly("transaction 7 was applied at heights 1 and 2");
    }

    @Test
    void anAcceptedTransactionThatNeverCame() {
        assertThat(wrong(living(0, NEW, accepted(7), at(1))))
                .containsExactly("node 0 accepted transaction 7, and it never came");
        assertThat(wrong(living(0, NEW, accepted(7), new Applied(1, 10, "s1", List.of(new Item(7, Fate.SET_ASIDE))))))
                .as("only set aside")
                .hasSize(1);
    }

    @Test
    void whatWasAcceptedMayExpireOrEndWithItsProcess() {
        assertThat(wrong(living(0, NEW, new Accepted(7, 9), at(1)), ended(1, NEW, accepted(8)))).isEmpty();
    }

    @Test
    void whatANodeSaysThatWasToldToGoAstrayIsNoPartOfTheHistory() {
        assertThat(wrong(living(0, NEW, at(1, 7), at(2, 8)), living(1, NEW, at(1, 7), new Astray(), at(2, 9))))
                .isEmpty();
        assertThat(wrong(living(0, NEW, at(1, 7)), living(1, NEW, at(1, 9), new Astray())))
                .as("before that it is")
                .hasSize(1);
    }

    @Test
    void aLineSaysAllThereIsToSay() {
        for (Said said : List.of(
                NEW,
                at(1),
                at(2, 7, 8),
                accepted(7),
                new Astray(),
                new Said.Held(List.of(4L, 5L)),
                new Said.Held(List.of()))) {
            assertThat(Said.of(said.line())).contains(said);
        }
        assertThat(Said.of("answer 7")).isEmpty();
    }

    private static Applied at(long height, long... ids) {
        List<Item> items = Arrays.stream(ids).mapToObj(id -> new Item(id, Fate.APPLIED)).toList();
        return new Applied(height, 10 * height, "s" + height, items);
    }

    private static Accepted accepted(long id) {
        return new Accepted(id, Long.MAX_VALUE);
    }

    private static Life living(int node, Said... story) {
        Life life = new Life(node, 0);
        Arrays.stream(story).forEach(life::hear);
        return life;
    }

    private static Life ended(int node, Said... story) {
        Life life = living(node, story);
        life.end();
        return life;
    }

    private static List<String> wrong(Life... lives) {
        return Invariants.violated(new ArrayList<>(List.of(lives)));
    }
}

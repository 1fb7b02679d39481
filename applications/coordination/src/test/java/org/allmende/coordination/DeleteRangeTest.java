package org.allmende.coordination;

import static org.allmende.coordination.Words.ON;
import static org.allmende.coordination.Words.all;
import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.put;
import static org.allmende.coordination.Words.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DeleteRangeTest {
    private static final List<Request> KEYS = List.of(all(put("a", "1"), put("b", "2"), put("c", "3")));

    @TestFactory
    Stream<DynamicTest> answers() {
        return Case.tests(
                new Case("one key", KEYS, delete("b"), "delete@3 1"),
                new Case("the end is not in the range", KEYS, delete("a", "c"), "delete@3 2"),
                new Case("all from a key on", KEYS, delete("b", ON), "delete@3 2"),
                new Case("all keys", KEYS, delete(ON, ON), "delete@3 3"),
                new Case("a prefix", KEYS, DeleteRangeRequest.prefix(Words.b("c")), "delete@3 1"),
                new Case(
                        "with what they were, ascending",
                        KEYS,
                        delete("a", "c").withPrevKv(),
                        "delete@3 2 were [a=1 c2 m2 v1, b=2 c2 m2 v1]"),
                new Case("no key: no revision", KEYS, delete("x"), "delete@2 0"),
                new Case("an end before the key: no key", KEYS, delete("c", "a"), "delete@2 0"),
                new Case("again: no key", List.of(put("a", "1"), delete("a")), delete("a"), "delete@3 0"),
                new Case("no key is given", KEYS, delete("", ON), "EMPTY_KEY"));
    }

    @Test
    void leavesNothingOfTheKeyToReadNow() {
        Scene scene = Case.scene(KEYS);
        scene.apply(delete("a", "c"));
        assertThat(Words.text(scene.range(range(ON, ON)))).isEqualTo("range@3 [c=3 c2 m2 v1] of 1");
    }

    @Test
    void isOneRevisionWhoseEventsHoldKeyAndRevisionOnly() {
        Scene scene = Case.scene(KEYS);
        scene.apply(delete("a", "c"));
        HistoryRequest request = HistoryRequest.of(KeyRange.ALL, 3);
        assertThat(scene.history(request))
                .isEqualTo(new HistoryAnswer.Page(scene.view().height(), 3, 4, List.of(
                        new KeyEvent(KeyEvent.Kind.DELETE, KeyValue.deleted(Words.b("a"), 3), Optional.empty()),
                        new KeyEvent(
                                KeyEvent.Kind.DELETE, KeyValue.deleted(Words.b("b"), 3), Optional.empty()))));
    }

    @Test
    void thatFindsNothingTellsNobody() {
        Scene scene = Case.scene(KEYS);
        scene.apply(delete("x"));
        assertThat(scene.events()).isEmpty();
        assertThat(scene.rowsChanged()).isZero();
    }
}

package org.allmende.coordination;

import static org.allmende.coordination.Words.ON;
import static org.allmende.coordination.Words.all;
import static org.allmende.coordination.Words.b;
import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HistoryTest {
    /** Revisions 2 to 6. */
    private static final List<Request> GIVEN = List.of(
            put("a", "1"),
            all(put("b", "1"), put("a", "2")),
            all(delete("a", ON)),
            put("c", "1"),
            all(put("c", "2"), put("a", "3")));

    private record Row(String name, HistoryRequest when, String then) {}

    @TestFactory
    Stream<DynamicTest> pages() {
        return Stream.of(
                        new Row(
                                "everything, in the order it was done",
                                page(0, 100),
                                "2 put a=1 c2 m2 v1, 3 put b=1 c3 m3 v1, 3 put a=2 c2 m3 v2, 4 delete a, 4 delete b,"
                                        + " 5 put c=1 c5 m5 v1, 6 put c=2 c5 m6 v2, 6 put a=3 c6 m6 v1 -> 7"),
                        new Row("from a revision on", page(6, 100), "6 put c=2 c5 m6 v2, 6 put a=3 c6 m6 v1 -> 7"),
                        new Row("up to date", page(7, 100), "-> 7"),
                        new Row("from the future", page(9, 100), "-> 9"),
                        new Row("as many as asked for", page(2, 1), "2 put a=1 c2 m2 v1 -> 3"),
                        new Row(
                                "but a revision is never split",
                                page(2, 2),
                                "2 put a=1 c2 m2 v1, 3 put b=1 c3 m3 v1, 3 put a=2 c2 m3 v2 -> 4"),
                        new Row("one key", of("b", "", 0), "3 put b=1 c3 m3 v1, 4 delete b -> 7"),
                        new Row("a range", of("b", "c", 0), "3 put b=1 c3 m3 v1, 4 delete b -> 7"),
                        new Row("no such key", of("x", "", 0), "-> 7"),
                        new Row(
                                "with what was before the revision; not of what it created",
                                of("a", "", 0).withPrevKv(),
                                "2 put a=1 c2 m2 v1, 3 put a=2 c2 m3 v2 was [a=1 c2 m2 v1],"
                                        + " 4 delete a was [a=2 c2 m3 v2], 6 put a=3 c6 m6 v1 -> 7"),
                        new Row("no key is given", of("", ON, 0), "EMPTY_KEY"))
                .map(row -> DynamicTest.dynamicTest(
                        row.name, () -> assertThat(Words.text(Case.scene(GIVEN).history(row.when)))
                                .isEqualTo(row.then)));
    }

    private static HistoryRequest page(long from, int limit) {
        return new HistoryRequest(b(ON), b(ON), from, limit, false);
    }

    private static HistoryRequest of(String key, String rangeEnd, long from) {
        return HistoryRequest.of(new KeyRange(b(key), b(rangeEnd)), from);
    }

    @Test
    void whatWasBeforeIsWhatWasBeforeTheRevisionNotWithinIt() {
        // etcd's watch reads it at the revision before
        Scene scene = Case.scene(List.of(put("a", "1"), all(put("a", "2"), delete("a", ON))));
        assertThat(Words.text(scene.history(of("a", "", 3).withPrevKv())))
                .isEqualTo("3 put a=2 c2 m3 v2 was [a=1 c2 m2 v1], 3 delete a was [a=1 c2 m2 v1] -> 4");
    }

    @Test
    void whatWasBeforeTheCompactedRevisionIsNotTold() {
        Scene scene = Case.scene(GIVEN);
        scene.apply(Scene.OWNER, new Compact(Scene.KEYSPACE, 4));
        assertThat(Words.text(scene.history(of("a", "c", 4).withPrevKv())))
                .isEqualTo("4 delete a, 4 delete b, 6 put a=3 c6 m6 v1 -> 7");
        assertThat(Words.text(scene.history(of("c", "", 4).withPrevKv())))
                .isEqualTo("5 put c=1 c5 m5 v1, 6 put c=2 c5 m6 v2 was [c=1 c5 m5 v1] -> 7");
    }

    @Test
    void beforeTheCompactedRevisionNothingIsTold() {
        Scene scene = Case.scene(GIVEN);
        scene.apply(Scene.OWNER, new Compact(Scene.KEYSPACE, 4));
        assertThat(scene.history(page(3, 10)))
                .isEqualTo(new HistoryAnswer.Compacted(scene.view().height(), 6, 4));
    }

    @Test
    void ofAnUnknownKeyspaceIsRefused() {
        Scene scene = new Scene();
        assertThat(scene.coordination().history(scene.view(), "other", page(0, 1)))
                .isEqualTo(new HistoryAnswer.Refused(scene.view().height(), CoordinationReason.KEYSPACE_NOT_FOUND));
    }

    @Test
    void keyspacesHaveHistoriesOfTheirOwn() {
        Scene scene = Case.scene(GIVEN);
        scene.apply(Scene.STRANGER, new CoordinationOperation.CreateKeyspace("other"));
        scene.apply(Scene.STRANGER, Words.operation("other", put("z", "9")));
        assertThat(Words.text(scene.coordination().history(scene.view(), "other", page(0, 10))))
                .isEqualTo("2 put z=9 c2 m2 v1 -> 3");
        assertThat(Words.text(scene.history(of("z", "", 0)))).isEqualTo("-> 7");
    }
}

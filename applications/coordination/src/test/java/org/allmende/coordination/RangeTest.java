package org.allmende.coordination;

import static org.allmende.coordination.Words.ON;
import static org.allmende.coordination.Words.all;
import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.get;
import static org.allmende.coordination.Words.put;
import static org.allmende.coordination.Words.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.allmende.coordination.RangeRequest.SortOrder;
import org.allmende.coordination.RangeRequest.SortTarget;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RangeTest {
    private static final String A = "a=5 c2 m2 v1";
    private static final String B = "b=4 c3 m3 v1";
    private static final String C = "c=3 c4 m4 v1";
    private static final String D = "d=2 c5 m5 v1";
    private static final String E = "e=1 c6 m6 v1";
    private static final RangeRequest KEYS = range("a", "z");

    private static final List<Request> FIVE =
            List.of(put("a", "5"), put("b", "4"), put("c", "3"), put("d", "2"), put("e", "1"));

    /** Revisions 7 to 9: a is put again, b is deleted, b is created anew. */
    private static final List<Request> CHANGED =
            Stream.concat(FIVE.stream(), Stream.of(put("a", "6"), delete("b"), put("b", "7"))).toList();

    private record Row(String name, RangeRequest when, String then) {}

    @TestFactory
    Stream<DynamicTest> whichKeys() {
        return tests(
                FIVE,
                new Row("one key", get("b"), "range@6 [" + B + "] of 1"),
                new Row("no such key", get("x"), "range@6 [] of 0"),
                new Row("the end is not in the range", range("a", "c"), "range@6 [" + A + ", " + B + "] of 2"),
                new Row("all from a key on", range("d", ON), "range@6 [" + D + ", " + E + "] of 2"),
                new Row("all keys", range(ON, ON).withCountOnly(), "range@6 [] of 5"),
                new Row("a prefix", RangeRequest.prefix(Words.b("e")), "range@6 [" + E + "] of 1"),
                new Row("the empty prefix", RangeRequest.prefix(Bytes.EMPTY).withCountOnly(), "range@6 [] of 5"),
                new Row("an end before the key", range("c", "a"), "range@6 [] of 0"),
                new Row("no key is given", range("", ON), "EMPTY_KEY"));
    }

    @TestFactory
    Stream<DynamicTest> howManyAndWhatOfThem() {
        return tests(
                FIVE,
                new Row("the count ignores the limit", KEYS.withLimit(2), "range@6 [" + A + ", " + B + "] of 5 more"),
                new Row("no more than there are", range("d", "z").withLimit(2), "range@6 [" + D + ", " + E + "] of 2"),
                // etcd 3.4
                new Row("a negative limit is none", range("e", "z").withLimit(-1), "range@6 [" + E + "] of 1"),
                new Row("the count alone", KEYS.withCountOnly().withLimit(2), "range@6 [] of 5"),
                new Row("without values", range("d", "z").withKeysOnly(), "range@6 [d= c5 m5 v1, e= c6 m6 v1] of 2"));
    }

    @TestFactory
    Stream<DynamicTest> inWhichOrder() {
        return tests(
                FIVE,
                new Row(
                        "descending keys, then the limit",
                        KEYS.sorted(SortOrder.DESCEND, SortTarget.KEY).withLimit(2),
                        "range@6 [" + E + ", " + D + "] of 5 more"),
                new Row(
                        "by value, then the limit",
                        KEYS.sorted(SortOrder.ASCEND, SortTarget.VALUE).withLimit(2),
                        "range@6 [" + E + ", " + D + "] of 5 more"),
                // etcd 3.4: with no order it sorts what the limit let through, one more than it answers
                new Row(
                        "by value in no order: the limit, then by value",
                        KEYS.sorted(SortOrder.NONE, SortTarget.VALUE).withLimit(2),
                        "range@6 [" + C + ", " + B + "] of 5 more"),
                new Row(
                        "by value in no order and without limit",
                        range("c", "z").sorted(SortOrder.NONE, SortTarget.VALUE),
                        "range@6 [" + E + ", " + D + ", " + C + "] of 3"),
                new Row(
                        "sorted by the values that are left out",
                        range("d", "z").sorted(SortOrder.ASCEND, SortTarget.VALUE).withKeysOnly(),
                        "range@6 [e= c6 m6 v1, d= c5 m5 v1] of 2"));
    }

    @TestFactory
    Stream<DynamicTest> orderOfWhatWasChanged() {
        return tests(
                CHANGED,
                new Row(
                        "by version; equal ones by key",
                        range("a", "d").sorted(SortOrder.DESCEND, SortTarget.VERSION),
                        "range@9 [a=6 c2 m7 v2, b=7 c9 m9 v1, c=3 c4 m4 v1] of 3"),
                new Row(
                        "by create revision",
                        range("a", "d").sorted(SortOrder.ASCEND, SortTarget.CREATE),
                        "range@9 [a=6 c2 m7 v2, c=3 c4 m4 v1, b=7 c9 m9 v1] of 3"),
                new Row(
                        "by mod revision",
                        range("a", "d").sorted(SortOrder.ASCEND, SortTarget.MOD),
                        "range@9 [c=3 c4 m4 v1, a=6 c2 m7 v2, b=7 c9 m9 v1] of 3"));
    }

    @TestFactory
    Stream<DynamicTest> filters() {
        return tests(
                FIVE,
                new Row(
                        "the count ignores filters; more does not",
                        KEYS.modifiedAt(4, 0).withLimit(1),
                        "range@6 [" + C + "] of 5 more"),
                new Row("no more than it leaves", KEYS.modifiedAt(0, 2).withLimit(1), "range@6 [" + A + "] of 5"),
                new Row("both bounds are inclusive", KEYS.modifiedAt(3, 4), "range@6 [" + B + ", " + C + "] of 5"),
                new Row("created likewise", KEYS.createdAt(3, 4), "range@6 [" + B + ", " + C + "] of 5"),
                // etcd 3.4
                new Row("a negative bound is one", KEYS.modifiedAt(0, -1), "range@6 [] of 5"),
                new Row("the count alone", KEYS.modifiedAt(4, 0).withCountOnly(), "range@6 [] of 5"));
    }

    @TestFactory
    Stream<DynamicTest> filtersOfWhatWasChanged() {
        return tests(
                CHANGED,
                new Row(
                        "created before and changed since",
                        KEYS.modifiedAt(7, 0).createdAt(0, 2),
                        "range@9 [a=6 c2 m7 v2] of 5"),
                new Row("changed since", KEYS.modifiedAt(7, 0), "range@9 [a=6 c2 m7 v2, b=7 c9 m9 v1] of 5"));
    }

    @TestFactory
    Stream<DynamicTest> atARevision() {
        return tests(
                CHANGED,
                new Row("before it was changed", get("a").withRevision(6), "range@9 [" + A + "] of 1"),
                new Row("at its change", get("a").withRevision(7), "range@9 [a=6 c2 m7 v2] of 1"),
                new Row("before there was anything", range(ON, ON).withRevision(1), "range@9 [] of 0"),
                new Row("deleted", range("a", "c").withRevision(8), "range@9 [a=6 c2 m7 v2] of 1"),
                new Row("created anew", get("b").withRevision(9), "range@9 [b=7 c9 m9 v1] of 1"),
                new Row("0 is now", get("b").withRevision(0), "range@9 [b=7 c9 m9 v1] of 1"),
                new Row("not reached yet", get("a").withRevision(10), "FUTURE_REVISION"));
    }

    /** Asked as a query and in a transaction: the answers are the same. */
    private static Stream<DynamicTest> tests(List<Request> given, Row... rows) {
        return Stream.of(rows).map(row -> DynamicTest.dynamicTest(row.name, () -> {
            Scene scene = Case.scene(given);
            long revision = scene.info().revision();
            assertThat(Words.text(scene.range(row.when))).isEqualTo(row.then);
            String inTxn = row.then.startsWith("range") ? "txn@" + revision + " yes [" + row.then + "]" : row.then;
            assertThat(scene.apply(all(row.when)).text()).isEqualTo(inTxn);
        }));
    }

    @Test
    void aNegativeRevisionIsNowInAQueryAndCompactedInATransaction() {
        // etcd 3.4
        Scene scene = Case.scene(FIVE);
        assertThat(Words.text(scene.range(get("a").withRevision(-5)))).isEqualTo("range@6 [" + A + "] of 1");
        assertThat(scene.apply(all(get("a").withRevision(-5))).text()).isEqualTo("COMPACTED");
    }

    @Test
    void everyAnswerSaysWhichHeightItIsAsOf() {
        Scene scene = Case.scene(FIVE);
        assertThat(scene.range(get("a")).height()).isEqualTo(scene.view().height());
        assertThat(scene.range(get("")).height()).isEqualTo(scene.view().height());
    }

    @Test
    void aViewStaysWhatItWas() {
        Scene scene = Case.scene(FIVE);
        var before = scene.view();
        scene.apply(delete(ON, ON));
        RangeAnswer then = scene.coordination().range(before, "default", range(ON, ON).withCountOnly());
        assertThat(Words.text(then)).isEqualTo("range@6 [] of 5");
        assertThat(Words.text(scene.range(range(ON, ON)))).isEqualTo("range@7 [] of 0");
    }

    @Test
    void ofAKeyWithManyVersionsFindsTheOneThatCounts() {
        Scene scene = Case.scene(List.of(put("a", "0"), put("c", "0")));
        for (int i = 1; i <= 40; i++) {
            scene.apply(put("b", String.valueOf(i)));
        }
        assertThat(Words.text(scene.range(KEYS)))
                .isEqualTo("range@43 [a=0 c2 m2 v1, b=40 c4 m43 v40, c=0 c3 m3 v1] of 3");
        assertThat(Words.text(scene.range(KEYS.withRevision(33))))
                .isEqualTo("range@43 [a=0 c2 m2 v1, b=30 c4 m33 v30, c=0 c3 m3 v1] of 3");
        assertThat(Words.text(scene.range(KEYS.withRevision(3))))
                .isEqualTo("range@43 [a=0 c2 m2 v1, c=0 c3 m3 v1] of 2");
    }

    @Test
    void ofAnUnknownKeyspaceIsRefused() {
        Scene scene = new Scene();
        for (String name : List.of("other", "", "not a name", "x".repeat(65), "\ud800")) {
            assertThat(scene.coordination().range(scene.view(), name, get("a")))
                    .isEqualTo(new RangeAnswer.Refused(scene.view().height(), CoordinationReason.KEYSPACE_NOT_FOUND));
        }
    }
}

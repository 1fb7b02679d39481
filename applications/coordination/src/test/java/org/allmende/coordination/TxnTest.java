package org.allmende.coordination;

import static org.allmende.coordination.Words.ALWAYS;
import static org.allmende.coordination.Words.NEVER;
import static org.allmende.coordination.Words.ON;
import static org.allmende.coordination.Words.all;
import static org.allmende.coordination.Words.b;
import static org.allmende.coordination.Words.compare;
import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.failing;
import static org.allmende.coordination.Words.get;
import static org.allmende.coordination.Words.put;
import static org.allmende.coordination.Words.putIgnoring;
import static org.allmende.coordination.Words.putLeased;
import static org.allmende.coordination.Words.range;
import static org.allmende.coordination.Words.touch;
import static org.allmende.coordination.Words.txn;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allmende.coordination.Compare.Expected;
import org.allmende.coordination.Compare.Relation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TxnTest {
    /** Revisions 2 to 4; a is then at version 2. */
    private static final List<Request> GIVEN = List.of(put("a", "1"), put("b", "5"), put("a", "2"));

    @TestFactory
    Stream<DynamicTest> compares() {
        return Stream.of(
                        new Condition("version", "a", new Expected.Version(2), "=2, >1, <3, !1"),
                        new Condition("create revision", "a", new Expected.CreateRevision(2), "=2, >1, <3, !1"),
                        new Condition("mod revision", "a", new Expected.ModRevision(4), "=4, >3, <5, !3"),
                        new Condition("lease", "a", new Expected.Lease(0), "=0, >-1, <1, !1"))
                .flatMap(TxnTest::eachRelation);
    }

    private record Condition(String name, String key, Expected expected, String holding) {}

    /** The relation holds for the number given, and its contrary does not. */
    private static Stream<DynamicTest> eachRelation(Condition condition) {
        return Stream.of(condition.holding.split(", ")).flatMap(text -> {
            long number = Long.parseLong(text.substring(1));
            Relation relation = relation(text.charAt(0));
            Expected expected =
                    switch (condition.expected) {
                        case Expected.Version v -> new Expected.Version(number);
                        case Expected.CreateRevision v -> new Expected.CreateRevision(number);
                        case Expected.ModRevision v -> new Expected.ModRevision(number);
                        case Expected.Lease v -> new Expected.Lease(number);
                        case Expected.Value v -> throw new IllegalArgumentException("a value is no number");
                    };
            return Stream.of(
                    test(condition.name + " " + text, compare(condition.key, relation, expected), true),
                    test(condition.name + " not " + text, compare(condition.key, contrary(relation), expected), false));
        });
    }

    private static Relation relation(char sign) {
        return switch (sign) {
            case '=' -> Relation.EQUAL;
            case '>' -> Relation.GREATER;
            case '<' -> Relation.LESS;
            case '!' -> Relation.NOT_EQUAL;
            default -> throw new IllegalArgumentException("no relation: " + sign);
        };
    }

    private static Relation contrary(Relation relation) {
        return switch (relation) {
            case EQUAL -> Relation.NOT_EQUAL;
            case NOT_EQUAL -> Relation.EQUAL;
            case GREATER -> Relation.LESS;
            case LESS -> Relation.GREATER;
        };
    }

    private static DynamicTest test(String name, Compare compare, boolean holds) {
        return DynamicTest.dynamicTest(name, () -> assertThat(
                        Case.scene(GIVEN).apply(txn(List.of(compare), List.of(), List.of())).text())
                .isEqualTo("txn@4 " + (holds ? "yes" : "no") + " []"));
    }

    @TestFactory
    Stream<DynamicTest> comparesOfValues() {
        return Stream.of(
                test("equal", compare("a", Relation.EQUAL, value("2")), true),
                test("not equal", compare("a", Relation.EQUAL, value("1")), false),
                test("different", compare("a", Relation.NOT_EQUAL, value("1")), true),
                test("greater", compare("a", Relation.GREATER, value("1")), true),
                test("a longer value is greater", compare("a", Relation.LESS, value("20")), true),
                test("bytes are unsigned", compare("a", Relation.LESS, value("\u00ff")), true));
    }

    @TestFactory
    Stream<DynamicTest> comparesOfWhatIsNotThere() {
        // etcd 3.4
        return Stream.of(
                test("its version is 0", compare("x", Relation.EQUAL, new Expected.Version(0)), true),
                test("its version differs", compare("x", Relation.NOT_EQUAL, new Expected.Version(3)), true),
                test("its create revision is 0", Compare.absent(b("x")), true),
                test("that of a key is not", Compare.absent(b("a")), false),
                test("its mod revision is 0", compare("x", Relation.LESS, new Expected.ModRevision(1)), true),
                test("its lease is 0", compare("x", Relation.EQUAL, new Expected.Lease(0)), true),
                test("its value is not empty", compare("x", Relation.EQUAL, value("")), false),
                test("nor different from any", compare("x", Relation.NOT_EQUAL, value("1")), false),
                test("nor less", compare("x", Relation.LESS, value("1")), false),
                test("an empty range likewise", compare("x", "z", Relation.EQUAL, new Expected.Version(0)), true));
    }

    @TestFactory
    Stream<DynamicTest> comparesOfRanges() {
        return Stream.of(
                test("hold for all keys", compare("a", "z", Relation.GREATER, new Expected.Version(0)), true),
                test("or not at all", compare("a", "z", Relation.GREATER, new Expected.Version(1)), false),
                test("from a key on", compare("b", ON, Relation.EQUAL, value("5")), true),
                test("all keys", compare(ON, ON, Relation.EQUAL, value("5")), false));
    }

    private static Expected value(String value) {
        return new Expected.Value(b(value));
    }

    @TestFactory
    Stream<DynamicTest> branches() {
        return Case.tests(
                new Case("none", GIVEN, all(), "txn@4 yes []"),
                new Case("all compares hold", GIVEN, txn(List.of(ALWAYS, ALWAYS), List.of(get("x")), List.of()),
                        "txn@4 yes [range@4 [] of 0]"),
                new Case("one does not", GIVEN, txn(List.of(ALWAYS, NEVER), List.of(), List.of(get("x"))),
                        "txn@4 no [range@4 [] of 0]"),
                new Case("failed, and writes", GIVEN, failing(put("x", "1")), "txn@5 no [put@5]"),
                new Case("nested", GIVEN, all(failing(put("x", "1")), all()),
                        "txn@5 yes [txn@5 no [put@5], txn@5 yes []]"));
    }

    @TestFactory
    Stream<DynamicTest> revisions() {
        return Case.tests(
                new Case("one for all changes", GIVEN, all(put("x", "1"), put("y", "2"), delete("a", "c")),
                        "txn@5 yes [put@5, put@5, delete@5 2]"),
                new Case("none for reads", GIVEN, all(get("a")), "txn@4 yes [range@4 [a=2 c2 m4 v2] of 1]"),
                new Case("none for deleting nothing", GIVEN, all(delete("x"), get("b")),
                        "txn@4 yes [delete@4 0, range@4 [b=5 c3 m3 v1] of 1]"),
                // etcd 3.4
                new Case("it is the old one until something is changed", GIVEN, all(delete("x"), put("y",
                        "1"), delete("x")),
                        "txn@5 yes [delete@4 0, put@5, delete@5 0]"));
    }

    @TestFactory
    Stream<DynamicTest> whatIsSeenWithin() {
        // etcd 3.4
        return Case.tests(
                new Case("reads see earlier changes", GIVEN, all(put("a", "3"), get("a")),
                        "txn@5 yes [put@5, range@5 [a=3 c2 m5 v3] of 1]"),
                new Case("not later ones", GIVEN, all(get("a"), put("a", "3")),
                        "txn@5 yes [range@4 [a=2 c2 m4 v2] of 1, put@5]"),
                new Case("at the revision before: what was", GIVEN, all(put("a", "3"), get("a").withRevision(4)),
                        "txn@5 yes [put@5, range@5 [a=2 c2 m4 v2] of 1]"),
                new Case("deletes see them", GIVEN, all(all(put("x", "1")), all(delete("x"))),
                        "txn@5 yes [txn@5 yes [put@5], txn@5 yes [delete@5 1]]"),
                new Case(
                        "nested compares do not",
                        GIVEN,
                        all(
                                put("a", "3"),
                                txn(List.of(compare("a", Relation.EQUAL, value("2"))), List.of(get("a")), List.of())),
                        "txn@5 yes [put@5, txn@5 yes [range@5 [a=3 c2 m5 v3] of 1]]"),
                new Case("created anew in the revision of its deletion", GIVEN, all(delete("a", ON), put("a",
                        "3"), get("a")),
                        "txn@5 yes [delete@5 2, put@5, range@5 [a=3 c5 m5 v1] of 1]"),
                new Case("put, then deleted", GIVEN, all(put("a", "3"), delete("a", ON), get("a")),
                        "txn@5 yes [put@5, delete@5 2, range@5 [] of 0]"));
    }

    @TestFactory
    Stream<DynamicTest> duplicateKeys() {
        // etcd 3.4, every row
        return Case.tests(
                new Case("put twice", GIVEN, all(put("x", "1"), put("x", "2")), "DUPLICATE_KEY"),
                new Case("put twice in the branch not taken", GIVEN,
                        txn(List.of(), List.of(), List.of(put("x", "1"), put("x", "2"))), "DUPLICATE_KEY"),
                new Case("put in each branch", GIVEN, txn(List.of(), List.of(put("x", "1")), List.of(put("x", "2"))),
                        "txn@5 yes [put@5]"),
                new Case("put and deleted", GIVEN, all(put("x", "1"), delete("x")), "DUPLICATE_KEY"),
                new Case("deleted in a range", GIVEN, all(delete("w", "y"), put("x", "1")), "DUPLICATE_KEY"),
                new Case("after the end of it", GIVEN, all(delete("w", "x"), put("x", "1")),
                        "txn@5 yes [delete@4 0, put@5]"),
                new Case("deleted with all from a key on", GIVEN, all(delete("a", ON), put("b", "1")),
                        "txn@5 yes [delete@5 2, put@5]"),
                new Case("between ends in the wrong order", GIVEN, all(delete("c", "a"), put("b", "1")),
                        "txn@5 yes [delete@4 0, put@5]"),
                new Case("deleted twice", GIVEN, all(delete("a", "c"), delete("a", "c")),
                        "txn@5 yes [delete@5 2, delete@5 0]"),
                new Case("put in both branches within", GIVEN,
                        all(txn(List.of(), List.of(put("x", "1")), List.of(put("x", "2")))),
                        "txn@5 yes [txn@5 yes [put@5]]"),
                new Case("put in two within", GIVEN, all(all(put("x", "1")), all(put("x", "1"))), "DUPLICATE_KEY"),
                new Case("put within, in the branch not taken, and here", GIVEN,
                        all(txn(List.of(), List.of(), List.of(put("x", "1"))), put("x", "1")), "DUPLICATE_KEY"),
                new Case("put within, deleted in a later one", GIVEN, all(all(put("x", "1")), all(delete("x"))),
                        "txn@5 yes [txn@5 yes [put@5], txn@5 yes [delete@5 1]]"),
                new Case("deleted within, put in a later one", GIVEN, all(all(delete("x")), all(put("x", "1"))),
                        "DUPLICATE_KEY"),
                new Case("deleted within, put here", GIVEN, all(put("x", "1"), all(delete("x"))), "DUPLICATE_KEY"),
                new Case("deleted here, put within", GIVEN, all(all(put("x", "1")), delete("x")), "DUPLICATE_KEY"),
                new Case("deleted in one branch within, put in the other", GIVEN,
                        all(txn(List.of(), List.of(delete("x")), List.of(put("x", "1")))),
                        "txn@4 yes [txn@4 yes [delete@4 0]]"));
    }

    @TestFactory
    Stream<DynamicTest> refusals() {
        return Case.tests(
                new Case("a compare without key", GIVEN,
                        txn(List.of(compare("", Relation.EQUAL, value(""))), List.of(), List.of()), "EMPTY_KEY"),
                new Case("a range without key", GIVEN, all(get("")), "EMPTY_KEY"),
                new Case("in the branch not taken, too", GIVEN, failing(all(put("", "1"))), "EMPTY_KEY"),
                new Case("value provided, nested", GIVEN, failing(failing(putIgnoring("a", "1", 0, true, false))),
                        "VALUE_PROVIDED"),
                new Case("a revision not reached", GIVEN, all(get("a").withRevision(5)), "FUTURE_REVISION"),
                new Case("not even by this transaction", GIVEN, all(put("x", "1"), get("a").withRevision(5)),
                        "FUTURE_REVISION"),
                new Case("in the branch not taken it may be", GIVEN,
                        txn(List.of(), List.of(), List.of(get("a").withRevision(5))), "txn@4 yes []"),
                new Case("a key to keep is missing", GIVEN, all(put("x", "1"), touch("y")), "KEY_NOT_FOUND"),
                new Case("nested", GIVEN, all(all(touch("y"))), "KEY_NOT_FOUND"),
                new Case("in the branch not taken it may be missing", GIVEN,
                        txn(List.of(), List.of(), List.of(touch("y"))), "txn@4 yes []"),
                new Case("no lease", GIVEN, all(putLeased("x", "1", 7)), "LEASE_NOT_FOUND"),
                // etcd 3.4: in a transaction the key comes first, on its own the lease does
                new Case("key before lease", GIVEN, all(putIgnoring("y", "", 7, true, false)), "KEY_NOT_FOUND"),
                new Case("puts before ranges", GIVEN, all(get("a").withRevision(5), touch("y")), "KEY_NOT_FOUND"),
                // etcd panics: it is there before the transaction, and gone when it is to be kept
                new Case("a key to keep is deleted before", GIVEN, all(delete("a", ON), touch("a")), "KEY_NOT_FOUND"));
    }

    @Test
    void theKeysThatWereDeletedAreInItsSummary() throws Exception {
        Scene scene = Case.scene(GIVEN);
        var said = (Scene.Said.Applied) scene.apply(all(delete("a"), all(delete("b")), range("a", ON)));
        assertThat(Summary.decode(said.summaries().getFirst()))
                .isEqualTo(new Summary(5, 2, Optional.of(true)));
    }
}

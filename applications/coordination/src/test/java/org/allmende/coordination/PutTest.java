package org.allmende.coordination;

import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.get;
import static org.allmende.coordination.Words.put;
import static org.allmende.coordination.Words.putIgnoring;
import static org.allmende.coordination.Words.putLeased;
import static org.allmende.coordination.Words.touch;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PutTest {
    private static final List<Request> NOTHING = List.of();
    private static final List<Request> A = List.of(put("a", "1"));
    private static final List<Request> A_TWICE = List.of(put("a", "1"), put("a", "2"));
    private static final List<Request> A_GONE = List.of(put("a", "1"), put("a", "2"), delete("a"));

    @TestFactory
    Stream<DynamicTest> answers() {
        return Case.tests(
                new Case("the first write makes revision 2", NOTHING, put("a", "1"), "put@2"),
                new Case("every write makes the next revision", A, put("b", "1"), "put@3"),
                new Case("an equal value is a write too", A, put("a", "1"), "put@3"),
                new Case("prevKv of a new key is none", NOTHING, put("a", "1").withPrevKv(), "put@2"),
                new Case("prevKv is the key before", A, put("a", "2").withPrevKv(), "put@3 was [a=1 c2 m2 v1]"),
                new Case("prevKv of a deleted key is none", A_GONE, put("a", "3").withPrevKv(), "put@5"),
                new Case("a key may hold any bytes", NOTHING, put("\0\u00ff", "\0"), "put@2"),
                new Case("a value may be empty", NOTHING, put("a", ""), "put@2"),
                new Case("ignoring value and lease is a write", A, touch("a"), "put@3"));
    }

    @TestFactory
    Stream<DynamicTest> refusals() {
        return Case.tests(
                new Case("no key", A, put("", "1"), "EMPTY_KEY"),
                new Case("a value, and to be ignored", A, putIgnoring("a", "1", 0, true, false), "VALUE_PROVIDED"),
                new Case("a lease, and to be ignored", A, putIgnoring("a", "1", 7, false, true), "LEASE_PROVIDED"),
                // etcd 3.4
                new Case("value before lease", A, putIgnoring("a", "1", 7, true, true), "VALUE_PROVIDED"),
                new Case("there are no leases yet", A, putLeased("a", "1", 7), "LEASE_NOT_FOUND"),
                new Case("no value to keep", A, putIgnoring("b", "", 0, true, false), "KEY_NOT_FOUND"),
                new Case("no lease to keep", A, putIgnoring("b", "1", 0, false, true), "KEY_NOT_FOUND"),
                new Case("a deleted key keeps nothing", A_GONE, touch("a"), "KEY_NOT_FOUND"),
                // etcd 3.4: on its own the lease comes first, in a transaction the key does
                new Case("lease before key", A, putIgnoring("b", "", 7, true, false), "LEASE_NOT_FOUND"));
    }

    @TestFactory
    Stream<DynamicTest> whatTheKeyIsAfterwards() {
        return Case.tests(
                new Case("created", A, get("a"), "txn@2 yes [range@2 [a=1 c2 m2 v1] of 1]"),
                new Case("put again", A_TWICE, get("a"), "txn@3 yes [range@3 [a=2 c2 m3 v2] of 1]"),
                new Case(
                        "its version begins anew after it was deleted",
                        List.of(put("a", "1"), put("a", "2"), delete("a"), put("a", "3")),
                        get("a"),
                        "txn@5 yes [range@5 [a=3 c5 m5 v1] of 1]"),
                new Case(
                        "kept as it was, one version up",
                        List.of(put("a", "1"), touch("a")),
                        get("a"),
                        "txn@3 yes [range@3 [a=1 c2 m3 v2] of 1]"));
    }

    @Test
    void changesAVersionALineOfHistoryTheKeyspaceAndItsBytesOnly() {
        Scene scene = Case.scene(A);
        scene.apply(put("a", "2"));
        assertThat(scene.rowsChanged()).isEqualTo(4);
    }

    @Test
    void tellsWhichRevisionItMade() {
        Scene scene = Case.scene(A_TWICE);
        assertThat(scene.events())
                .singleElement()
                .satisfies(placed ->
                        assertThat(placed.event()).isEqualTo(new CoordinationEvent.KeysChanged("default", 3, 1)));
    }
}

package org.allmende.coordination;

import static org.allmende.coordination.Words.ON;
import static org.allmende.coordination.Words.all;
import static org.allmende.coordination.Words.delete;
import static org.allmende.coordination.Words.get;
import static org.allmende.coordination.Words.put;
import static org.allmende.coordination.Words.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.ledger.transaction.Group;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CompactTest {
    private static final String KEYSPACE = Scene.KEYSPACE;
    private static final int SHARE = CoordinationLimits.SWEPT_PER_ROUND_MAX;

    /** Revisions 2 to 8. */
    private static final List<Request> GIVEN = List.of(
            put("a", "1"), put("b", "1"), put("a", "2"), delete("b"), put("c", "1"), put("a", "3"), put("b", "2"));

    private record Row(String name, List<Long> given, long when, String then) {}

    @TestFactory
    Stream<DynamicTest> answers() {
        return Stream.of(
                        new Row("up to the current revision", List.of(), 8, "compacted@8"),
                        new Row("beyond it", List.of(), 9, "FUTURE_REVISION"),
                        new Row("to where it is compacted", List.of(5L), 5, "COMPACTED"),
                        new Row("to before that", List.of(5L), 4, "COMPACTED"),
                        new Row("further", List.of(5L), 6, "compacted@8"),
                        // etcd 3.4: it begins before 0
                        new Row("to 0, once", List.of(), 0, "compacted@8"),
                        new Row("to 0 again", List.of(0L), 0, "COMPACTED"),
                        new Row("to less than that", List.of(), -1, "COMPACTED"))
                .map(row -> DynamicTest.dynamicTest(row.name, () -> {
                    Scene scene = Case.scene(GIVEN);
                    row.given.forEach(revision -> compact(scene, revision));
                    assertThat(compact(scene, row.when)).isEqualTo(row.then);
                }));
    }

    private static String compact(Scene scene, long revision) {
        return scene.apply(Scene.OWNER, new Compact(KEYSPACE, revision)).text();
    }

    private static Scene compactedTo(long revision) {
        Scene scene = Case.scene(GIVEN);
        compact(scene, revision);
        return scene;
    }

    private static void sweep(Scene scene) {
        for (int rounds = 0; scene.rows("sweeps") > 0; rounds++) {
            assertThat(rounds).as("rounds of sweeping").isLessThan(1_000);
            assertThat(scene.nextDueInMillis()).as("until the next round is due").isEqualTo(1);
            scene.pass(1);
        }
    }

    @Test
    void readsBeforeItAreRefusedFromTheFirstMoment() {
        Scene scene = compactedTo(5);
        assertThat(scene.rows("sweeps")).as("nothing is swept yet").isEqualTo(1);
        assertThat(Words.text(scene.range(get("a").withRevision(4)))).isEqualTo("COMPACTED");
        assertThat(scene.apply(all(get("a").withRevision(4))).text()).isEqualTo("COMPACTED");
        assertThat(Words.text(scene.history(HistoryRequest.of(KeyRange.ALL, 4)))).isEqualTo("compacted to 5");
        assertThat(scene.info().compactRevision()).isEqualTo(5);
    }

    @Test
    void readsFromItOnAnswerAsBefore() {
        Scene before = Case.scene(GIVEN);
        for (long compacted = 1; compacted <= 8; compacted++) {
            Scene scene = compactedTo(compacted);
            sweep(scene);
            for (long revision = compacted; revision <= 8; revision++) {
                RangeRequest request = range(ON, ON).withRevision(revision);
                assertThat(Words.text(scene.range(request)))
                        .as("at " + revision + ", compacted to " + compacted)
                        .isEqualTo(Words.text(before.range(request)));
                HistoryRequest history = HistoryRequest.of(KeyRange.ALL, revision);
                assertThat(Words.text(scene.history(history)))
                        .as("history from " + revision + ", compacted to " + compacted)
                        .isEqualTo(Words.text(before.history(history)));
            }
        }
    }

    @Test
    void whatNobodyCanReadAnyMoreIsRemoved() {
        Scene scene = compactedTo(8);
        assertThat(scene.rows("versions")).isEqualTo(7);
        assertThat(scene.rows("history")).isEqualTo(7);
        sweep(scene);
        assertThat(scene.rows("versions")).as("a, b and c").isEqualTo(3);
        assertThat(scene.rows("history")).as("revision 8").isEqualTo(1);
    }

    @Test
    void aDeletionAtTheCompactedRevisionCanStillBeWatchedUntilTheNextCompaction() {
        // etcd issues 18089, 19179
        Scene scene = compactedTo(5);
        sweep(scene);
        assertThat(Words.text(scene.history(HistoryRequest.of(KeyRange.single(Words.b("b")), 5))))
                .isEqualTo("5 delete b, 8 put b=2 c8 m8 v1 -> 9");
        assertThat(scene.rows("versions")).as("a2, b deleted, c, a3, b2").isEqualTo(5);
        compact(scene, 6);
        sweep(scene);
        assertThat(scene.rows("versions")).as("a2, c, a3, b2").isEqualTo(4);
    }

    @Test
    void aDeletedKeyIsGoneForGood() {
        Scene scene = Case.scene(List.of(put("a", "1"), put("a", "2"), delete("a"), put("b", "1")));
        compact(scene, 5);
        sweep(scene);
        assertThat(Words.text(scene.range(range(ON, ON)))).isEqualTo("range@5 [b=1 c5 m5 v1] of 1");
        assertThat(scene.rows("versions")).isEqualTo(1);
        assertThat(scene.apply(put("a", "3").withPrevKv()).text()).isEqualTo("put@6");
    }

    @Test
    void allStepsOfTheCompactedRevisionItselfStay() {
        Scene scene = Case.scene(List.of(put("a", "1")));
        scene.apply(all(all(put("a", "2")), all(delete("a"))));
        compact(scene, 3);
        sweep(scene);
        assertThat(Words.text(scene.history(HistoryRequest.of(KeyRange.ALL, 3))))
                .isEqualTo("3 put a=2 c2 m3 v2, 3 delete a -> 4");
        scene.apply(put("b", "1"));
        compact(scene, 4);
        sweep(scene);
        assertThat(scene.rows("versions")).isEqualTo(1);
    }

    @Test
    void aKeyCreatedAnewInTheCompactedRevisionKeepsItsValue() {
        // etcd issue 22376
        Scene scene = Case.scene(List.of(put("a", "1"), all(delete("a", ON), put("a", "2")), put("b", "1")));
        compact(scene, 3);
        sweep(scene);
        assertThat(Words.text(scene.range(get("a")))).isEqualTo("range@4 [a=2 c3 m3 v1] of 1");
        compact(scene, 4);
        sweep(scene);
        assertThat(Words.text(scene.range(get("a")))).isEqualTo("range@4 [a=2 c3 m3 v1] of 1");
        assertThat(scene.rows("versions")).isEqualTo(2);
    }

    @Test
    void noRoundLooksAtMoreThanItsShare() {
        Scene scene = new Scene();
        putMany(scene, 2 * SHARE + 1);
        compact(scene, scene.info().revision());
        // The last change is the compacted revision's own and stays.
        assertThat(sweptPerRound(scene)).containsExactly((long) SHARE, (long) SHARE, 0L);
        assertThat(scene.rows("versions")).isEqualTo(1);
    }

    @Test
    void itGoesOnWithinARevisionThatIsLargerThanItsShare() {
        Scene scene = new Scene();
        List<Group> groups = new ArrayList<>();
        int keys = 2 * SHARE - 1;
        for (int i = 0; i < keys; i++) {
            groups.add(Group.of(Words.operation(KEYSPACE, put("k" + i, ""))));
        }
        scene.apply(Scene.OWNER, groups);
        scene.apply(delete(ON, ON));
        compact(scene, scene.info().revision());
        // The puts; then the deletions, which stay, each looked at once; the last round finds the end.
        assertThat(sweptPerRound(scene)).containsExactly((long) SHARE, SHARE - 1L, 0L, 0L);
        assertThat(scene.rows("history")).isEqualTo(keys);
        assertThat(scene.rows("versions")).isEqualTo(keys);
    }

    @Test
    void keyspacesShareARound() {
        Scene scene = new Scene();
        scene.apply(Scene.OWNER, new CreateKeyspace("other"));
        for (String keyspace : List.of(KEYSPACE, "other")) {
            putMany(scene, keyspace, SHARE - 100);
        }
        long revision = scene.info().revision();
        scene.apply(
                Scene.OWNER,
                List.of(Group.of(new Compact(KEYSPACE, revision)), Group.of(new Compact("other", revision))));
        assertThat(sweptPerRound(scene)).containsExactly(SHARE - 1L, SHARE - 201L);
    }

    @Test
    void aKeyspaceThatIsCompactedAllTheTimeKeepsNoOtherWaiting() {
        Scene scene = new Scene();
        scene.apply(Scene.OWNER, new CreateKeyspace("other"));
        putMany(scene, "other", 2 * SHARE);
        putMany(scene, 2 * SHARE);
        compact(scene, scene.info().revision());
        scene.apply(Scene.OWNER, new Compact("other", 2 * SHARE));
        int times = 0;
        do {
            // Two rounds, in each of which the first keyspace alone has enough to do for both.
            putMany(scene, 2 * SHARE);
            compact(scene, scene.info().revision());
            times++;
        } while (scene.rows("sweeps") > 1 && times < 20);
        assertThat(times).as("times until only the first one's sweep is under way").isLessThan(6);
    }

    /** Changes that left the history in each round until all sweeps were done. */
    private static List<Long> sweptPerRound(Scene scene) {
        List<Long> swept = new ArrayList<>();
        while (scene.rows("sweeps") > 0 && swept.size() < 100) {
            long before = scene.rows("history");
            scene.pass(1);
            swept.add(before - scene.rows("history"));
        }
        return swept;
    }

    @Test
    void whatIsWrittenMeanwhileIsUntouched() {
        Scene scene = new Scene();
        putMany(scene, 3 * SHARE);
        long compacted = scene.info().revision();
        compact(scene, compacted);
        List<String> written = new ArrayList<>();
        while (scene.rows("sweeps") > 0 && written.size() < 100) {
            assertThat(scene.apply(put("k", "new")).text()).isEqualTo("put@" + scene.info().revision());
            written.add(Words.text(scene.range(get("k").withRevision(scene.info().revision()))));
        }
        assertThat(written).hasSizeBetween(3, 50);
        HistoryAnswer.Page page =
                (HistoryAnswer.Page) scene.history(HistoryRequest.of(KeyRange.ALL, compacted));
        assertThat(page.events()).hasSize(1 + written.size());
    }

    @Test
    void aFurtherCompactionTakesOverWhatTheFirstHasLeft() {
        Scene scene = new Scene();
        putMany(scene, 3 * SHARE);
        compact(scene, 4);
        compact(scene, scene.info().revision());
        sweep(scene);
        assertThat(scene.rows("versions")).isEqualTo(1);
        assertThat(scene.rows("history")).isEqualTo(1);
    }

    @Test
    void goesOnAfterARestartAsIfThereHadBeenNone() {
        Scene scene = new Scene();
        putMany(scene, 3 * SHARE);
        compact(scene, scene.info().revision());
        scene.pass(1);
        Scene restarted = scene.restarted();
        assertThat(restarted.rows("sweeps")).isEqualTo(1);
        sweep(scene);
        sweep(restarted);
        assertThat(restarted.digest()).isEqualTo(scene.digest());
    }

    /** Puts of one key, each a revision of its own. */
    private static void putMany(Scene scene, int puts) {
        putMany(scene, KEYSPACE, puts);
    }

    private static void putMany(Scene scene, String keyspace, int puts) {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < puts; i++) {
            groups.add(Group.of(Words.operation(keyspace, put("k", String.valueOf(i)))));
            if (groups.size() == 1_000 || i == puts - 1) {
                scene.apply(Scene.OWNER, groups);
                groups.clear();
            }
        }
    }
}

package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.ledger.Result;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.jspecify.annotations.Nullable;

/** Whatever is asked of a keyspace, it answers as a {@link CopyStore} does. */
class LawsTest {
    private static final int ROUNDS = 15;

    private Scene scene = new Scene();
    private CopyStore model = new CopyStore();

    @Seeds(100)
    void isWhatCopiesOfAllKeysWouldBe(Seed seed) {
        for (int round = 0; round < ROUNDS; round++) {
            playRound(seed);
            assertThat(scene.info().revision()).isEqualTo(model.revision());
            assertThat(scene.info().compactRevision()).isEqualTo(model.compacted());
            for (int i = 0; i < 8; i++) {
                checkRange(new AnyRequest(seed, model.revision()).range());
            }
            for (int i = 0; i < 4; i++) {
                checkHistory(new AnyRequest(seed, model.revision()).history());
            }
            if (seed.oneIn(3)) {
                scene.pass(1);
            }
            if (seed.oneIn(10)) {
                scene = scene.restarted();
            }
        }
    }

    /** Several groups, each of which is applied as a whole or leaves nothing. */
    private void playRound(Seed seed) {
        List<Group> groups = new ArrayList<>();
        List<Scene.Said> expected = new ArrayList<>();
        int count = seed.between(1, 5);
        for (int i = 0; i < count; i++) {
            List<Operation> operations = new ArrayList<>();
            expected.add(playGroup(seed, operations));
            groups.add(new Group(operations));
        }
        List<Scene.Said> said = scene.apply(Scene.OWNER, groups);
        for (int i = 0; i < count; i++) {
            assertThat(said.get(i)).as("%s", groups.get(i)).isEqualTo(expected.get(i));
        }
    }

    private Scene.Said playGroup(Seed seed, List<Operation> operations) {
        CopyStore after = new CopyStore(model);
        List<Result> results = new ArrayList<>();
        Scene.Said.@Nullable Refused refused = null;
        int count = seed.between(1, 3);
        for (int i = 0; i < count; i++) {
            boolean compacts = seed.oneIn(12);
            long compactTo = seed.between(-1, (int) after.revision() + 1);
            Request request = new AnyRequest(seed, after.revision()).operation();
            operations.add(
                    compacts
                            ? new Compact(Scene.KEYSPACE, compactTo)
                            : Words.operation(Scene.KEYSPACE, request));
            if (refused == null) {
                try {
                    results.add(compacts ? after.compact(compactTo) : after.apply(request));
                } catch (CopyStore.Refusal refusal) {
                    refused = new Scene.Said.Refused(i, refusal.reason);
                }
            }
        }
        if (refused != null) {
            return refused;
        }
        model = after;
        return new Scene.Said.Applied(
                results, results.stream().map(Result::summary).toList());
    }

    private void checkRange(RangeRequest request) {
        RangeAnswer answer = scene.range(request);
        if (request.key().isEmpty()) {
            assertThat(answer)
                    .isEqualTo(new RangeAnswer.Refused(answer.height(), CoordinationReason.EMPTY_KEY));
            return;
        }
        RangeAnswer expected;
        try {
            expected = new RangeAnswer.Found(answer.height(), model.range(request));
        } catch (CopyStore.Refusal refusal) {
            expected = new RangeAnswer.Refused(answer.height(), refusal.reason);
        }
        assertThat(answer).as("%s", request).isEqualTo(expected);
    }

    /** Page by page, all of it: in order, without a gap, and no revision on two pages. */
    private void checkHistory(HistoryRequest request) {
        List<KeyEvent> found = new ArrayList<>();
        HistoryRequest next = request;
        while (next.fromRevision() <= model.revision()) {
            switch (scene.history(next)) {
                case HistoryAnswer.Compacted compacted -> {
                    assertThat(compacted.compactRevision()).isEqualTo(model.compacted());
                    assertThat(next.fromRevision()).isLessThan(model.compacted());
                    return;
                }
                case HistoryAnswer.Refused refused -> throw new AssertionError(refused);
                case HistoryAnswer.Page page -> {
                    long from = next.fromRevision();
                    assertThat(page.nextRevision()).isGreaterThan(from);
                    assertThat(page.events()).allSatisfy(event -> assertThat(event.revision())
                            .isBetween(from, page.nextRevision() - 1));
                    found.addAll(page.events());
                    next = new HistoryRequest(
                            request.key(), request.rangeEnd(), page.nextRevision(), request.limit(), request.prevKv());
                }
            }
        }
        if (request.fromRevision() <= model.revision()) {
            assertThat(found).as("%s", request).isEqualTo(model.history(request));
        }
    }
}

package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.AsUser;
import org.allmende.coordination.CoordinationOperation.ChangeAlarm;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.DeleteRange;
import org.allmende.coordination.CoordinationOperation.DisallowWriter;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.Put;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.ReportNoSpace;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.CoordinationOperation.SetQuota;
import org.allmende.coordination.CoordinationOperation.Txn;
import org.allmende.ledger.Result;
import org.allmende.ledger.encoding.Bytes;
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
    private long nowMillis;

    @Seeds(100)
    void isWhatCopiesOfAllKeysWouldBe(Seed seed) {
        for (int round = 0; round < ROUNDS; round++) {
            playRound(seed);
            assertThat(scene.info().revision()).isEqualTo(model.revision());
            assertThat(scene.info().compactRevision()).isEqualTo(model.compacted());
            checkLeases();
            for (int i = 0; i < 8; i++) {
                checkRange(new AnyRequest(seed, model.revision()).range());
            }
            for (int i = 0; i < 4; i++) {
                checkHistory(new AnyRequest(seed, model.revision()).history());
            }
            if (seed.oneIn(3)) {
                // Too short for a gap.
                scene.pass(seed.between(1, 2_900));
                model.expire(scene.view().timeMillis());
            }
            if (seed.oneIn(10)) {
                scene = scene.restarted();
            }
        }
    }

    /** Several groups, each of which is applied as a whole or leaves nothing. */
    private void playRound(Seed seed) {
        nowMillis = scene.view().timeMillis() + Scene.ROUND_MILLIS;
        model.expire(nowMillis);
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
            Operation operation = operation(seed, after.revision());
            operations.add(operation);
            if (refused == null) {
                try {
                    results.add(expected((CoordinationOperation) operation, after));
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

    private static CoordinationOperation operation(Seed seed, long revision) {
        AnyRequest any = new AnyRequest(seed, revision);
        return switch (seed.between(1, 12)) {
            case 1 -> new Compact(Scene.KEYSPACE, seed.between(-1, (int) revision + 1));
            case 2 -> new GrantLease(Scene.KEYSPACE, any.lease(), seed.between(-1, 4), Bytes.EMPTY);
            case 3 -> new RenewLeases(Scene.KEYSPACE, List.of(any.lease(), any.lease()));
            case 4 -> new RevokeLease(Scene.KEYSPACE, any.lease());
            default -> Words.operation(Scene.KEYSPACE, any.operation());
        };
    }

    private CoordinationResult expected(CoordinationOperation operation, CopyStore store) {
        return switch (operation) {
            case Compact compact -> store.compact(compact.revision());
            case GrantLease grant -> {
                if (store.hasLease(grant.lease())) {
                    throw new CopyStore.Refusal(CoordinationReason.LEASE_EXISTS);
                }
                yield store.grant(grant.lease(), grant.ttlSeconds(), Scene.account(Scene.OWNER), nowMillis);
            }
            case RenewLeases renew -> store.renew(renew.leases(), account -> true, nowMillis);
            case RevokeLease revoke -> store.revoke(revoke.lease(), account -> true);
            case Put put -> store.apply(put.request());
            case DeleteRange delete -> store.apply(delete.request());
            case Txn txn -> store.apply(txn.request());
            case CreateKeyspace _,
                    AllowWriter _,
                    DisallowWriter _,
                    ChangeAuth _,
                    ChangeAlarm _,
                    SetQuota _,
                    ReportNoSpace _,
                    AsUser _ ->
                throw new IllegalArgumentException("not asked for here: " + operation);
        };
    }

    private void checkLeases() {
        assertThat(scene.leases())
                .isEqualTo(new LeasesAnswer.Page(
                        scene.view().height(), model.revision(), model.leaseInfos(), false));
        for (LeaseInfo info : model.leaseInfos()) {
            assertThat(scene.lease(info.lease()))
                    .isEqualTo(new LeaseAnswer.Found(
                            scene.view().height(), model.revision(), info, model.keysOf(info.lease())));
        }
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

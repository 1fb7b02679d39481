package org.allmende.ledger.checkpoint;

import static org.allmende.ledger.Bench.GATEWAY;
import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.IntStream;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Context;
import org.allmende.ledger.Event;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Result;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.checkpoint.CheckpointOperation.Take;
import org.allmende.ledger.checkpoint.CheckpointOperation.VouchFor;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.roster.Rosters;
import org.allmende.ledger.roster.Voices;
import org.allmende.ledger.table.State;
import org.junit.jupiter.api.Test;

/** Who has a checkpoint taken, who vouches for it, and what becomes of it. */
class CheckpointsTest {
    private static final long PENDING = Limits.CHECKPOINT_PENDING_MILLIS;
    private static final long INTERVAL = Limits.CHECKPOINT_INTERVAL_MILLIS;

    private static final Context UNUSED = (Context) Proxy.newProxyInstance(
            Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                throw new AssertionError(method);
            });

    private final Bench bench = new Bench(Parameters.DEFAULT, 1, 1, 1, 1);

    // ---- taking

    @Test
    void anOperatorHasTheStateKeptAtTheHeightThatAppliesIt() {
        long height = take();

        assertThat(bench.last().settled().getFirst().results())
                .isEqualTo(List.<List<Result>>of(List.of(new CheckpointResult.Taken(height))));
        assertThat(events()).containsExactly(new CheckpointEvent.Taken(height, account(OPERATOR)));
        assertThat(kept())
                .containsExactly(new Checkpoint(height, bench.ledger.timeMillis(), account(OPERATOR), 0, 0, List.of()));
    }

    @Test
    void nobodyElseHasOneTaken() {
        refused(CheckpointReason.NOT_AN_OPERATOR, OWNER, new Take());
        refused(CheckpointReason.NOT_AN_OPERATOR, GATEWAY, new Take());
        assertThat(kept()).isEmpty();
    }

    @Test
    void oneIsUnderWayAtATime() {
        long first = take();
        refusedAfter(0, CheckpointReason.UNDER_WAY, new Take());
        refusedAfter(PENDING - 1, CheckpointReason.UNDER_WAY, new Take());
        long second = takeAfter(1);

        assertThat(heights()).containsExactly(first, second);
    }

    @Test
    void twoInOneRoundAreOne() {
        bench.after(10, bench.sign(group(new Take()), group(new Take())));

        assertThat(bench.last().settled().getFirst().receipt().outcomes().getLast())
                .isEqualTo(new GroupOutcome.Refused(0, Checkpoints.TAG, CheckpointReason.UNDER_WAY.code()));
        assertThat(heights()).hasSize(1);
    }

    @Test
    void betweenTwoIsSomeTimeAlsoWhenTheFirstIsVouchedForAtOnce() throws IOException {
        long first = take();
        vouchAll();
        refusedAfter(INTERVAL - 1, CheckpointReason.TOO_SOON, new Take());
        long second = takeAfter(1);

        assertThat(heights()).containsExactly(first, second);
    }

    @Test
    void theNewestAreKept() throws IOException {
        for (int i = 0; i < Limits.CHECKPOINTS_KEPT_MAX; i++) {
            takeAfter(PENDING);
            vouchAll();
        }
        List<Long> before = heights();
        assertThat(before).hasSize(Limits.CHECKPOINTS_KEPT_MAX);
        long newest = takeAfter(PENDING);

        assertThat(heights()).containsExactly(before.get(1), before.get(2), before.get(3), newest);
        assertThat(bench.ledger.rows(bench.ledger.view()).get("checkpoints.vouches")).isEqualTo(3L * 4);
    }

    @Test
    void thoseNobodyVouchedForGoFirst() throws IOException {
        takeAfter(PENDING);
        vouchAll();
        for (int i = 0; i < Limits.CHECKPOINTS_KEPT_MAX; i++) {
            takeAfter(PENDING);
        }

        assertThat(heights()).hasSize(Limits.CHECKPOINTS_KEPT_MAX);
        assertThat(kept().getFirst().isVouched()).isTrue();
    }

    // ---- vouching

    @Test
    void moreThanTwoThirdsMakeItVouched() throws IOException {
        long height = take();
        Carried carried = Carried.of(bench);

        assertThat(vouch(0, carried.statement())).isEmpty();
        assertThat(vouch(1, carried.statement())).isEmpty();
        assertThat(kept().getFirst().isVouched()).isFalse();
        assertThat(kept().getFirst().agreed(voices())).isEmpty();
        assertThat(vouch(2, carried.statement()))
                .containsExactly(new CheckpointEvent.Vouched(height, carried.statement().hash()));
        long vouchedHeight = bench.ledger.height();
        assertThat(kept().getFirst().vouchedHeight()).isEqualTo(vouchedHeight);
        // The last one comes late, and is written down like the others.
        assertThat(vouch(3, carried.statement())).isEmpty();

        Checkpoint checkpoint = kept().getFirst();
        assertThat(checkpoint.vouchedHeight()).isEqualTo(vouchedHeight);
        assertThat(checkpoint.agreed(voices())).contains(carried.statement());
        assertThat(checkpoint.vouchesFor(carried.statement())).isEqualTo(carried.vouches(0, 1, 2, 3));
        assertThat(bench.ledger.checkpoints().at(bench.ledger.view(), height)).contains(checkpoint);
        assertThat(bench.ledger.checkpoints().at(bench.ledger.view(), height - 1)).isEmpty();
    }

    @Test
    void weightCountsAndExactlyTwoThirdsAreTooLittle() throws IOException {
        Bench heavy = new Bench(Parameters.DEFAULT, 4, 1, 1, 0);
        heavy.after(10, heavy.sign(group(new Take())));
        Statement statement = Carried.of(heavy).statement();

        for (int node : new int[] {3, 0}) {
            heavy.after(10, signed(heavy, node, statement));
            assertThat(heavy.ledger.checkpoints().kept(heavy.ledger.view()).getFirst().isVouched()).isFalse();
        }
        heavy.after(10, signed(heavy, 2, statement));
        assertThat(heavy.ledger.checkpoints().kept(heavy.ledger.view()).getFirst().isVouched()).isTrue();
    }

    @Test
    void whatNodesStateDifferentlyIsKeptAndTold() throws IOException {
        long height = take();
        Statement right = Carried.of(bench).statement();
        Statement wrong = with(right, Bytes.hex("ee".repeat(32)));

        assertThat(vouch(0, right)).isEmpty();
        assertThat(vouch(1, wrong)).containsExactly(new CheckpointEvent.Disagreed(height, 1, wrong.hash()));
        assertThat(vouch(2, right)).containsExactly(new CheckpointEvent.Disagreed(height, 2, right.hash()));
        assertThat(kept().getFirst().isVouched()).isFalse();
        assertThat(vouch(3, right))
                .containsExactly(
                        new CheckpointEvent.Disagreed(height, 3, right.hash()),
                        new CheckpointEvent.Vouched(height, right.hash()));

        assertThat(kept().getFirst().isDisputed()).isTrue();
        assertThat(kept().getFirst().vouchesFor(wrong)).containsExactly(Vouch.of(wrong, 1, Bench.gateway(1)));
        assertThat(kept().getFirst().agreed(voices())).contains(right);
    }

    @Test
    void onlyNodesVouchOnceForACheckpointThatIsKeptWithTheirOwnSignature() throws IOException {
        take();
        Statement statement = Carried.of(bench).statement();
        VouchFor sound = vouchFor(0, statement);

        refused(CheckpointReason.NOT_A_NODE, OPERATOR, sound);
        refused(CheckpointReason.NO_SUCH_CHECKPOINT, GATEWAY, vouchFor(0, at(statement, statement.height() + 1)));
        refused(CheckpointReason.NO_SUCH_CHECKPOINT, GATEWAY, vouchFor(0, at(statement, Long.MAX_VALUE)));
        refused(CheckpointReason.OTHER_STATE, GATEWAY, vouchFor(0, of(statement, bench.genesis.networkId(), 1)));
        refused(
                CheckpointReason.OTHER_STATE,
                GATEWAY,
                vouchFor(0, of(statement, new NetworkId(Bytes.hex("dd".repeat(32))), 0)));
        refused(CheckpointReason.BAD_SIGNATURE, GATEWAY, vouchFor(1, statement));
        refused(
                CheckpointReason.BAD_SIGNATURE,
                GATEWAY,
                new VouchFor(with(statement, statement.stateHash()), sound.signature()));
        assertThat(kept().getFirst().vouches()).isEmpty();
        assertThat(outcome(GATEWAY, 10, sound)).isInstanceOf(GroupOutcome.Applied.class);
        refused(CheckpointReason.ALREADY_VOUCHED, GATEWAY, sound);
        refused(CheckpointReason.ALREADY_VOUCHED, GATEWAY, vouchFor(0, with(statement, statement.stateHash())));
    }

    /** Nobody can know a state before its height is over. */
    @Test
    void nobodyVouchesWithinTheHeightItself() throws IOException {
        bench.after(5_000);
        long next = bench.ledger.height() + 1;
        Statement guess = of(at(Carried.of(bench).statement(), next), bench.genesis.networkId(), 10);
        bench.after(10, bench.sign(group(new Take())), signed(bench, 0, guess));

        assertThat(bench.ledger.height()).isEqualTo(next);
        assertThat(bench.last().settled().getLast().receipt().outcomes().getFirst())
                .isEqualTo(new GroupOutcome.Refused(0, Checkpoints.TAG, CheckpointReason.NO_SUCH_CHECKPOINT.code()));
        assertThat(kept().getFirst().vouches()).isEmpty();
    }

    @Test
    void aNetworkThatBeginsFromAnothersStateHasNone() throws IOException {
        take();
        vouchAll();
        State tables = new State();
        Rosters rosters = new Rosters(tables, bench.genesis, new Accounts(tables));
        Checkpoints checkpoints = new Checkpoints(tables, bench.genesis, rosters);
        tables.restore(bench.rows().stream().filter(row -> row.table() / 256 == Checkpoints.TAG).toList());
        tables.publish(1, 1);
        assertThat(checkpoints.kept(tables.view())).hasSize(1);

        checkpoints.begin(bench.genesis, UNUSED);
        tables.publish(1, 1);
        assertThat(checkpoints.kept(tables.view())).isEmpty();
        assertThat(tables.declared()).allSatisfy(table -> assertThat(tables.view().of(table).size()).isZero());
    }

    // ---- by hand

    private Voices voices() {
        return new Voices(bench.ledger.rosters().current());
    }

    private long take() {
        return takeAfter(10);
    }

    private long takeAfter(long millis) {
        assertThat(outcome(OPERATOR, millis, new Take())).isInstanceOf(GroupOutcome.Applied.class);
        return bench.ledger.height();
    }

    /** The state of the newest checkpoint is the last one: nothing has happened since. */
    private void vouchAll() throws IOException {
        Statement statement = Carried.of(bench).statement();
        bench.after(
                0,
                IntStream.range(0, 4)
                        .mapToObj(node -> signed(bench, node, statement))
                        .toArray(Bench.Signed[]::new));
        assertThat(kept().getLast().vouches()).hasSize(4);
    }

    private List<Event> vouch(int node, Statement statement) {
        bench.after(10, signed(bench, node, statement));
        assertThat(bench.last().settled().getFirst().receipt().outcomes().getFirst())
                .isInstanceOf(GroupOutcome.Applied.class);
        return events();
    }

    private static Bench.Signed signed(Bench bench, int node, Statement statement) {
        return bench.sign(Bench.gateway(node), bench.ledger.timeMillis() + 30_000, group(vouchFor(node, statement)));
    }

    private static VouchFor vouchFor(int node, Statement statement) {
        return new VouchFor(statement, Vouch.of(statement, node, Bench.gateway(node)).signature());
    }

    private static Statement with(Statement statement, Bytes digest) {
        return Statement.of(statement.network(), statement.head(), digest, statement.rows());
    }

    private static Statement at(Statement statement, long height) {
        return new Statement(
                statement.network(),
                height,
                statement.timeMillis(),
                statement.epoch(),
                statement.stateHash(),
                statement.digest(),
                statement.rows());
    }

    private static Statement of(Statement statement, NetworkId network, long laterMillis) {
        return new Statement(
                network,
                statement.height(),
                statement.timeMillis() + laterMillis,
                statement.epoch(),
                statement.stateHash(),
                statement.digest(),
                statement.rows());
    }

    private GroupOutcome outcome(Bytes secret, long millis, CheckpointOperation operation) {
        bench.after(millis, bench.sign(secret, bench.ledger.timeMillis() + millis + 30_000, group(operation)));
        return bench.last().settled().getFirst().receipt().outcomes().getFirst();
    }

    private void refused(CheckpointReason reason, Bytes secret, CheckpointOperation operation) {
        assertThat(outcome(secret, 10, operation))
                .isEqualTo(new GroupOutcome.Refused(0, Checkpoints.TAG, reason.code()));
    }

    private void refusedAfter(long millis, CheckpointReason reason, CheckpointOperation operation) {
        assertThat(outcome(OPERATOR, millis, operation))
                .isEqualTo(new GroupOutcome.Refused(0, Checkpoints.TAG, reason.code()));
    }

    private List<Checkpoint> kept() {
        return bench.ledger.checkpoints().kept(bench.ledger.view());
    }

    private List<Long> heights() {
        return kept().stream().map(Checkpoint::height).toList();
    }

    private List<Event> events() {
        return bench.last().events().stream()
                .filter(placed -> placed.application() == Checkpoints.TAG)
                .map(Placed::event)
                .toList();
    }
}

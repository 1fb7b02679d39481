package org.allmende.ledger.metering;

import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.allmende.ledger.Bench;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.StateMachine.Applied;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.transaction.Group;
import org.junit.jupiter.api.Test;

/** A node that floods has only its own share of a round; the others' transactions have room all the same. */
class SharesTest {
    /** Three nodes of weights 1, 1 and 2 share 8 operations. */
    private final Bench bench = new Bench(Parameters.DEFAULT.withRounds(8, 1_000_000), 1, 1, 2);

    @Test
    void whatANodeBringsBeyondItsShareIsSetAsideAndLeavesNoTrace() {
        Bytes first = signed(1);
        Bytes second = signed(1);
        Bytes third = signed(1);
        Applied applied = round(brought(0, first), brought(0, second), brought(0, third));

        assertThat(applied.setAside()).containsExactly(third);
        assertThat(settled()).isEqualTo(2);
        assertThat(usage(0).transactions()).isEqualTo(2);
        assertThat(usage(0).setAside()).isEqualTo(1);
        assertThat(round(brought(0, third)).setAside()).isEmpty();
        assertThat(settled()).isEqualTo(1);
    }

    @Test
    void oneThatFloodsTakesNothingFromTheOthers() {
        List<Round.Brought> flood = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            flood.add(brought(0, signed(1)));
        }
        flood.add(brought(1, signed(2)));
        flood.add(brought(2, signed(2)));
        flood.add(brought(2, signed(2)));

        Applied applied = round(flood.toArray(Round.Brought[]::new));
        assertThat(applied.setAside()).hasSize(18);
        assertThat(settled()).isEqualTo(2 + 1 + 2);
    }

    @Test
    void theFirstTransactionAlwaysHasRoomHoweverLarge() {
        assertThat(round(brought(0, signed(50))).setAside()).isEmpty();
        assertThat(settled()).isEqualTo(1);
    }

    @Test
    void whatAnotherNodeBringsWithRoomIsNotSetAside() {
        Bytes twice = signed(1);
        Applied applied = round(brought(0, signed(2)), brought(0, twice), brought(1, twice));

        assertThat(applied.setAside()).isEmpty();
        assertThat(settled()).isEqualTo(2);
    }

    @Test
    void norIsItWhenTheOtherNodeCameFirst() {
        Bytes twice = signed(1);
        Applied applied = round(brought(1, twice), brought(0, signed(2)), brought(0, twice));

        assertThat(applied.setAside()).isEmpty();
        assertThat(settled()).isEqualTo(2);
        assertThat(usage(0).setAside()).isEqualTo(1);
    }

    @Test
    void bytesAreSharedLikewiseAndCountEvenWhenTheyAreNoTransaction() {
        Bench small = new Bench(Parameters.DEFAULT.withRounds(1_000, 4_000), 1, 1, 2);
        Bytes garbage = Bytes.wrap(new byte[1_000]);
        Bytes sound = small.sign(group(new Barrier(1))).bytes();

        Applied applied = small.ledger.apply(new Round(
                small.ledger.timeMillis() + 10, 0, List.of(brought(0, garbage), brought(0, sound), brought(1, garbage))));
        assertThat(applied.setAside()).containsExactly(sound);
    }

    private Bytes signed(int operations) {
        Barrier[] barriers = new Barrier[operations];
        Arrays.setAll(barriers, Barrier::new);
        return bench.sign(OPERATOR, bench.ledger.timeMillis() + 30_000, Group.of(barriers)).bytes();
    }

    private static Round.Brought brought(int node, Bytes transaction) {
        return new Round.Brought(node, transaction);
    }

    private Applied round(Round.Brought... brought) {
        return bench.ledger.apply(new Round(bench.ledger.timeMillis() + 10, 0, List.of(brought)));
    }

    private int settled() {
        return bench.last().settled().size();
    }

    private NodeUsage usage(int node) {
        return bench.ledger.metering().usage(bench.ledger.view(), node);
    }
}

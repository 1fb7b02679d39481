package org.allmende.ledger;

import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.YoungNetwork.HOUR_MILLIS;
import static org.allmende.ledger.YoungNetwork.NEW_OPERATOR;
import static org.allmende.ledger.YoungNetwork.YOUNG;
import static org.allmende.ledger.YoungNetwork.oldNetwork;
import static org.allmende.ledger.YoungNetwork.randomTransactions;
import static org.allmende.ledger.YoungNetwork.rowsOf;
import static org.allmende.ledger.YoungNetwork.workOn;
import static org.allmende.ledger.YoungNetwork.youngAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.allmende.ledger.Notes.Happening;
import org.allmende.ledger.Notes.Request;
import org.allmende.ledger.account.LedgerEvent;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NoBeginningException;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.Origin;
import org.allmende.ledger.genesis.OriginRows;
import org.allmende.ledger.port.EventPage;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.table.View;
import org.allmende.ledger.verification.Verification;
import org.junit.jupiter.api.Test;

/**
 * A network that starts from another one's checkpoint: what it begins with, what its first height makes of it, and
 * which rows it does not begin with. What becomes of each table is in {@link InheritedStateTest}.
 */
class OriginTest {
    private final Bench old = oldNetwork();

    // ---- the beginning

    @Test
    void beginsWithTheCheckpointsRowsAtItsHeight() {
        old.after(10, old.sign(group(new Request.Write("a", "one"))));
        old.after(10, old.sign(group(new Request.Write("b", "two"))));

        Bench young = youngAfter(old, HOUR_MILLIS);

        View view = young.ledger.view();
        assertThat(view.height()).isEqualTo(2);
        assertThat(view.timeMillis()).isEqualTo(old.ledger.timeMillis() + HOUR_MILLIS);
        assertThat(young.ledger.digest(view)).isEqualTo(old.ledger.digest(old.ledger.view()));
        assertThat(young.ledger.rows(view)).isEqualTo(old.ledger.rows(old.ledger.view()));
        assertThat(young.ledger.head())
                .isEqualTo(new Head(2, view.timeMillis(), 0, young.genesis.networkId().value()));
    }

    @Test
    void anEngineFindsTheRowsWithTheHeadAndGivesThemBack() {
        old.after(10, old.sign(group(new Request.Write("a", "one"))));
        Bench young = youngAfter(old, HOUR_MILLIS);

        int[] asked = {0};
        List<Entry> rows = old.dumped();
        Bench restarted = new Bench(young.genesis, (origin, reader) -> {
            asked[0]++;
            reader.accept(rows);
        });
        restarted.ledger.restore(young.rows());

        assertThat(asked[0]).isEqualTo(1);
        assertThat(restarted.ledger.head()).isEqualTo(young.ledger.head());
        assertThat(restarted.after(5_000)).isEqualTo(young.after(5_000));
    }

    @Seeds(20)
    void aNodeThatStartsAgainGoesOnAsOneThatRanThrough(Seed seed) {
        workOn(old, seed, 12);
        Bench through = youngAfter(old, seed.nextInt(9_000));
        Bench restored = new Bench(through.genesis, rowsOf(old));
        for (int round = 0; round < 12; round++) {
            if (seed.oneIn(3)) {
                restored.ledger.restore(shuffled(restored.rows(), seed));
            }
            long time = through.ledger.timeMillis() + seed.nextInt(9_000);
            List<Bytes> transactions = randomTransactions(seed, through, time);
            assertThat(restored.round(0, time, transactions)).isEqualTo(through.round(0, time, transactions));
        }
        assertThat(restored.ledger.head()).isEqualTo(through.ledger.head());
        assertThat(restored.rows()).isEqualTo(through.rows());
    }

    // ---- the first height

    @Test
    void theFirstHeightBeginsWithAGapSinceTheCheckpointAndThenWhatIsDue() {
        long then = old.ledger.timeMillis();
        old.after(10, old.sign(group(new Request.Write("a", "1"), new Request.EraseAt("a", then + 60_000))));
        old.after(10, old.sign(group(new Request.Write("b", "1"), new Request.EraseAt("b", then + 2 * HOUR_MILLIS))));
        long checkpointMillis = old.ledger.timeMillis();
        Bench young = youngAfter(old, HOUR_MILLIS);
        long firstMillis = young.ledger.timeMillis() + 7;

        young.after(7, young.sign(NEW_OPERATOR, young.ledger.timeMillis() + 30_000, group(new Request.Write("c", "1"))));

        assertThat(young.last().head().height()).isEqualTo(3);
        assertThat(young.last().events())
                .extracting(EventPage.Placed::event)
                .containsExactly(
                        new LedgerEvent.GapPassed(checkpointMillis, firstMillis),
                        new Happening.Missed(checkpointMillis, firstMillis),
                        new Happening.Erased("a"),
                        new Happening.Written("c"));
        assertThat(young.last().events().getFirst().place()).hasToString("3-0");
    }

    @Test
    void theSecondHeightIsLikeAnyOther() {
        old.after(5_000);
        Bench young = youngAfter(old, HOUR_MILLIS);
        young.after(5_000);

        young.after(5_000);
        assertThat(young.last().head().height()).isEqualTo(3);
        assertThat(young.last().events()).isEmpty();
    }

    @Test
    void agreedTimeDoesNotGoBackWhenTheClocksOfTheNewNodesDo() {
        old.after(HOUR_MILLIS);
        long checkpointMillis = old.ledger.timeMillis();
        Bench young = new Bench(YOUNG.from(old.origin()), rowsOf(old));

        young.round(0, START, List.of(young.sign(OPERATOR, checkpointMillis + 1, group(new Request.Alone())).bytes()));

        assertThat(young.ledger.timeMillis()).isEqualTo(checkpointMillis);
        assertThat(young.last().events().getFirst().event())
                .isEqualTo(new LedgerEvent.GapPassed(checkpointMillis, checkpointMillis));
    }

    @Test
    void aNetworkThatStartedSoCanBeStartedFromInTurn() {
        old.after(10, old.sign(group(new Request.Write("a", "one"))));
        Bench young = youngAfter(old, 10);
        young.after(5_000);
        Bench youngest = new Bench(YOUNG.from(young.origin()), rowsOf(young));

        youngest.after(5_000);

        assertThat(youngest.ledger.height()).isEqualTo(3);
        assertThat(youngest.notes.text(youngest.ledger.view(), "a")).contains("one");
        assertThat(List.of(old.genesis.networkId(), young.genesis.networkId(), youngest.genesis.networkId()))
                .doesNotHaveDuplicates();
    }

    // ---- what is refused

    @Test
    void otherRowsThanThoseThatGenesisNamesAreNotBegunWith() {
        old.after(10, old.sign(group(new Request.Write("a", "one"))));
        Origin origin = old.origin();
        List<Entry> oneLess = old.dumped().subList(1, old.dumped().size());
        old.after(10, old.sign(group(new Request.Write("a", "two"))));

        for (List<Entry> wrong : List.of(old.dumped(), oneLess, List.<Entry>of())) {
            assertThatThrownBy(() -> new Bench(YOUNG.from(origin), (asked, reader) -> reader.accept(wrong)))
                    .isInstanceOf(NoBeginningException.class)
                    .hasMessageContaining("not the one that the network starts from")
                    .hasMessageContaining(origin.digest().toString())
                    .hasMessageContaining("from another member");
        }
    }

    @Test
    void aLedgerThatWasGivenTheWrongRowsShowsNoneOfThem() {
        old.after(10, old.sign(group(new Request.Write("a", "one"))));
        List<Entry> wrong = old.dumped();
        Genesis genesis = YOUNG.from(new Origin(
                Digests.sha256("s"), old.genesis.networkId(), 1, old.ledger.timeMillis(), Digests.sha256("other")));
        Ledger ledger = new Ledger(
                genesis,
                (asked, reader) -> reader.accept(wrong),
                tables -> List.of(new Notes(tables)),
                schema -> new Verification(genesis.networkId(), schema, Runnable::run),
                Ledger.Observer.NONE);

        assertThatThrownBy(() -> ledger.restore(List.of())).isInstanceOf(NoBeginningException.class);

        assertThat(ledger.view().height()).isZero();
        assertThat(ledger.rows(ledger.view()).values()).containsOnly(0L);
    }

    @Test
    void aCheckpointOfAnApplicationThatThisNodeDoesNotHaveIsRefused() {
        old.after(5_000);
        List<Entry> rows = new ArrayList<>(old.dumped());
        rows.add(new Entry(77 * 256, Bytes.utf8("key"), Bytes.utf8("value")));

        assertThatThrownBy(() -> new Bench(YOUNG.from(old.origin()), (asked, reader) -> reader.accept(rows)))
                .isInstanceOf(NoBeginningException.class)
                .hasMessageContaining("cannot read the checkpoint")
                .hasMessageContaining("of table " + 77 * 256 + ", which no application of this node has declared");
    }

    @Test
    void whoHasNoCheckpointAtHandSaysSo() {
        old.after(5_000);
        assertThatThrownBy(() -> new Bench(YOUNG.from(old.origin()), OriginRows.NONE))
                .isInstanceOf(NoBeginningException.class)
                .hasMessageContaining("height 1");
    }

    private static List<Entry> shuffled(List<Entry> rows, Seed seed) {
        List<Entry> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed.nextLong()));
        return shuffled;
    }
}

package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.consensus.Submission.Reason;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is accepted is kept until seen or expired, and offered again whenever it may have been lost. */
class WindowTest {
    private static final int TRANSACTION_BYTES_MAX = 100;
    private static final int TRANSACTIONS_MAX = 10;
    private static final int BYTES_MAX = 250;
    private static final long OFFER_AGAIN_MILLIS = 1_000;
    private static final long VALID_UNTIL = 50_000;
    private static final Submission ACCEPTED = new Submission.Accepted();

    private final Outlet outlet = new Outlet();
    private final Window window =
            new Window(outlet, TRANSACTION_BYTES_MAX, TRANSACTIONS_MAX, BYTES_MAX, OFFER_AGAIN_MILLIS);

    /** A pool whose transactions leave at once, unless it is told to hold or to refuse. */
    private static final class Outlet implements Window.Outlet {
        final List<Bytes> added = new ArrayList<>();
        boolean refuses;
        boolean holds;

        @Override
        public long add(Bytes transaction) {
            if (refuses) {
                return Window.REFUSED;
            }
            added.add(transaction);
            return added.size();
        }

        @Override
        public boolean holds(long ticket) {
            return holds;
        }
    }

    @BeforeEach
    void open() {
        window.open(true, 0);
    }

    private void handled(Round round) {
        window.handled(round, Set.of(), 0);
    }

    @Test
    void whatARoundSetAsideIsOfferedAgainAndKept() {
        offer(bytes(0, 1));
        offer(bytes(1, 1));
        outlet.added.clear();

        window.handled(round(1, bytes(0, 1), bytes(1, 1)), Set.of(bytes(1, 1)), 0);

        assertThat(outlet.added).containsExactly(bytes(1, 1));
        assertThat(window.transactions()).isEqualTo(1);
    }

    @Test
    void aTransactionOfTheLargestSizeIsAcceptedAndOneByteMoreIsTooLarge() {
        assertThat(offer(bytes(1, TRANSACTION_BYTES_MAX))).isEqualTo(ACCEPTED);
        assertThat(offer(bytes(2, TRANSACTION_BYTES_MAX + 1))).isEqualTo(refused(Reason.TOO_LARGE));
    }

    @Test
    void whatIsTooLargeIsSaidBeforeHaltedAndHaltedBeforeBusy() {
        fill();
        window.open(false, 0);
        assertThat(offer(bytes(99, TRANSACTION_BYTES_MAX + 1))).isEqualTo(refused(Reason.TOO_LARGE));
        assertThat(offer(bytes(99, 1))).isEqualTo(refused(Reason.HALTED));
        window.open(true, 0);
        assertThat(offer(bytes(99, 1))).isEqualTo(refused(Reason.BUSY));
    }

    @Test
    void oneMoreThanTheWindowHoldsIsBusyUntilOneIsSeen() {
        fill();
        assertThat(window.transactions()).isEqualTo(TRANSACTIONS_MAX);
        assertThat(offer(bytes(99, 1))).isEqualTo(refused(Reason.BUSY));
        handled(round(1, bytes(0, 1)));
        assertThat(offer(bytes(99, 1))).isEqualTo(ACCEPTED);
    }

    @Test
    void theBytesUnderWayAreBoundedToTheByte() {
        assertThat(offer(bytes(1, 100))).isEqualTo(ACCEPTED);
        assertThat(offer(bytes(2, 100))).isEqualTo(ACCEPTED);
        assertThat(offer(bytes(3, 51))).isEqualTo(refused(Reason.BUSY));
        assertThat(offer(bytes(3, 50))).isEqualTo(ACCEPTED);
        assertThat(window.bytes()).isEqualTo(BYTES_MAX);
        handled(round(1, bytes(1, 100), bytes(3, 50)));
        assertThat(window.bytes()).isEqualTo(100);
    }

    @Test
    void nothingIsKeptOfWhatThePoolDoesNotTake() {
        outlet.refuses = true;
        assertThat(offer(bytes(1, 10))).isEqualTo(refused(Reason.BUSY));
        assertThat(window.transactions()).isZero();
        assertThat(window.bytes()).isZero();
    }

    @Test
    void theSameBytesTwiceAreAcceptedTwiceAndLeaveOnce() {
        assertThat(offer(bytes(1, 10))).isEqualTo(ACCEPTED);
        assertThat(offer(bytes(1, 10))).isEqualTo(ACCEPTED);
        assertThat(outlet.added).containsExactly(bytes(1, 10));
        assertThat(window.transactions()).isEqualTo(1);
    }

    @Test
    void whatWasSeenIsLetGoWhoeverBroughtIt() {
        offer(bytes(1, 10));
        offer(bytes(2, 10));
        handled(round(1, bytes(2, 10), bytes(3, 10)));
        assertThat(window.transactions()).isEqualTo(1);
        assertThat(window.bytes()).isEqualTo(10);
    }

    @Test
    void whatHasExpiredByAgreedTimeIsLetGoAndNotAMomentEarlier() {
        offer(bytes(1, 10));
        handled(round(VALID_UNTIL));
        assertThat(window.transactions()).isEqualTo(1);
        handled(round(VALID_UNTIL + 500));
        assertThat(window.transactions()).isZero();
        assertThat(window.bytes()).isZero();
    }

    @Test
    void whatAStaleReportNamesIsOfferedAgainAtOnceIfItIsKept() {
        offer(bytes(1, 10));
        window.lost(List.of(bytes(1, 10), bytes(2, 10)), 5);
        assertThat(outlet.added).containsExactly(bytes(1, 10), bytes(1, 10));
    }

    @Test
    void whatStillWaitsToLeaveIsNeverOfferedAgain() {
        offer(bytes(1, 10));
        outlet.holds = true;
        window.lost(List.of(bytes(1, 10)), 5);
        window.open(false, 5);
        window.open(true, 5);
        window.tick(millis(1_000_000));
        assertThat(outlet.added).hasSize(1);
    }

    @Test
    void everythingKeptIsOfferedAgainInItsOrderWhenTheNodeOrdersAgain() {
        offer(bytes(1, 10));
        offer(bytes(2, 10));
        window.open(false, 5);
        window.open(true, 5);
        assertThat(outlet.added).containsExactly(bytes(1, 10), bytes(2, 10), bytes(1, 10), bytes(2, 10));
        window.open(true, 6);
        assertThat(outlet.added).as("it ordered already").hasSize(4);
    }

    @Test
    void nothingIsOfferedWhileTheNodeDoesNotOrder() {
        offer(bytes(1, 10));
        window.open(false, 0);
        window.tick(millis(1_000_000));
        window.lost(List.of(bytes(1, 10)), 0);
        assertThat(outlet.added).hasSize(1);
    }

    @Test
    void whatIsNotSeenIsOfferedAgainAfterAWhileThenAfterTwiceThat() {
        offer(bytes(1, 10));
        window.tick(millis(OFFER_AGAIN_MILLIS) - 1);
        assertThat(outlet.added).hasSize(1);
        window.tick(millis(OFFER_AGAIN_MILLIS));
        assertThat(outlet.added).hasSize(2);
        window.tick(millis(3 * OFFER_AGAIN_MILLIS) - 1);
        assertThat(outlet.added).hasSize(2);
        window.tick(millis(3 * OFFER_AGAIN_MILLIS));
        assertThat(outlet.added).hasSize(3);
    }

    @Test
    void oneTickOffersAgainABoundedNumber() {
        int many = Window.OFFERED_AGAIN_PER_TICK_MAX + 1;
        Window wide = new Window(outlet, TRANSACTION_BYTES_MAX, many, Integer.MAX_VALUE, OFFER_AGAIN_MILLIS);
        wide.open(true, 0);
        for (int number = 0; number < many; number++) {
            wide.offer(new Offer(bytes(number, 8), VALID_UNTIL), 0);
        }
        wide.tick(millis(OFFER_AGAIN_MILLIS));
        assertThat(outlet.added).hasSize(many + Window.OFFERED_AGAIN_PER_TICK_MAX);
        wide.tick(millis(OFFER_AGAIN_MILLIS));
        assertThat(outlet.added).hasSize(2 * many);
    }

    private void fill() {
        for (int number = 0; number < TRANSACTIONS_MAX; number++) {
            assertThat(offer(bytes(number, 1))).isEqualTo(ACCEPTED);
        }
    }

    private Submission offer(Bytes transaction) {
        return window.offer(new Offer(transaction, VALID_UNTIL), 0);
    }

    private static Submission refused(Reason reason) {
        return new Submission.Refused(reason);
    }

    private static Round round(long timeMillis, Bytes... transactions) {
        return new Round(
                timeMillis,
                0,
                Arrays.stream(transactions)
                        .map(each -> new Round.Brought(3, each))
                        .toList());
    }

    /** Different for different numbers up to 2^16 in two bytes, up to 2^8 in one. */
    private static Bytes bytes(int number, int size) {
        byte[] content = new byte[size];
        content[0] = (byte) number;
        if (size > 1) {
            content[1] = (byte) (number >> 8);
        }
        return Bytes.wrap(content);
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}

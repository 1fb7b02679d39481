package org.allmende.benchmarks.ledger;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeResult;
import org.allmende.drills.Figures;
import org.allmende.drills.Verdict;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.table.View;

/**
 * What full scans cost the rounds beside them: rounds of puts come at the pace of full load, in turn alone and while
 * somebody reads all of a million keys of one view again and again: counts them, and takes them page by page, with the
 * query and the encoding of a gateway. To run in a machine like a node's.
 */
public final class ScanBench {
    /** What a scan may delay any round by. */
    private static final double DELAY_MILLIS_MAX = 20;

    private static final int PAGE = 1_000;

    /** With {@link #GROUPS} and twenty rounds a second: 20,000 puts a second, what a network is demanded to order. */
    private static final int TRANSACTIONS = 10;

    private static final int GROUPS = 100;
    private static final long PERIOD_NANOS = Town.ROUND_MILLIS * 1_000_000;

    private final Town town;
    private final Codec<RangeAnswer> answers;
    private final Size size;
    private final Figures figures = new Figures();

    /** Keys taken by scans so far. */
    private final AtomicLong scanned = new AtomicLong();

    /**
     * How much is measured.
     *
     * @param keys there are; whole pages
     * @param pairs of rounds alone and beside; odd, so that one is in the middle
     * @param rounds alone in a pair, and beside
     */
    record Size(int keys, int pairs, int rounds) {
        static final Size FULL = new Size(1_000_000, 7, 200);

        Size {
            if (keys < PAGE || keys % PAGE != 0 || pairs % 2 != 1 || rounds < 1) {
                throw new IllegalArgumentException("whole pages of keys, an odd number of pairs, and some rounds");
            }
        }
    }

    private ScanBench(Town town, Size size) {
        this.town = town;
        this.answers = town.ledger().schema().codec(RangeAnswer.class);
        this.size = size;
    }

    public static Verdict run(Consumer<String> progress) throws IOException, InterruptedException {
        return run(Size.FULL, progress);
    }

    static Verdict run(Size size, Consumer<String> progress) throws IOException, InterruptedException {
        // As many as a node has: they, the rounds and the scan share the processors.
        try (ExecutorService verifiers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            ScanBench bench = new ScanBench(new Town(0, verifiers), size);
            progress.accept("filling " + size.keys + " keys");
            bench.town.fill(size.keys);
            return bench.measure(progress);
        }
    }

    private Verdict measure(Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("warming up");
        rounds();
        scan(town.ledger().view());
        scanned.set(0);
        long putsBefore = revision();
        Pairs pairs = Pairs.measured(size.pairs, "scans", () -> scan(town.ledger().view()), this::rounds, progress);

        long puts = revision() - putsBefore;
        long nanos = pairs.alone().stream().mapToLong(MeasuredRounds::spanNanos).sum()
                + pairs.beside().stream().mapToLong(MeasuredRounds::spanNanos).sum();
        figures.note("keys", size.keys);
        figures.note("scans", pairs.times());
        figures.note("keys_scanned_per_s", scanned.get() * 1e9 / pairs.nanos());
        figures.note("puts_applied_per_s", puts * 1e9 / nanos);
        figures.demand(
                puts == 2L * size.pairs * size.rounds * TRANSACTIONS * GROUPS,
                "only " + puts + " of the puts were applied: what was measured is not full load");
        pairs.tell("scan", DELAY_MILLIS_MAX, figures);
        return figures.verdict("scan");
    }

    private MeasuredRounds rounds() {
        return MeasuredRounds.atPace(
                town.ledger(), town.puts(size.rounds, size.keys, TRANSACTIONS, GROUPS), PERIOD_NANOS);
    }

    /** Every put makes one. */
    private long revision() {
        return town.coordination().keyspaces(town.ledger().view()).keyspaces().getFirst().revision();
    }

    /** Counts all keys of one view, and takes them page by page, each page with its end, as a gateway answers. */
    private void scan(View view) {
        long count = answer(view, RangeRequest.of(KeyRange.ALL.key(), KeyRange.ALL.rangeEnd()).withLimit(PAGE)).count();
        for (int from = 0; from < count; from += PAGE) {
            scanned.addAndGet(answer(view, RangeRequest.of(Town.key(from), Town.key(from + PAGE)).withLimit(PAGE))
                    .keyValues()
                    .size());
        }
    }

    private RangeResult answer(View view, RangeRequest request) {
        RangeAnswer answer = town.coordination().range(view, Town.KEYSPACE, request);
        Bytes sent = answers.encode(answer);
        if (!(answer instanceof RangeAnswer.Found(long height, RangeResult result)) || sent.isEmpty()) {
            throw new IllegalStateException("keys that are there were refused: " + answer);
        }
        return result;
    }
}

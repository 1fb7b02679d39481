package org.allmende.benchmarks.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.allmende.drills.Figures;
import org.allmende.drills.Verdict;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.table.View;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.Tokens;

/**
 * What a full scan costs the rounds beside it: rounds of token transfers are applied at a fixed pace alone, then while
 * somebody reads all of a million rows of one view again and again, page by page, then alone once more.
 */
public final class ScanBench {
    private static final int ROWS = 1_000_000;
    private static final int PEOPLE = 10_000;
    private static final int TRANSACTIONS = 20;
    private static final int GROUPS = 100;
    private static final int ROUNDS = 400;
    private static final long PERIOD_NANOS = 50_000_000;
    private static final int PAGE = 10_000;
    private static final double DELAY_MILLIS_MAX = 20;

    private final Town town;
    private final Figures figures = new Figures();

    private ScanBench(Town town) {
        this.town = town;
    }

    public static Verdict run(Consumer<String> progress) throws InterruptedException {
        progress.accept("opening " + PEOPLE + " accounts");
        ScanBench bench = new ScanBench(new Town(PEOPLE));
        progress.accept("filling " + ROWS + " rows");
        bench.town.issue(ROWS);
        return bench.measure(progress);
    }

    private Verdict measure(Consumer<String> progress) throws InterruptedException {
        progress.accept("warming up");
        rounds();
        scan(town.ledger().view());
        progress.accept("applying alone");
        double[] before = rounds();
        progress.accept("applying beside scans");
        double[] beside = besideScans();
        progress.accept("applying alone again");
        double[] after = rounds();

        double alone = Math.max(before[ROUNDS - 1], after[ROUNDS - 1]);
        figures.note("operations_per_s", TRANSACTIONS * GROUPS * 1_000_000_000L / PERIOD_NANOS);
        figures.note("round_alone_p50_ms", (before[ROUNDS / 2] + after[ROUNDS / 2]) / 2);
        figures.note("round_alone_worst_ms", alone);
        figures.note("round_beside_scan_p50_ms", beside[ROUNDS / 2]);
        figures.note("round_beside_scan_p99_ms", beside[ROUNDS * 99 / 100]);
        figures.note("round_beside_scan_worst_ms", beside[ROUNDS - 1]);
        figures.atMost(DELAY_MILLIS_MAX, "worst_delay_by_scan_ms", beside[ROUNDS - 1] - alone);
        return figures.verdict("scan");
    }

    /** Milliseconds of each round, ascending; signing and verifying what is applied is not counted. */
    private double[] rounds() {
        double[] millis = new double[ROUNDS];
        long next = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            Round round = town.round(TRANSACTIONS, GROUPS);
            next += PERIOD_NANOS;
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long since = System.nanoTime();
            town.ledger().apply(round);
            millis[i] = (System.nanoTime() - since) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    private double[] besideScans() throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().name("scans").start(() -> {
            int scans = 0;
            long rows = 0;
            long since = System.nanoTime();
            while (!enough.get()) {
                rows += scan(town.ledger().view());
                scans++;
            }
            figures.note("scans", scans);
            figures.note("rows_scanned_per_s", rows * 1e9 / (System.nanoTime() - since));
        });
        double[] millis = rounds();
        enough.set(true);
        reader.join();
        return millis;
    }

    /** All tokens of one view, as a gateway pages through them. */
    private long scan(View view) {
        Tokens tokens = town.ledger().tokens();
        long rows = 0;
        Optional<TokenId> from = Optional.empty();
        while (true) {
            List<Tokens.Listed> page = tokens.tokens(view, from, PAGE + 1);
            rows += Math.min(page.size(), PAGE);
            if (page.size() <= PAGE) {
                return rows;
            }
            from = Optional.of(page.getLast().id());
        }
    }
}

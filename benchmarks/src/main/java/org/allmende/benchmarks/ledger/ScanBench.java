package org.allmende.benchmarks.ledger;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.allmende.drills.Figures;
import org.allmende.drills.Verdict;
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
    private static final long PERIOD_NANOS = 50_000_000;
    private static final int PAGE = 10_000;
    private static final double DELAY_MILLIS_MAX = 20;

    private final Town town;
    private final Figures figures = new Figures();

    private ScanBench(Town town) {
        this.town = town;
    }

    public static Verdict run(Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("opening " + PEOPLE + " accounts");
        ScanBench bench = new ScanBench(new Town(PEOPLE));
        progress.accept("filling " + ROWS + " rows");
        bench.town.issue(ROWS);
        return bench.measure(progress);
    }

    private Verdict measure(Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("warming up");
        rounds();
        scan(town.ledger().view());
        AtomicLong rows = new AtomicLong();
        RoundsBeside rounds = RoundsBeside.measured(
                "scans", () -> rows.addAndGet(scan(town.ledger().view())), this::rounds, this::rounds, progress);

        MeasuredRounds before = rounds.before();
        MeasuredRounds beside = rounds.beside();
        MeasuredRounds after = rounds.after();
        double aloneWorst = Math.max(before.longestMillis(), after.longestMillis());
        figures.note("scans", rounds.times());
        figures.note("rows_scanned_per_s", rows.get() * 1e9 / rounds.nanos());
        figures.note("operations_per_s", MeasuredRounds.OPERATIONS_PER_ROUND * 1_000_000_000L / PERIOD_NANOS);
        figures.note("round_alone_p50_ms", (before.medianMillis() + after.medianMillis()) / 2);
        figures.note("round_alone_worst_ms", aloneWorst);
        figures.note("round_beside_scan_p50_ms", beside.medianMillis());
        figures.note("round_beside_scan_p99_ms", beside.percentileMillis(99));
        figures.note("round_beside_scan_worst_ms", beside.longestMillis());
        figures.atMost(DELAY_MILLIS_MAX, "worst_delay_by_scan_ms", beside.longestMillis() - aloneWorst);
        return figures.verdict("scan");
    }

    private MeasuredRounds rounds() {
        return MeasuredRounds.atPace(town, PERIOD_NANOS);
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

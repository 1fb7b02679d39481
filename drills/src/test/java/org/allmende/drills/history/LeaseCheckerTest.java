package org.allmende.drills.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseCheckerTest {
    private static final long SECOND = 1_000_000_000L;

    /** Times in seconds; the lease has the number 7. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // To the end of its time, and one moment less.
                "granted 0 1 ttl 10 / gone 10 | 0",
                "granted 0 1 ttl 10 / gone 9 | 1",
                // Nobody knows when within sending and answer it began.
                "granted 0 5 ttl 10 / gone 12 | 0",
                // Renewed, from sending on.
                "granted 0 1 ttl 10 / kept 8 9 ttl 10 / gone 18 | 0",
                "granted 0 1 ttl 10 / kept 8 9 ttl 10 / gone 17 | 1",
                "granted 0 1 ttl 10 / kept 8 9 ttl 3 / gone 10 | 1",
                "granted 0 1 ttl 10 / kept 5 9 ttl 3 / gone 10 | 0",
                // A keepalive without an answer promises nothing.
                "granted 0 1 ttl 10 / kept 8 - / gone 10 | 0",
                // Asked to end.
                "granted 0 1 ttl 10 / revoked 5 / gone 5 | 0",
                "granted 0 1 ttl 10 / revoked 5 / gone 4 | 1",
                // An answer that there is no such lease any more tells the same as a key that is gone.
                "granted 0 1 ttl 10 / kept 9 10 ttl 0 | 0",
                "granted 0 1 ttl 10 / kept 8 9 ttl 0 | 1",
                "granted 0 1 ttl 10 / revoked 5 / kept 8 9 ttl 0 | 0",
                // Kept alive although it had ended.
                "granted 0 1 ttl 10 / gone 12 / kept 13 14 ttl 10 | 1",
                // Each end is told.
                "granted 0 1 ttl 10 / gone 8 / gone 9 / gone 11 | 2",
                // Never granted here: nothing is known to be promised.
                "gone 8 | 0",
            })
    void judges(String entries, int expected) {
        String lines = entries.replaceAll("(granted|kept|gone|revoked) ", "$1 7 ").replace(" / ", "\n");
        StringBuilder inNanos = new StringBuilder(LeaseText.TITLE + "\n");
        for (String line : lines.split("\n")) {
            String[] words = line.split(" ");
            for (int i = 2; i < words.length && !words[i].equals("ttl"); i++) {
                words[i] = words[i].equals("-") ? "-" : Long.parseLong(words[i]) * SECOND + "";
            }
            inNanos.append(String.join(" ", words)).append(line.startsWith("gone") ? " k\n" : "\n");
        }
        List<LeaseEntry> read = LeaseText.read(inNanos.toString()).entries();
        assertThat(LeaseChecker.check(read, Duration.ZERO)).hasSize(expected);
    }

    @Test
    void aClockMayRunAheadByAsMuchAsIsTolerated() {
        List<LeaseEntry> entries =
                List.of(new LeaseEntry.Granted(7, 0, 1, 10), new LeaseEntry.KeyGone(7, "k", 10 * SECOND - 500));
        assertThat(LeaseChecker.check(entries, Duration.ofNanos(500))).isEmpty();
        assertThat(LeaseChecker.check(entries, Duration.ofNanos(499))).hasSize(1);
    }

    @Test
    void anEarlyEndIsToldInAFewLines() {
        LeaseEntry kept = new LeaseEntry.KeptAlive(7, 2 * SECOND, OptionalLong.of(3 * SECOND), 10);
        LeaseEntry gone = new LeaseEntry.KeyGone(7, "k", 9 * SECOND);
        List<LeaseBreach> breaches = LeaseChecker.check(
                List.of(new LeaseEntry.Granted(7, 0, 1, 10), kept, gone), Duration.ofMillis(100));

        assertThat(breaches).containsExactly(new LeaseBreach(kept, 12 * SECOND, gone, 9 * SECOND));
        assertThat(breaches.getFirst())
                .hasToString(
                        """
                        lease 7 ended at least 3.000 s early: it was promised until 12000000000 by
                          kept 7 2000000000 3000000000 ttl 10
                        and had ended at 9000000000 by
                          gone 7 9000000000 k""");
    }

    @Test
    void whatWasSeenIsReadBackAsItWasWritten() {
        String text =
                """
                allmende leases 1
                tolerance 500
                granted 7 0 1 ttl 10
                kept 7 5 6 ttl 9
                kept 7 7 8 ttl 0
                kept 7 9 -
                revoked 7 30
                gone 7 31 "a key"
                """;
        assertThat(LeaseText.text(LeaseText.read(text))).isEqualTo(text);
        assertThatThrownBy(() -> LeaseText.read(LeaseText.TITLE + "\nlost 7 1\n"))
                .hasMessageContaining("line 2: expected granted, kept, revoked or gone and found 'lost'");
        assertThatThrownBy(() -> LeaseText.read(LeaseText.TITLE + "\ngranted 7 1 2 10\n"))
                .hasMessageContaining("expected 'ttl' and found '10'");
        assertThatThrownBy(() -> new LeaseEntry.Granted(7, 2, 1, 10)).hasMessageContaining("from one clock");
        assertThatThrownBy(() -> new LeaseEntry.KeptAlive(7, 2, OptionalLong.empty(), 10))
                .hasMessageContaining("that no answer promised; give 0");
    }

    /** Leases of a store that ends each exactly when its time is up, seen through delays; and of one that does not. */
    @Seeds(300)
    void onlyWhatEndedEarlyIsRefused(Seed seed) {
        List<LeaseEntry> entries = new ArrayList<>();
        for (long lease = 1; lease <= 5; lease++) {
            long sent = seed.between(0, 1_000) * SECOND;
            long handled = sent + seed.nextLong(SECOND);
            long ttl = seed.between(5, 20);
            entries.add(new LeaseEntry.Granted(lease, sent, handled + seed.nextLong(SECOND), ttl));
            long ends = handled + ttl * SECOND;
            for (int i = seed.between(0, 10); i > 0; i--) {
                sent = Math.max(handled, ends - seed.nextLong(ttl * SECOND));
                long arrives = sent + seed.nextLong(2 * SECOND);
                long answered = arrives + seed.nextLong(2 * SECOND);
                boolean isLost = seed.oneIn(4);
                boolean isThere = arrives < ends;
                handled = isThere ? arrives : handled;
                ends = isThere ? arrives + ttl * SECOND : ends;
                entries.add(new LeaseEntry.KeptAlive(
                        lease,
                        sent,
                        isLost ? OptionalLong.empty() : OptionalLong.of(answered),
                        isThere && !isLost ? ttl : 0));
                if (!isThere) {
                    break;
                }
            }
            entries.add(new LeaseEntry.KeyGone(lease, "k" + lease, ends + seed.nextLong(SECOND)));
        }
        Collections.shuffle(entries, new Random(seed.nextLong()));
        assertThat(LeaseChecker.check(entries, Duration.ZERO)).as(text(entries)).isEmpty();

        long lease = seed.between(1, 5);
        long promised = entries.stream()
                .filter(each -> each.lease() == lease)
                .mapToLong(LeaseCheckerTest::promised)
                .max()
                .orElseThrow();
        entries.add(new LeaseEntry.KeyGone(lease, "early", promised - 1 - seed.nextLong(4 * SECOND)));
        assertThat(LeaseChecker.check(entries, Duration.ZERO)).as(text(entries)).hasSize(1);
    }

    private static long promised(LeaseEntry entry) {
        return switch (entry) {
            case LeaseEntry.Granted granted -> granted.sentNanos() + granted.ttlSeconds() * SECOND;
            case LeaseEntry.KeptAlive kept when kept.ttlSeconds() > 0 -> kept.sentNanos() + kept.ttlSeconds() * SECOND;
            case LeaseEntry.KeptAlive _ -> 0;
            case LeaseEntry.Revoked _ -> 0;
            case LeaseEntry.KeyGone _ -> 0;
        };
    }

    private static String text(List<LeaseEntry> entries) {
        return LeaseText.text(new LeaseText.Recorded(entries, Duration.ZERO));
    }
}

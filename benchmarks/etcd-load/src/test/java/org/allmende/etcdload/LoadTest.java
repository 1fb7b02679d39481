package org.allmende.etcdload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.allmende.etcdload.Arguments.Work;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final String AT = "http://127.0.0.1:1";

    @Test
    void argumentsHaveStandards() {
        assertThat(Arguments.of("puts", "--endpoints", AT + "," + AT, "--clients", "16"))
                .isEqualTo(new Arguments(Work.PUTS, List.of(AT, AT), 16, 0, 3, 10));
        assertThat(Arguments.of("watches", "--watches", "9", "--endpoints", AT, "--warm-up", "0", "--seconds", "1"))
                .isEqualTo(new Arguments(Work.WATCHES, List.of(AT), 1, 9, 0, 1));
    }

    @Test
    void whatCannotBeDoneIsRefusedWithWhatToSay() {
        for (List<String> words : List.of(
                List.<String>of(),
                List.of("reads", "--endpoints", AT),
                List.of("puts"),
                List.of("puts", "--endpoints"),
                List.of("puts", "--endpoints", AT, "--clients", "0"),
                List.of("puts", "--endpoints", AT, "--seconds", "0"),
                List.of("puts", "--endpoints", AT, "--colour", "red"))) {
            assertThatThrownBy(() -> Arguments.of(words.toArray(String[]::new)))
                    .as("%s", words)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("say it like this: puts|");
        }
        assertThatThrownBy(() -> Arguments.of("puts", "--endpoints", AT, "--clients", "many"))
                .hasMessageContaining("--clients is a number, not 'many'");
        assertThatThrownBy(() -> Arguments.of("puts", "--endpoints", AT, "--clients", "10001"))
                .hasMessageContaining("at most 10000 clients");
    }

    @Test
    void onlyWhatIsAnsweredWithinTheWindowCounts() {
        Tally tally = new Tally();
        tally.done(System.nanoTime());
        tally.failed();
        tally.open(TimeUnit.HOURS.toNanos(1));
        tally.done(System.nanoTime());
        tally.done(System.nanoTime() - TimeUnit.SECONDS.toNanos(2));
        tally.failed();
        assertThat(tally.json(", \"more\": 1"))
                .startsWith("{\"done\": 2, \"failed\": 1, \"seconds\": 3600.000,")
                .contains("\"p99_ms\": 2000.")
                .endsWith(", \"more\": 1}");
    }

    @Test
    void aGapLastsUntilTheWindowsEnd() {
        Tally tally = new Tally();
        tally.open(TimeUnit.SECONDS.toNanos(100));
        assertThat(tally.json("")).contains("\"longest_gap_ms\": 100000.0").contains("\"p50_ms\": 0.000");
    }

    /** A client that asked for the next thing before it was answered would make load of its own invention. */
    @Test
    void aClientAsksForOneThingAtATimeAndGoesOnAfterAFailure() throws InterruptedException {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(50);
        Tally tally = new Tally();
        tally.open(TimeUnit.HOURS.toNanos(1));
        Supplier<CompletableFuture<?>> server = () -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            asked.countDown();
            return CompletableFuture.runAsync(() -> {
                underWay.decrementAndGet();
                if (asked.getCount() % 10 == 0) {
                    throw new IllegalStateException("not this one");
                }
            });
        };
        Loop loop = new Loop(server, tally);
        loop.go();
        assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
        loop.stop();
        assertThat(most).hasValue(1);
        assertThat(tally.json("")).doesNotContain("\"failed\": 0");
    }
}

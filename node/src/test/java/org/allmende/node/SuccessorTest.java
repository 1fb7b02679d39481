package org.allmende.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SuccessorTest {
    @Test
    void itGoesOnWhenItIsToldAndNotWhenTheOneBeforeIsGone() throws IOException {
        assertThat(Successor.isToldToGo(said("go\n"))).isTrue();
        assertThat(Successor.isToldToGo(said(""))).isFalse();
        assertThat(Successor.isToldToGo(said("g"))).isFalse();
        assertThat(Successor.isToldToGo(said("no"))).isFalse();
    }

    @Test
    void aProcessThatWaitsIsToldAndOneThatIsNotNeededEnds() throws Exception {
        Successor told = new Successor(new ProcessBuilder("head", "-c", "2").start());
        told.go();
        assertThat(told.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(told.process().getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("go");

        Successor dropped = new Successor(new ProcessBuilder("sleep", "60").start());
        dropped.drop();
        assertThat(dropped.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** On a thread of its own, for it stays so. */
    @Test
    void linuxAgreesToWakeThreadsLess() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "SKIPPED: only Linux can");
        CompletableFuture<Boolean> agreed = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> agreed.complete(TimerSlack.widen()));
        assertThat(agreed.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private static InputStream said(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}

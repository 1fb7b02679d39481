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
        Successor successor = new Successor(new ProcessBuilder("head", "-c", "2")::start);
        Process prepared = successor.prepare();
        assertThat(successor.prepare()).as("one is enough").isSameAs(prepared);
        Process told = successor.go();
        assertThat(told).isSameAs(prepared);
        assertThat(said(told)).isEqualTo("go");
        assertThat(successor.isThere()).isFalse();

        Process dropped = successor.prepare();
        successor.drop();
        assertThat(dropped.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(successor.isThere()).isFalse();
    }

    @Test
    void whereNoneWaitsOrItHasEndedAnotherOneIsStarted() throws Exception {
        Successor successor = new Successor(new ProcessBuilder("head", "-c", "2")::start);
        assertThat(said(successor.go())).isEqualTo("go");

        Process ended = successor.prepare();
        ended.destroyForcibly().waitFor();
        Process told = successor.go();
        assertThat(told).isNotSameAs(ended);
        assertThat(said(told)).isEqualTo("go");
    }

    private static String said(Process process) throws Exception {
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
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

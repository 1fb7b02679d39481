package org.allmende.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allmende.client.Race.LostException;
import org.junit.jupiter.api.Test;

/** When to stop asking. */
class PassesTest {
    private static final URI NODE = URI.create("http://127.0.0.1:7080");
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(1);
    private final IOException notSent = new NotSentException(NODE, new IOException("refused"));
    private final IOException busy = new RefusedException(429, "BUSY", "d", "a");
    private final IOException forged = new RefusedException(401, "BAD_SIGNATURE", "d", "a");
    private final IOException broken = new IOException("broken");

    private static Passes passes(Duration reach, Duration patience) {
        return new Passes(ClientSettings.of(List.of(NODE)).withReachPatience(reach), patience);
    }

    private static LostException lost(IOException... failures) {
        Map<NodeLink, IOException> byNode = new LinkedHashMap<>();
        for (IOException failure : failures) {
            byNode.put(new NodeLink(NODE, LONG), failure);
        }
        return new LostException(byNode);
    }

    @Test
    void noNodeInReachEndsThemSoonerThanTheTime() {
        Passes passes = passes(SHORT, LONG);
        await().until(() -> {
            passes.lost(lost(notSent, notSent));
            return passes.areOver();
        });
        assertThat(passes.areLate()).as("there would be time, for a transaction that a node may have").isFalse();
        assertThat(passes.failure("none")).isInstanceOf(NoNodeException.class).hasMessageContaining("refused");
    }

    @Test
    void aNodeThatFailsIsANodeInReach() {
        Passes passes = passes(Duration.ofMinutes(1), LONG);
        passes.lost(lost(notSent, broken));
        assertThat(passes.areOver()).isFalse();
    }

    @Test
    void theyAreLateWhenThereIsNoTimeForAnother() {
        assertThat(passes(LONG, SHORT).areLate()).isTrue();
        assertThat(passes(LONG, LONG).areLate()).isFalse();
    }

    @Test
    void aRefusalForGoodIsToldBeforeOneThatPasses() {
        Passes passes = passes(LONG, LONG);
        passes.lost(lost(broken, busy));
        assertThat(passes.failure("none")).isSameAs(busy);
        assertThat(passes.finalRefusal()).isEmpty();
        passes.lost(lost(busy, forged));
        assertThat(passes.failure("none")).isSameAs(forged);
    }
}

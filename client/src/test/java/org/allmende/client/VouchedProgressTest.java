package org.allmende.client;

import static org.allmende.client.FakeNode.borsh;
import static org.allmende.client.FakeNode.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allmende.client.VouchedProgress.At;
import org.allmende.coordination.ReadsAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far a network of four is, by what two of its nodes at least say. */
class VouchedProgressTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeNetwork network = new FakeNetwork("home", 4);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    /** Says once that it is so far, and then waits for something new in vain. */
    private URI nodeAt(long height, long timeMillis, long revision) throws IOException {
        FakeNode node = open(new FakeNode(network));
        FakeNode.Reaction nothingNew = node.hanging();
        node.on("/v1/keyspaces/default/reads", exchange -> {
            if (exchange.getRequestURI().getQuery().contains("height=1&")) {
                borsh(exchange, 200, encoded(ReadsAnswer.class, new ReadsAnswer(height, timeMillis, revision, List.of())));
            } else {
                nothingNew.to(exchange);
            }
        });
        return node.uri();
    }

    private VouchedProgress progress(URI... nodes) throws Exception {
        VouchedClient client = open(VouchedClient.open(ClientSettings.of(List.of(nodes)), _ -> {}));
        VouchedProgress progress = open(new VouchedProgress(client, "default"));
        progress.start();
        return progress;
    }

    @Test
    void itIsWhatTheSecondFurthestOfFourSaysOfEach() throws Exception {
        VouchedProgress progress =
                progress(nodeAt(900, 9_000, 90), nodeAt(20, 2_000, 7), nodeAt(10, 1_000, 3), nodeAt(10, 1_000, 3));

        At now = progress.above(19, PATIENCE);

        assertThat(List.of(now.height(), now.timeMillis(), now.revision())).containsExactly(20L, 2_000L, 7L);
    }

    /** What has passed since the agreed time that is known is told on from when that was heard. */
    @Test
    void aReceiptTellsOfAHeightAndNotOfItsTime() throws Exception {
        VouchedProgress progress =
                progress(nodeAt(10, 1_000, 3), nodeAt(10, 1_000, 3), nodeAt(10, 1_000, 3), nodeAt(10, 1_000, 3));
        At heard = progress.above(9, PATIENCE);

        progress.reached(25, 8);

        assertThat(progress.now()).isEqualTo(new At(25, 1_000, 8, heard.sinceNanos()));
    }
}

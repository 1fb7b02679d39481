package org.allmende.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.allmende.client.Race.LostException;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;

/** What is believed of several nodes, whatever some of them do. */
class AgreementTest {
    private static final Duration SILENCE = Duration.ofMillis(5);

    /** What one node does when it is asked. */
    private enum Conduct {
        TRUE,
        FALSE,
        FAILS,
        SILENT
    }

    private static List<NodeLink> nodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new NodeLink(URI.create("http://127.0.0.1:" + (1 + number)), SILENCE))
                .toList();
    }

    private static Agreement.Agreed<String> ask(List<NodeLink> nodes, int needed, Map<NodeLink, Conduct> conducts)
            throws LostException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        return Agreement.run(nodes, needed, SILENCE, System.nanoTime() + 10_000_000_000L, said -> said, (node, _) ->
                switch (conducts.getOrDefault(node, Conduct.TRUE)) {
                    case TRUE -> "true";
                    case FALSE -> "false";
                    case FAILS -> throw new IOException("it fails");
                    case SILENT -> {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        yield "never";
                    }
                });
    }

    @Seeds(200)
    void whatIsBelievedIsTrueWhateverAThirdOfTheNodesDo(Seed seed) throws Exception {
        int count = seed.between(1, 13);
        int faulty = (count - 1) / 3;
        List<NodeLink> nodes = new ArrayList<>(nodes(count));
        Collections.rotate(nodes, seed.between(0, count - 1));
        Map<NodeLink, Conduct> conducts = new ConcurrentHashMap<>();
        for (int i = 0; i < faulty; i++) {
            conducts.put(nodes.get(seed.between(0, count - 1)), Conduct.values()[seed.between(0, 3)]);
        }
        Agreement.Agreed<String> agreed = ask(nodes, faulty + 1, conducts);
        assertThat(agreed.alike()).hasSize(faulty + 1).containsOnly("true");
        Set<NodeLink> blamed = new HashSet<>(agreed.contradicting());
        blamed.removeIf(node -> conducts.get(node) == Conduct.FALSE);
        assertThat(blamed).as("said to contradict, and true").isEmpty();
    }

    /** So that the law above can fail. */
    @Test
    void aMajorityOfLiarsIsBelieved() throws Exception {
        List<NodeLink> nodes = nodes(4);
        Agreement.Agreed<String> agreed =
                ask(nodes, 2, Map.of(nodes.get(0), Conduct.FALSE, nodes.get(1), Conduct.FALSE));
        assertThat(agreed.alike()).containsOnly("false");
    }

    @Test
    void nobodyIsBelievedAlone() {
        List<NodeLink> nodes = nodes(2);
        assertThatThrownBy(() -> ask(nodes, 2, Map.of(nodes.get(1), Conduct.FALSE)))
                .isInstanceOf(LostException.class)
                .hasMessageContaining("fewer than 2 nodes say the same");
        assertThatThrownBy(() -> ask(nodes, 2, Map.of(nodes.get(1), Conduct.FAILS)))
                .isInstanceOf(LostException.class)
                .hasMessageContaining("it fails");
    }

    @Test
    void noMoreAreAskedThanAreNeeded() throws Exception {
        Set<NodeLink> asked = ConcurrentHashMap.newKeySet();
        Agreement.run(nodes(7), 3, Duration.ofMinutes(1), System.nanoTime() + 60_000_000_000L, said -> said, (node, _) -> {
            asked.add(node);
            return "true";
        });
        assertThat(asked).hasSize(3);
    }

    @Test
    void oneThatIsSilentWhileOthersAnswerCountsAsFailing() throws Exception {
        List<NodeLink> nodes = nodes(4);
        Agreement.Agreed<String> agreed = ask(nodes, 2, Map.of(nodes.get(0), Conduct.SILENT));
        assertThat(agreed.failing()).contains(nodes.get(0));
    }
}

package org.allmende.gateway.http;

import static org.allmende.gateway.http.TestNode.KEYSPACE;
import static org.allmende.gateway.http.TestNode.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allmende.client.ClientSettings;
import org.allmende.client.Consistency;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.client.Plans;
import org.allmende.client.Plans.Cleaned;
import org.allmende.client.Plans.Published;
import org.allmende.client.Plans.Version;
import org.allmende.client.RefusedException;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans with a generation: what is late never becomes live, and what is live is never cleaned up. */
class PlansTest {
    private static final Keys KEYS = Keys.ofSecret(OWNER);

    private final TestNode node = new TestNode();
    private final NetworkClient client = NetworkClient.open(ClientSettings.of(List.of(node.gateway.uri())));
    private final Plans plans = new Plans(client, KEYSPACE);

    @AfterEach
    void close() {
        client.close();
        node.close();
    }

    private static Bytes content(long generation, String writer) {
        return Bytes.utf8("the plan of " + writer + " " + generation);
    }

    private Published publish(long generation, String writer) throws Exception {
        return plans.publish(KEYS, "dns", generation, content(generation, writer), writer);
    }

    private Optional<Plans.Plan> live() throws Exception {
        return plans.live("dns", Consistency.LOCAL);
    }

    /** As on 20 October 2025: a slow writer comes with an old plan after a newer one, and a clean-up runs then. */
    @Test
    void aSlowWriterIsRefusedAndToldWhoWonAndTheCleanUpLeavesTheLivePlan() throws Exception {
        assertThat(publish(1, "slow")).isInstanceOf(Published.Live.class);
        assertThat(publish(5, "fast")).isInstanceOf(Published.Live.class);
        assertThat(publish(2, "slow")).isEqualTo(new Published.Stale(new Version(5, "fast")));
        assertThat(plans.clean(KEYS, "dns", 5)).isEqualTo(new Cleaned.Removed(1));
        assertThat(live().orElseThrow().content()).isEqualTo(content(5, "fast"));
        assertThat(plans.clean(KEYS, "dns", 6)).isEqualTo(new Cleaned.Refused(Optional.of(new Version(5, "fast"))));
        assertThat(plans.generations("dns", Consistency.LOCAL)).containsExactly(5L);
    }

    @Test
    void ofOneGenerationTheFirstWriterWinsAndMaySayItAgain() throws Exception {
        publish(3, "one");
        assertThat(publish(3, "other")).isEqualTo(new Published.Stale(new Version(3, "one")));
        assertThat(publish(3, "one")).isInstanceOf(Published.Live.class);
        assertThat(plans.publish(KEYS, "dns", 3, Bytes.utf8("something else"), "one"))
                .isEqualTo(new Published.Stale(new Version(3, "one")));
    }

    @Test
    void whereNothingWasPublishedThereIsNothing() throws Exception {
        assertThat(live()).isEmpty();
        assertThat(plans.clean(KEYS, "dns", 1)).isEqualTo(new Cleaned.Refused(Optional.empty()));
    }

    @Test
    void whatIsNoPlanIsRefused() {
        assertThatThrownBy(() -> plans.publish(KEYS, "a/b", 1, Bytes.EMPTY, "w")).hasMessageContaining("letters, digits");
        assertThatThrownBy(() -> plans.publish(KEYS, "a".repeat(Plans.NAME_MAX + 1), 1, Bytes.EMPTY, "w"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> publish(0, "w")).hasMessageContaining("generations begin at 1");
        assertThatThrownBy(() -> publish(1, "")).hasMessageContaining("1 to 200 characters");
        assertThatThrownBy(() -> plans.publish(KEYS, "a", 1, Bytes.wrap(new byte[Plans.CONTENT_BYTES_MAX + 1]), "w"))
                .hasMessageContaining("at most 1000000 bytes");
    }

    @Test
    void theLargestPlanOfTheLongestNameIsTaken() throws Exception {
        String name = "a".repeat(Plans.NAME_MAX);
        Bytes largest = Bytes.wrap(new byte[Plans.CONTENT_BYTES_MAX]);
        assertThat(plans.publish(KEYS, name, Long.MAX_VALUE, largest, "w".repeat(Plans.WRITER_MAX)))
                .isInstanceOf(Published.Live.class);
        assertThat(plans.live(name, Consistency.LOCAL).orElseThrow().content()).isEqualTo(largest);
    }

    @Test
    void whoMayNotWriteIsToldSo() {
        Keys strangers = Keys.ofSecret(TestNode.OPERATOR);
        assertThatThrownBy(() -> plans.publish(strangers, "dns", 1, Bytes.EMPTY, "w"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo("NOT_ALLOWED"));
    }

    @Seeds(20)
    void whateverWritersAndCleanUpsDoTheLivePlanIsTheNewestAndIsThere(Seed seed) throws Exception {
        TreeMap<Long, String> model = new TreeMap<>();
        for (int step = 0; step < 40; step++) {
            long generation = seed.between(1, 12);
            String writer = "writer-" + seed.between(1, 3);
            if (seed.oneIn(3)) {
                boolean superseded = !model.isEmpty() && model.lastKey() >= generation;
                assertThat(plans.clean(KEYS, "dns", generation) instanceof Cleaned.Removed).isEqualTo(superseded);
                if (superseded) {
                    model.headMap(generation).clear();
                }
            } else {
                boolean newer = model.isEmpty() || model.lastKey() < generation;
                boolean again = !newer && model.lastEntry().equals(Map.entry(generation, writer));
                assertThat(publish(generation, writer) instanceof Published.Live).isEqualTo(newer || again);
                if (newer) {
                    model.put(generation, writer);
                }
            }
            assertThat(plans.generations("dns", Consistency.LOCAL)).containsExactlyElementsOf(model.keySet());
            if (!model.isEmpty()) {
                Plans.Plan live = live().orElseThrow();
                assertThat(live.generation()).isEqualTo(model.lastKey());
                assertThat(live.content()).isEqualTo(content(model.lastKey(), model.lastEntry().getValue()));
            }
        }
    }
}

package org.allmende.ledger.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allmende.ledger.AppliedHeight;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Head;
import org.allmende.ledger.encoding.Digests;
import org.junit.jupiter.api.Test;

/** What is counted is in {@link LocalPortTest}; here is what is forgotten. */
class TallyingTest {
    private final Bench bench = new Bench();
    private final Tallying tallying = new Tallying();

    @Test
    void afterStateWasTakenOverOnlyHeightsFromThereAreTold() {
        tallying.applied(height(1));
        tallying.applied(height(2));
        tallying.restored(head(40));
        tallying.applied(height(41));

        assertThat(tallying.tally().latest()).containsExactly(head(40), head(41));
        assertThat(tallying.tally().heights()).as("what others applied is not counted").isEqualTo(3);
    }

    @Test
    void beforeTheFirstHeightThereIsNone() {
        tallying.restored(head(0));
        assertThat(tallying.tally()).isEqualTo(new Tally(0, 0, 0, 0, List.of()));
    }

    private AppliedHeight height(long height) {
        return new AppliedHeight(head(height), bench.ledger.view(), List.of(), List.of());
    }

    private static Head head(long height) {
        return new Head(height, 5_000 * height, 0, Digests.sha256("height " + height));
    }
}

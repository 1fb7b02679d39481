package org.allmende.coordination;

import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.fuzz.AnyValue;
import org.allmende.ledger.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever coordination reads from strangers, and what its clients read from it; see {@link Fuzz}. */
class CoordinationFuzzTest {
    private static final int INPUTS = 50_000;

    @Test
    void everyInputIsDecodedToWhatEncodesToItOrIsRefused() {
        Fuzz fuzz = new Fuzz();
        add(fuzz, CoordinationOperation.class);
        add(fuzz, CoordinationResult.class);
        add(fuzz, CoordinationEvent.class);
        add(fuzz, RangeAnswer.class);
        add(fuzz, HistoryAnswer.class);
        fuzz.run(CoordinationFuzzTest.class, INPUTS);
    }

    private static <T> void add(Fuzz fuzz, Class<T> type) {
        fuzz.values(type, Schema.standard().codec(type), AnyValue.ofValues());
    }
}

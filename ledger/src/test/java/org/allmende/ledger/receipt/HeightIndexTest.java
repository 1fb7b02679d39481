package org.allmende.ledger.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.transaction.TransactionId;
import org.junit.jupiter.api.Test;

class HeightIndexTest {
    private final HeightIndex index = new HeightIndex();

    /** An id with these eight bytes of hash; the rest tells it from others with the same. */
    private static TransactionId id(long mark, long rest) {
        return new TransactionId(Bytes.wrap(ByteBuffer.allocate(TransactionId.BYTES)
                .putLong(0)
                .putLong(mark)
                .putLong(rest)
                .array()));
    }

    @Test
    void whatWasNeverAddedHasNoCandidate() {
        assertThat(index.candidates(id(7, 0))).isEmpty();
        index.remove(id(7, 0), 1);
        assertThat(index.size()).isZero();
    }

    @Test
    void idsThatShareAMarkAreEachOthersCandidates() {
        index.add(id(7, 1), 10);
        index.add(id(7, 2), 11);
        assertThat(index.candidates(id(7, 3))).containsExactlyInAnyOrder(10, 11);
        index.remove(id(7, 1), 10);
        assertThat(index.candidates(id(7, 1))).containsExactly(11);
    }

    @Test
    void heightsAreFromOne() {
        assertThatThrownBy(() -> index.add(id(1, 1), 0)).hasMessageContaining("from 1, not 0");
    }

    @Test
    void clearingForgetsAll() {
        index.add(id(7, 1), 10);
        index.clear();
        assertThat(index.size()).isZero();
        assertThat(index.candidates(id(7, 1))).isEmpty();
    }

    /** Many more than it begins with room for, few marks of which many fall onto the same and neighbouring slots. */
    @Seeds(20)
    void aListSaysTheSame(Seed seed) {
        record Added(long mark, long height) {}
        List<Added> model = new ArrayList<>();
        int marks = seed.between(1, 5_000);
        boolean crowded = seed.oneIn(2);
        for (int step = 0; step < 20_000; step++) {
            long mark = seed.between(0, marks) * (crowded ? 1L : 0x9e3779b97f4a7c15L);
            // It grows, and after half of the time shrinks.
            boolean adds = model.isEmpty() || seed.between(1, 10) <= (step < 10_000 ? 7 : 3);
            if (adds) {
                Added added = new Added(mark, seed.between(1, 1_000));
                index.add(id(mark, step), added.height());
                model.add(added);
            } else {
                int last = model.size() - 1;
                int chosen = seed.between(0, last);
                Added gone = model.get(chosen);
                model.set(chosen, model.get(last));
                model.remove(last);
                index.remove(id(gone.mark(), 0), gone.height());
            }
            if (step % 50 == 0) {
                assertThat(index.size()).isEqualTo(model.size());
                assertThat(index.candidates(id(mark, 0)))
                        .containsExactlyInAnyOrder(model.stream()
                                .filter(each -> each.mark() == mark)
                                .mapToLong(Added::height)
                                .toArray());
            }
        }
    }
}

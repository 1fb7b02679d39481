package org.allmende.ledger.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

/** Readers on other threads see whole rounds and nothing else, while the next ones are written. */
final class ViewsAmongThreadsTest {
    private static final int HEIGHTS = 1_500;
    private static final int ROWS = 300;
    private static final int READERS = 3;

    private final State state = new State();
    private final Table<Bytes, String> table = state.declare(1, 1, "rows", Plain.KEYS, Plain.TEXT);
    private volatile boolean allIsWritten;

    @Test
    void everyViewIsOneHeightWhole() throws Exception {
        writeHeight(1);
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            List<Future<Long>> read = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                read.add(readers.submit((Callable<Long>) this::readUntilAllIsWritten));
            }
            try {
                for (int height = 2; height <= HEIGHTS; height++) {
                    writeHeight(height);
                }
            } finally {
                allIsWritten = true;
            }
            for (Future<Long> views : read) {
                assertThat(views.get()).as("views read").isPositive();
            }
        }
    }

    /** Every row says the height; a group in between, which is rolled back, does not. */
    private void writeHeight(int height) {
        state.begin();
        for (int row = 0; row < ROWS; row++) {
            table.put(key(row), "rolled back");
        }
        table.remove(key(height % ROWS));
        state.rollback();
        for (int row = 0; row < ROWS; row++) {
            table.put(key(row), Integer.toString(height));
        }
        state.endRound(height, height);
    }

    private long readUntilAllIsWritten() {
        long views = 0;
        do {
            View view = state.view();
            String expected = Long.toString(view.height());
            int[] rows = {0};
            view.of(table).ascend(null, null, (key, value) -> {
                rows[0] += value.equals(expected) ? 1 : 0;
                return true;
            });
            assertThat(rows[0]).as("rows that say " + expected).isEqualTo(ROWS);
            assertThat(view.of(table).size()).isEqualTo(ROWS);
            views++;
        } while (!allIsWritten);
        return views;
    }

    private static Bytes key(int row) {
        return Bytes.of((byte) (row >> 8), (byte) row);
    }
}

package org.allmende.ledger.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the open group has overwritten, in order. Outside a group writes are final and nothing is noted. */
final class Journal {
    private final List<Undo<?>> undos = new ArrayList<>();
    private boolean open;

    /** A row as it was; before is null when there was none. */
    private static final class Undo<V> {
        private final StateTable<?, V> table;
        private final byte[] key;
        private final @Nullable V before;

        Undo(StateTable<?, V> table, byte[] key, @Nullable V before) {
            this.table = table;
            this.key = key;
            this.before = before;
        }

        void run() {
            table.undo(key, before);
        }
    }

    void begin() {
        refuseInGroup("a group cannot begin");
        open = true;
    }

    <V> void note(StateTable<?, V> table, byte[] key, @Nullable V before) {
        if (open) {
            undos.add(new Undo<>(table, key, before));
        }
    }

    void commit() {
        close("commit");
    }

    void rollback() {
        // Backwards: of several writes to one row the first one's undo has the last word.
        for (Undo<?> undo : undos.reversed()) {
            undo.run();
        }
        close("roll back");
    }

    private void close(String what) {
        if (!open) {
            throw new IllegalStateException("there is no group to " + what);
        }
        open = false;
        undos.clear();
    }

    /** @throws IllegalStateException when a group is open */
    void refuseInGroup(String what) {
        if (open) {
            throw new IllegalStateException(what + " while a group is open: commit it or roll it back first");
        }
    }
}

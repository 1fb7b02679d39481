package org.allmende.ledger.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.allmende.ledger.Limits;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.StateMachine.RowVisitor;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.jspecify.annotations.Nullable;

/** A table of the {@link State}: the rows as they are now, and as they were at the end of the last round. */
final class StateTable<K, V> extends TypedRows<K, V> implements Table<K, V> {
    private final Journal journal;
    private final Tree<V> tree = new Tree<>();
    private Tree.Frozen lastRound = tree.freeze();
    private int iterations;

    /** The key that was encoded last, with its bytes: who reads a row to write it anew does so by one object. */
    private @Nullable K lastKey;

    private byte[] lastEncoded = {};

    StateTable(Declaration<K, V> declaration, Journal journal) {
        super(declaration);
        this.journal = journal;
    }

    @Override
    public int number() {
        return declaration.number();
    }

    @Override
    public String name() {
        return declaration.name();
    }

    @Override
    Node root() {
        return tree.root();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Comparing them by value would take as long as encoding them.
    byte[] encoded(K key) {
        if (key != lastKey) {
            lastEncoded = super.encoded(key);
            lastKey = key;
        }
        return lastEncoded;
    }

    @Override
    public Optional<V> get(K key) {
        return Optional.ofNullable(tree.get(encoded(key)));
    }

    @Override
    public long size() {
        return tree.size();
    }

    @Override
    public void put(K key, V value) {
        Objects.requireNonNull(value, "value");
        byte[] encoded = declaration.storable(encoded(key));
        journal.note(this, encoded, write(encoded, value));
    }

    @Override
    public void remove(K key) {
        byte[] encoded = encoded(key);
        V before = write(encoded, null);
        if (before != null) {
            journal.note(this, encoded, before);
        }
    }

    /** Makes the row what it was before. */
    void undo(byte[] key, @Nullable V before) {
        write(key, before);
    }

    private @Nullable V write(byte[] key, @Nullable V value) {
        if (iterations > 0) {
            throw new IllegalStateException("table " + name() + " must not be written to while it is iterated over:"
                    + " collect the keys first");
        }
        return value == null ? tree.remove(key) : tree.put(key, value);
    }

    @Override
    public void ascend(@Nullable K from, @Nullable K to, Visitor<K, V> visitor) {
        iterations++;
        try {
            super.ascend(from, to, visitor);
        } finally {
            iterations--;
        }
    }

    @Override
    public void descend(@Nullable K from, @Nullable K to, Visitor<K, V> visitor) {
        iterations++;
        try {
            super.descend(from, to, visitor);
        } finally {
            iterations--;
        }
    }

    /** The rows as they are now, for ever. */
    Tree.Frozen freeze() {
        return tree.freeze();
    }

    /** Adds every row that differs from the end of the last round, and makes this the end of a round. */
    void endRound(List<Change> changes) {
        Tree.Frozen now = tree.freeze();
        Difference.between(
                lastRound.root(),
                now.root(),
                (key, value) -> changes.add(new Change(
                        number(), Bytes.wrap(key), value == null ? null : declaration.encodedValue(value))));
        lastRound = now;
    }

    /** As {@link State#scan}. */
    void scan(Bytes fromKey, RowVisitor visitor) {
        lastRound.root().ascend(
                fromKey.unsafeArray(),
                null,
                (key, value) -> visitor.visit(Bytes.wrap(key), declaration.encodedValue(value)));
    }

    /** As {@link State#row}. */
    @Nullable Bytes row(Bytes key) {
        Object value = Node.get(lastRound.root(), key.unsafeArray());
        return value == null ? null : declaration.encodedValue(value);
    }

    /** A place to collect the rows this table is to be rebuilt from. */
    Loading load() {
        return new Loading();
    }

    /** Rows on their way into this table, which stays as it is until {@link #replace}. */
    final class Loading {
        private final List<Tree.Loaded<V>> rows = new ArrayList<>();

        void add(Entry entry) {
            if (entry.key().length() > Limits.TABLE_KEY_BYTES_MAX) {
                throw unreadable(entry, "its key is longer than " + Limits.TABLE_KEY_BYTES_MAX + " bytes", null);
            }
            try {
                var _ = declaration.keys().decode(entry.key());
                rows.add(new Tree.Loaded<>(
                        entry.key().unsafeArray(), declaration.values().decode(entry.value())));
            } catch (MalformedException e) {
                throw unreadable(entry, String.valueOf(e.getMessage()), e);
            }
        }

        void sort() {
            rows.sort((left, right) -> Arrays.compareUnsigned(left.key, right.key));
            for (int i = 1; i < rows.size(); i++) {
                if (Arrays.equals(rows.get(i - 1).key, rows.get(i).key)) {
                    throw new IllegalStateException(
                            "table " + name() + " was given the row " + Bytes.of(rows.get(i).key) + " twice");
                }
            }
        }

        void replace() {
            tree.load(rows);
            lastRound = tree.freeze();
        }

        private IllegalStateException unreadable(Entry entry, String why, @Nullable Exception cause) {
            return new IllegalStateException(
                    "the stored row " + entry.key() + " of table " + name() + " cannot be read: " + why, cause);
        }
    }
}

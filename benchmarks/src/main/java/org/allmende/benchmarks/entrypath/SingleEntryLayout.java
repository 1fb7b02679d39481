package org.allmende.benchmarks.entrypath;

import com.hedera.pbj.runtime.io.ReadableSequentialData;
import com.swirlds.state.BinaryState;
import com.swirlds.state.merkle.StateKeyUtils;
import com.swirlds.state.merkle.StateUtils;
import com.swirlds.state.merkle.VirtualMapState;
import com.swirlds.virtualmap.VirtualMapIterator;
import com.swirlds.virtualmap.datasource.VirtualLeafBytes;
import java.util.Iterator;
import org.allmende.consensus.hashgraph.StateLayout;
import org.allmende.ledger.consensus.Change;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;

/** One engine entry per row; its key is the number of the table in two bytes, then the key of the row. */
final class SingleEntryLayout implements StateLayout {
    /** Far from the ids that the engine and its makers' own services use. */
    private static final int STATE_ID = 60_101;

    private static final int TABLE_MAX = 0xFFFF;

    @Override
    public void genesis(BinaryState state, StateMachine machine) {
        requireNothing(machine);
    }

    /** What is only here to be compared with starts no network from a checkpoint. */
    static void requireNothing(StateMachine machine) {
        if (machine.height() > 0) {
            throw new IllegalStateException("measurements begin without rows, not at height " + machine.height());
        }
    }

    @Override
    public void write(BinaryState state, StateMachine.Applied applied, StateMachine machine) {
        for (Change change : applied.changes()) {
            var key = key(change.table(), change.key());
            Bytes value = change.value();
            if (value == null) {
                state.removeKv(STATE_ID, key);
            } else {
                state.updateKv(STATE_ID, key, com.hedera.pbj.runtime.io.buffer.Bytes.wrap(value.unsafeArray()));
            }
        }
    }

    @Override
    public Iterable<Entry> read(VirtualMapState state) {
        return () -> new Rows(new VirtualMapIterator(state.getRoot())
                .setFilter(leaf -> StateKeyUtils.extractStateIdFromStateKeyOneOf(leaf.keyBytes()) == STATE_ID));
    }

    private static com.hedera.pbj.runtime.io.buffer.Bytes key(int table, Bytes key) {
        if (table < 0 || table > TABLE_MAX) {
            throw new IllegalArgumentException("a table's number is 0 to " + TABLE_MAX + ", not " + table);
        }
        byte[] content = new byte[2 + key.length()];
        content[0] = (byte) (table >> 8);
        content[1] = (byte) table;
        System.arraycopy(key.unsafeArray(), 0, content, 2, key.length());
        return com.hedera.pbj.runtime.io.buffer.Bytes.wrap(content);
    }

    private record Rows(VirtualMapIterator leaves) implements Iterator<Entry> {
        @Override
        public boolean hasNext() {
            return leaves.hasNext();
        }

        @Override
        public Entry next() {
            VirtualLeafBytes<?> leaf = leaves.next();
            // The engine wraps a raw key as a protobuf field: tag, length, bytes.
            ReadableSequentialData wrapped = leaf.keyBytes().toReadableSequentialData();
            wrapped.readVarInt(false);
            byte[] key = wrapped.readBytes(wrapped.readVarInt(false)).toByteArray();
            int table = (key[0] & 0xFF) << 8 | key[1] & 0xFF;
            byte[] value = StateUtils.unwrap(leaf.valueBytes()).toByteArray();
            return new Entry(table, Bytes.wrap(key).slice(2, key.length), Bytes.wrap(value));
        }
    }
}

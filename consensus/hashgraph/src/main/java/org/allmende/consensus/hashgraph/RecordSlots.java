package org.allmende.consensus.hashgraph;

import com.swirlds.state.BinaryState;
import java.util.Iterator;
import java.util.TreeSet;

/**
 * Where {@link ChangeRecordLayout} keeps change records: numbered slots, overwritten oldest first.
 *
 * <p>Writing over an entry is far cheaper for the platform than removing one and adding another, which moves other entries
 * to other places of its tree. So a slot whose record is no longer needed waits to be written over, and only when more of
 * them wait than a steady load can ever leave are some removed.
 */
final class RecordSlots {
    private static final int HEIGHT_BYTES = Long.BYTES;

    /** Slots that may wait: more than one step of the base pages can free under a steady load. */
    static final int WAITING_MAX = 64;

    /** Removed per height while too many wait; more than one, so that the number of slots falls while records are written. */
    static final int REMOVED_PER_HEIGHT = 4;

    private final int stateId;
    private final TreeSet<Slot> byAge = new TreeSet<>();
    private final TreeSet<Long> numbers = new TreeSet<>();

    /** A slot, and the height of the record in it. */
    record Slot(long height, long number) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byHeight = Long.compare(height, other.height);
            return byHeight != 0 ? byHeight : Long.compare(number, other.number);
        }
    }

    RecordSlots(int stateId) {
        this.stateId = stateId;
    }

    void forget() {
        byAge.clear();
        numbers.clear();
    }

    /** Takes note of a slot that the state holds. */
    void found(long number, long height) {
        byAge.add(new Slot(height, number));
        numbers.add(number);
    }

    /** The changes in a record. */
    static PackedRows.Reader changes(byte[] record) {
        return new PackedRows.Reader(record, HEIGHT_BYTES);
    }

    /**
     * Writes a record over the oldest one when that is not above {@code settled}, else into a slot of its own.
     *
     * @return bytes written
     */
    int put(BinaryState state, long height, PackedRows.Writer changes, int from, int to, long settled) {
        Slot slot = new Slot(height, oldestIsSettled(settled) ? byAge.removeFirst().number() : freshNumber());
        byAge.add(slot);
        numbers.add(slot.number());
        byte[] record = changes.copy(from, to, HEIGHT_BYTES);
        BigEndian.putLong(record, 0, height);
        state.updateKv(stateId, key(slot), com.hedera.pbj.runtime.io.buffer.Bytes.wrap(record));
        return record.length;
    }

    /** Removes some of the oldest records when too many of those not above {@code settled} wait. */
    void trim(BinaryState state, long settled) {
        for (int removed = 0; removed < REMOVED_PER_HEIGHT && tooManyWait(settled); removed++) {
            Slot oldest = byAge.removeFirst();
            numbers.remove(oldest.number());
            state.removeKv(stateId, key(oldest));
        }
    }

    private boolean oldestIsSettled(long settled) {
        return !byAge.isEmpty() && byAge.first().height() <= settled;
    }

    private boolean tooManyWait(long settled) {
        int waiting = 0;
        for (Iterator<Slot> slots = byAge.iterator(); slots.hasNext() && slots.next().height() <= settled; ) {
            if (++waiting > WAITING_MAX) {
                return true;
            }
        }
        return false;
    }

    private long freshNumber() {
        return numbers.isEmpty() ? 0 : numbers.last() + 1;
    }

    private static com.hedera.pbj.runtime.io.buffer.Bytes key(Slot slot) {
        byte[] key = new byte[Long.BYTES];
        BigEndian.putLong(key, 0, slot.number());
        return com.hedera.pbj.runtime.io.buffer.Bytes.wrap(key);
    }
}

package org.allmende.ledger.receipt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.transaction.TransactionId;

/**
 * At which height a transaction may have been applied, for all that are remembered. It knows an id only by a mark,
 * eight bytes of its hash, so what it answers are candidates: two transactions may share a mark, and the receipts
 * themselves decide.
 *
 * <p>A node remembers a million transactions for minutes. As objects, a map of ids and heights, they are most of what
 * its collector has to walk; here they are two arrays of numbers: a hash table with linear probing, at most three
 * fifths full. Marks are not secret: who computes hashes until many marks fall together makes lookups of
 * just those longer, by a few nanoseconds each.
 *
 * <p>Any thread.
 */
final class HeightIndex {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Slots it begins with; always a power of two. */
    private static final int SLOTS_FIRST = 1 << 10;

    private static final long[] NONE = {};

    private long[] marks = new long[SLOTS_FIRST];

    /** Beside each mark; 0 is a free slot, as heights are from 1. */
    private long[] heights = new long[SLOTS_FIRST];

    private int size;

    /** How many were added and not removed. */
    synchronized int size() {
        return size;
    }

    synchronized void clear() {
        marks = new long[SLOTS_FIRST];
        heights = new long[SLOTS_FIRST];
        size = 0;
    }

    /**
     * Adds one, whether or not it is there already.
     *
     * @param height from 1
     */
    synchronized void add(TransactionId id, long height) {
        if (height < 1) {
            throw new IllegalArgumentException("heights are from 1, not " + height);
        }
        if (5L * size >= 3L * marks.length) {
            grow();
        }
        place(mark(id), height);
        size++;
    }

    /** Removes one that was added with this height; does nothing when there is none. */
    synchronized void remove(TransactionId id, long height) {
        long mark = mark(id);
        for (int slot = home(mark); heights[slot] != 0; slot = next(slot)) {
            if (marks[slot] == mark && heights[slot] == height) {
                free(slot);
                size--;
                return;
            }
        }
    }

    /** The heights at which it may be; most often none or one. */
    synchronized long[] candidates(TransactionId id) {
        long mark = mark(id);
        long[] found = NONE;
        for (int slot = home(mark); heights[slot] != 0; slot = next(slot)) {
            if (marks[slot] == mark) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = heights[slot];
            }
        }
        return found;
    }

    private void grow() {
        long[] oldMarks = marks;
        long[] oldHeights = heights;
        marks = new long[2 * oldMarks.length];
        heights = new long[marks.length];
        for (int i = 0; i < oldMarks.length; i++) {
            if (oldHeights[i] != 0) {
                place(oldMarks[i], oldHeights[i]);
            }
        }
    }

    private void place(long mark, long height) {
        int slot = home(mark);
        while (heights[slot] != 0) {
            slot = next(slot);
        }
        marks[slot] = mark;
        heights[slot] = height;
    }

    /** Frees a slot, and closes the hole: whoever was pushed beyond it moves up, so that every search still ends right. */
    private void free(int slot) {
        int hole = slot;
        for (int other = next(hole); heights[other] != 0; other = next(other)) {
            int way = distance(home(marks[other]), other);
            if (way >= distance(hole, other)) {
                marks[hole] = marks[other];
                heights[hole] = heights[other];
                hole = other;
            }
        }
        heights[hole] = 0;
    }

    /** The part of the id that is a hash; its first eight bytes are a time. */
    private static long mark(TransactionId id) {
        Bytes value = id.value();
        return (long) LONG.get(value.unsafeArray(), Long.BYTES);
    }

    private int home(long mark) {
        return (int) (mark >>> 1) & marks.length - 1;
    }

    private int next(int slot) {
        return slot + 1 & marks.length - 1;
    }

    /** Steps from one slot to another, going round. */
    private int distance(int from, int to) {
        return to - from & marks.length - 1;
    }
}

package org.allmende.drills.history;

import java.util.Arrays;

/** A set of small numbers that never changes. */
final class Slots {
    static final Slots NONE = new Slots(new long[0]);

    /** Without trailing zeros: equal sets have equal words. */
    private final long[] words;

    private Slots(long[] words) {
        this.words = words;
    }

    boolean has(int slot) {
        int word = slot >> 6;
        return word < words.length && (words[word] >> (slot & 63) & 1) != 0;
    }

    Slots with(int slot) {
        long[] more = Arrays.copyOf(words, Math.max(words.length, (slot >> 6) + 1));
        more[slot >> 6] |= 1L << (slot & 63);
        return new Slots(more);
    }

    Slots without(int slot) {
        if (!has(slot)) {
            return this;
        }
        long[] less = words.clone();
        less[slot >> 6] &= ~(1L << (slot & 63));
        int length = less.length;
        while (length > 0 && less[length - 1] == 0) {
            length--;
        }
        return length == 0 ? NONE : new Slots(length == less.length ? less : Arrays.copyOf(less, length));
    }

    boolean isWithin(Slots others) {
        if (words.length > others.words.length) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if ((words[i] & ~others.words[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slots slots && Arrays.equals(words, slots.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }
}

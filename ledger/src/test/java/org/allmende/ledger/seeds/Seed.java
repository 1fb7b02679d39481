package org.allmende.ledger.seeds;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.allmende.ledger.encoding.Bytes;

/** A number, and the random choices that follow from it: always the same ones in the same order. */
public final class Seed implements RandomGenerator {
    private final long value;
    private final SplittableRandom random;

    public Seed(long value) {
        this(value, new SplittableRandom(value));
    }

    private Seed(long value, SplittableRandom random) {
        this.value = value;
        this.random = random;
    }

    /** What replays this run: of one that was split, that of the seed it all began with. */
    public long value() {
        return value;
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    /** From {@code from}, inclusive, to {@code to}, inclusive. */
    public int between(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    /** True about once in {@code n} times. */
    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    public final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** This many bytes, half of the time from the few values at which encodings change their ways. */
    public Bytes bytes(int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        if (random.nextBoolean()) {
            byte[] edges = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff};
            for (int i = 0; i < length; i++) {
                content[i] = edges[(content[i] & 0xff) % edges.length];
            }
        }
        return Bytes.wrap(content);
    }

    /** Independent of what is asked of this one from now on. */
    public Seed split() {
        return new Seed(value, new SplittableRandom(random.nextLong()));
    }

    @Override
    public String toString() {
        return "seed " + value;
    }
}

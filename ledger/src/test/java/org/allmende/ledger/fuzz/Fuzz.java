package org.allmende.ledger.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.KeyCodec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.seeds.Replay;
import org.allmende.ledger.seeds.Seed;
import org.opentest4j.AssertionFailedError;

/**
 * Bytes that nobody meant: random ones, and valid encodings with something done to them. Each either decodes to a
 * value that encodes to exactly these bytes, or is refused as malformed; and whatever it pretends to be, decoding it
 * allocates no more than a small multiple of its length.
 *
 * <p>{@code -Dfuzz.inputs=10000000} tries so many instead of the usual number; {@code -Dfuzz.seed=5} begins with
 * another seed.
 */
public final class Fuzz {
    /** Bytes that decoding may allocate for each byte of its input. The dearest is a list of records of one bit. */
    private static final int ALLOCATED_PER_BYTE = 128;

    /** Bytes that decoding may allocate besides: the refusal with its stack trace, the room lists begin with. */
    private static final int ALLOCATED_BESIDES = 16 * 1024;

    /** Of each type, to be mutated. */
    private static final int VALID_ENCODINGS = 500;

    /** From here on some of the inputs of every type must have been accepted, and some refused. */
    private static final int INPUTS_TELLING = 10_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Tried<?>> all = new ArrayList<>();

    /** Also tries a codec of values. */
    public <T> Fuzz values(Class<T> type, Codec<T> codec, AnyValue any) {
        all.add(new Tried<>(type.getSimpleName(), codec::encode, codec::decode, valid(type, codec::encode, any)));
        return this;
    }

    /** Also tries a codec of keys. */
    public <K> Fuzz keys(Class<K> type, KeyCodec<K> codec, AnyValue any) {
        all.add(new Tried<>(type.getSimpleName(), codec::encode, codec::decode, valid(type, codec::encode, any)));
        return this;
    }

    private static <T> List<Bytes> valid(Class<T> type, Encoder<T> encoder, AnyValue any) {
        List<Bytes> valid = new ArrayList<>();
        for (int i = 0; i < VALID_ENCODINGS; i++) {
            valid.add(encoder.encode(any.of(type, new Seed(i))));
        }
        return valid;
    }

    /**
     * Tries this many inputs, or as many as the run's properties say.
     *
     * @param test whose command replays a failure
     */
    public void run(Class<?> test, int inputsUsually) {
        int inputs = Integer.getInteger("fuzz.inputs", inputsUsually);
        long first = Long.getLong("fuzz.seed", 1);
        for (long seed = first; seed < first + inputs; seed++) {
            Seed choices = new Seed(seed);
            Tried<?> tried = choices.pick(all);
            Bytes input = choices.oneIn(10)
                    ? choices.bytes(choices.between(0, 300))
                    : Mutation.some(tried.valid, choices);
            try {
                tried.tryOne(input);
            } catch (Throwable failure) {
                throw new AssertionFailedError(
                        "input " + seed + " for " + tried.name + " failed; replay it with\n  "
                                + Replay.command(test.getSimpleName(), "-Dfuzz.inputs=1 -Dfuzz.seed=" + seed) + "\n"
                                + input.toHex() + "\n" + failure,
                        failure);
            }
        }
        all.forEach(System.out::println);
        if (inputs >= INPUTS_TELLING) {
            all.forEach(Tried::requireTelling);
        }
    }

    private interface Encoder<T> {
        Bytes encode(T value);
    }

    private interface Decoder<T> {
        T decode(Bytes bytes) throws MalformedException;
    }

    /** A codec and how it went. */
    private static final class Tried<T> {
        private final String name;
        private final Encoder<T> encoder;
        private final Decoder<T> decoder;
        private final List<Bytes> valid;
        private int accepted;
        private int refused;

        Tried(String name, Encoder<T> encoder, Decoder<T> decoder, List<Bytes> valid) {
            this.name = name;
            this.encoder = encoder;
            this.decoder = decoder;
            this.valid = valid;
        }

        void tryOne(Bytes input) {
            long allowed = (long) ALLOCATED_PER_BYTE * input.length() + ALLOCATED_BESIDES;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            T value = null;
            try {
                value = decoder.decode(input);
            } catch (MalformedException expected) {
                refused++;
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (allocated > allowed) {
                // The first decoding of its kind may load classes: it counts only if it happens again.
                allocated = Math.min(allocated, allocatedAgain(input));
            }
            if (allocated > allowed) {
                throw new AssertionFailedError(
                        "decoding " + input.length() + " bytes allocated " + allocated + ", allowed are " + allowed);
            }
            if (value != null) {
                accepted++;
                Bytes again = encoder.encode(value);
                if (!again.equals(input)) {
                    throw new AssertionFailedError("decoded to what encodes to other bytes: " + again.toHex());
                }
            }
        }

        private long allocatedAgain(Bytes input) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                decoder.decode(input);
            } catch (MalformedException expected) {
                // Was counted the first time.
            }
            return THREADS.getCurrentThreadAllocatedBytes() - before;
        }

        /** A fuzzer whose inputs are all refused, or all accepted, tests little. */
        void requireTelling() {
            if (accepted == 0 || refused == 0) {
                throw new AssertionFailedError("nothing was learned of " + this);
            }
        }

        @Override
        public String toString() {
            return name + ": " + accepted + " accepted, " + refused + " refused";
        }
    }
}

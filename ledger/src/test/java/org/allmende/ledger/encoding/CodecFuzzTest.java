package org.allmende.ledger.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.seeds.Replay;
import org.allmende.ledger.seeds.Seed;
import org.junit.jupiter.api.Test;

/**
 * Bytes that nobody meant: random ones, and valid encodings with something done to them. Each either decodes to a
 * value that encodes to exactly these bytes, or is refused as malformed; and whatever it pretends to be, decoding it
 * allocates no more than a small multiple of its length.
 *
 * <p>{@code -Dfuzz.inputs=10000000} tries so many, {@code -Pfuzz} the ten million of a release; {@code
 * -Dfuzz.seed=5} begins with another seed.
 */
class CodecFuzzTest {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 200_000);
    private static final long FIRST_SEED = Long.getLong("fuzz.seed", 1);

    /** Bytes that decoding may allocate for each byte of its input. The dearest is a list of records of one bit. */
    private static final int ALLOCATED_PER_BYTE = 128;

    /** Bytes that decoding may allocate besides: the refusal with its stack trace, the room lists begin with. */
    private static final int ALLOCATED_BESIDES = 16 * 1024;

    /** Of each subject, to be mutated. */
    private static final int VALID_ENCODINGS = 500;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Tried<?>> all = new ArrayList<>();

    CodecFuzzTest() {
        Subject.ALL.forEach(subject -> all.add(new Tried<>(subject)));
    }

    @Test
    void everyInputIsDecodedToWhatEncodesToItOrIsRefused() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + INPUTS; seed++) {
            Seed choices = new Seed(seed);
            Tried<?> tried = choices.pick(all);
            Bytes input = tried.input(choices);
            try {
                tried.tryOne(input);
            } catch (Throwable failure) {
                throw new AssertionError(
                        "input " + seed + " for " + tried.subject + " failed; replay it with\n  "
                                + Replay.command("CodecFuzzTest", "-Dfuzz.seed=" + seed + " -Dfuzz.inputs=1") + "\n"
                                + input.toHex() + "\n" + failure,
                        failure);
            }
        }
        if (INPUTS >= 10_000) {
            // A fuzzer whose inputs are all refused, or all accepted, tests little.
            assertThat(all).allSatisfy(tried -> {
                assertThat(tried.accepted).as("accepted of %s", tried.subject).isGreaterThan(50);
                assertThat(tried.refused).as("refused of %s", tried.subject).isGreaterThan(50);
            });
        }
        all.forEach(System.out::println);
    }

    /** A subject and how it went. */
    private static final class Tried<T> {
        private final Subject<T> subject;
        private final List<Bytes> valid = new ArrayList<>();
        private int accepted;
        private int refused;

        Tried(Subject<T> subject) {
            this.subject = subject;
            for (int i = 0; i < VALID_ENCODINGS; i++) {
                valid.add(subject.valid(new Seed(i)));
            }
        }

        Bytes input(Seed choices) {
            return choices.oneIn(10) ? choices.bytes(choices.between(0, 300)) : Mutation.some(valid, choices);
        }

        void tryOne(Bytes input) {
            long allowed = (long) ALLOCATED_PER_BYTE * input.length() + ALLOCATED_BESIDES;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            T value = null;
            try {
                value = subject.decoder().decode(input);
            } catch (MalformedException expected) {
                refused++;
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (allocated > allowed) {
                // The first decoding of its kind may load classes: it counts only if it happens again.
                allocated = Math.min(allocated, allocatedAgain(input));
            }
            assertThat(allocated).as("bytes allocated for %s bytes", input.length()).isLessThanOrEqualTo(allowed);
            if (value != null) {
                accepted++;
                assertThat(subject.encoder().encode(value)).isEqualTo(input);
            }
        }

        private long allocatedAgain(Bytes input) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                subject.decoder().decode(input);
            } catch (MalformedException expected) {
                // Was counted the first time.
            }
            return THREADS.getCurrentThreadAllocatedBytes() - before;
        }

        @Override
        public String toString() {
            return subject + ": " + accepted + " accepted, " + refused + " refused";
        }
    }
}

package org.allmende.benchmarks.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.verification.Checked;
import org.allmende.ledger.verification.Verification;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** All that is checked of a signed transaction of one transfer ahead of its round: decoding, signature, id. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class VerifyBenchmark {
    private static final int DIFFERENT = 2_048;

    private final Town town = new Town(DIFFERENT);
    private final Verification verification =
            new Verification(town.genesis().networkId(), town.ledger().schema(), Runnable::run);
    private final List<Bytes> signed = new ArrayList<>();
    private int next;

    /** Signs as many as there are people, so that neither keys nor bytes repeat soon. */
    public VerifyBenchmark() {
        for (int i = 0; i < DIFFERENT; i++) {
            signed.add(town.signedTransfers(1));
        }
    }

    /** From the received bytes to the verdict. */
    @Benchmark
    public Checked verify() {
        next = (next + 1) % DIFFERENT;
        return verification.take(signed.get(next));
    }
}

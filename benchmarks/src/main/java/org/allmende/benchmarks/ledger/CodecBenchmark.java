package org.allmende.benchmarks.ledger;

import java.util.concurrent.TimeUnit;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading and writing the Borsh of a transaction of transfers, without its signature. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class CodecBenchmark {
    /** Groups of the transaction, a transfer in each. */
    @Param({"1", "100"})
    public int groups;

    private final Town town = new Town(100);
    private final Codec<Transaction> codec = town.ledger().schema().codec(Transaction.class);
    private Bytes encoded = Bytes.EMPTY;
    private Transaction transaction = decoded(town.signedTransfers(1));

    /** Makes the one transaction that is read and written again and again. */
    @Setup
    public void make() {
        transaction = decoded(town.signedTransfers(groups));
        encoded = codec.encode(transaction);
    }

    private Transaction decoded(Bytes signed) {
        Codec<SignedTransaction> envelope = town.ledger().schema().codec(SignedTransaction.class);
        return codec.decodeTrusted(envelope.decodeTrusted(signed).transaction());
    }

    /** Bytes to record. */
    @Benchmark
    public Transaction decode() throws MalformedException {
        return codec.decode(encoded);
    }

    /** Record to bytes. */
    @Benchmark
    public Bytes encode() {
        return codec.encode(transaction);
    }
}

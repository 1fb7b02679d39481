package org.allmende.consensus.solo;

import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;

/**
 * How a {@link SoloConsensus} is set up.
 *
 * @param dir its folder, made when missing; one process at a time
 * @param networkId the 32 bytes that name the network; a folder of another network is refused
 * @param windowTransactionsMax transactions accepted and not yet applied; one more is answered busy
 * @param windowBytesMax their bytes together; at least one largest transaction
 * @param roundTransactionsMax transactions that one write to the log takes at most
 * @param roundBytesMax their bytes together; at least one largest transaction
 * @param checkpointLogBytesMin bytes of log after which a checkpoint is written, unless the last checkpoint was
 *     larger: then as many bytes as that one, so that checkpoints at most double what is written
 * @param clock tells the time of rounds, milliseconds since 1970 (UTC)
 * @param onFault told once, by the ordering thread, that the engine halted with evidence and does not go on; whether
 *     the process ends is the receiver's business
 */
public record SoloSettings(
        Path dir,
        Bytes networkId,
        int windowTransactionsMax,
        long windowBytesMax,
        int roundTransactionsMax,
        long roundBytesMax,
        long checkpointLogBytesMin,
        InstantSource clock,
        Consumer<Throwable> onFault) {
    public static final int WINDOW_TRANSACTIONS_MAX = 10_000;
    public static final long WINDOW_BYTES_MAX = 64L * 1024 * 1024;
    public static final int ROUND_TRANSACTIONS_MAX = 4_096;
    public static final long ROUND_BYTES_MAX = 4L * 1024 * 1024;
    public static final long CHECKPOINT_LOG_BYTES_MIN = 64L * 1024 * 1024;

    private static final int NETWORK_ID_BYTES = 32;

    public SoloSettings {
        if (networkId.length() != NETWORK_ID_BYTES || networkId.equals(Bytes.wrap(new byte[NETWORK_ID_BYTES]))) {
            throw new IllegalArgumentException("a network id is the 32 bytes of the hash of its genesis, not all zero");
        }
        if (windowTransactionsMax < 1 || roundTransactionsMax < 1) {
            throw new IllegalArgumentException("window and round hold at least 1 transaction");
        }
        if (windowBytesMax < Limits.SIGNED_TRANSACTION_BYTES_MAX
                || roundBytesMax < Limits.SIGNED_TRANSACTION_BYTES_MAX
                || roundBytesMax > Frame.TRANSACTION_BYTES_TOGETHER_MAX) {
            throw new IllegalArgumentException("window and round hold at least one transaction of "
                    + Limits.SIGNED_TRANSACTION_BYTES_MAX + " bytes, and a round at most "
                    + Frame.TRANSACTION_BYTES_TOGETHER_MAX + " bytes");
        }
        if (checkpointLogBytesMin < 1) {
            throw new IllegalArgumentException("a checkpoint is due after at least 1 byte of log");
        }
    }

    /** The defaults, with the system's clock and nobody to tell of a fault. */
    public static SoloSettings in(Path dir, Bytes networkId) {
        return new SoloSettings(
                dir,
                networkId,
                WINDOW_TRANSACTIONS_MAX,
                WINDOW_BYTES_MAX,
                ROUND_TRANSACTIONS_MAX,
                ROUND_BYTES_MAX,
                CHECKPOINT_LOG_BYTES_MIN,
                Clock.systemUTC(),
                fault -> {});
    }

    public SoloSettings withWindow(int transactionsMax, long bytesMax) {
        return new SoloSettings(
                dir,
                networkId,
                transactionsMax,
                bytesMax,
                roundTransactionsMax,
                roundBytesMax,
                checkpointLogBytesMin,
                clock,
                onFault);
    }

    public SoloSettings withRound(int transactionsMax, long bytesMax) {
        return new SoloSettings(
                dir,
                networkId,
                windowTransactionsMax,
                windowBytesMax,
                transactionsMax,
                bytesMax,
                checkpointLogBytesMin,
                clock,
                onFault);
    }

    public SoloSettings withCheckpointLogBytes(long min) {
        return new SoloSettings(
                dir,
                networkId,
                windowTransactionsMax,
                windowBytesMax,
                roundTransactionsMax,
                roundBytesMax,
                min,
                clock,
                onFault);
    }

    public SoloSettings withClock(InstantSource source) {
        return new SoloSettings(
                dir,
                networkId,
                windowTransactionsMax,
                windowBytesMax,
                roundTransactionsMax,
                roundBytesMax,
                checkpointLogBytesMin,
                source,
                onFault);
    }

    public SoloSettings withOnFault(Consumer<Throwable> receiver) {
        return new SoloSettings(
                dir,
                networkId,
                windowTransactionsMax,
                windowBytesMax,
                roundTransactionsMax,
                roundBytesMax,
                checkpointLogBytesMin,
                clock,
                receiver);
    }
}

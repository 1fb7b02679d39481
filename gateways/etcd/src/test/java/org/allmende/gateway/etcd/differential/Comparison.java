package org.allmende.gateway.etcd.differential;

import io.grpc.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.allmende.ledger.seeds.Seed;

/** Random steps on an etcd and on a gateway, both without any past: what one of them answers, the other one does. */
public final class Comparison {
    /** Of a sequence that showed a difference, to find a short one that does. */
    private static final int SHRINKING_RUNS_MAX = 60;

    private Comparison() {}

    /** A gateway whose keyspace was never changed; closed after one sequence. */
    public interface Fresh extends AutoCloseable {
        /** As a client reaches it. */
        Channel channel();

        @Override
        void close();
    }

    /** Skips the test, and says so, where there is no etcd. */
    public static void assumeInstalled() {
        EtcdProcess.assumeInstalled();
    }

    /**
     * Of keys, leases and watchers; without leases of a second, which might end between two steps where each of them waits for
     * a round.
     *
     * @param dir for etcd's data
     * @param ours closed when all is done
     * @throws AssertionError with all steps, and the first difference
     */
    public static void check(Seed seed, int steps, Path dir, Fresh ours) {
        List<Step> sequence = Sequences.ofAll(seed, steps).stream()
                .filter(step -> !LeaseRequests.isOfShortLease(step))
                .toList();
        Optional<Difference> difference;
        Path data = newFolder(dir);
        try (EtcdProcess etcd = EtcdProcess.start(data);
                ours) {
            difference = new Run(new Side(etcd.channel), new Side(ours.channel())).of(sequence);
        }
        Discard.folder(data);
        if (difference.isPresent()) {
            throw new AssertionError(new Shrinking.Shortened(sequence, difference.get()));
        }
    }

    private static Path newFolder(Path dir) {
        try {
            return Files.createTempDirectory(dir, "etcd");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param run the first difference that so many steps show */
    static void check(List<Step> steps, Function<List<Step>, Optional<Difference>> run) {
        Optional<Difference> difference = run.apply(steps);
        if (difference.isPresent()) {
            throw new AssertionError(difference.get() + "\nand in short:\n"
                    + Shrinking.of(steps, difference.get(), run, SHRINKING_RUNS_MAX));
        }
    }
}

package org.allmende.consensus.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.allmende.ledger.consensus.Offer;
import org.allmende.ledger.consensus.Submission;
import org.allmende.ledger.encoding.Bytes;

/** Words the tests share. */
final class SoloFixture {
    static final Bytes NETWORK = Bytes.hex("a1".repeat(32));
    static final Submission ACCEPTED = new Submission.Accepted();

    private SoloFixture() {}

    /** A clock that stands until it is set. */
    static final class HandClock implements InstantSource {
        private final AtomicLong millis;

        HandClock(long millis) {
            this.millis = new AtomicLong(millis);
        }

        void set(long now) {
            millis.set(now);
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
        }
    }

    static Offer offer(String transaction) {
        return new Offer(Bytes.utf8(transaction), Long.MAX_VALUE);
    }

    static Submission refused(Submission.Reason reason) {
        return new Submission.Refused(reason);
    }

    static void awaitThat(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(2)).until(condition::getAsBoolean);
    }

    /** Each in a round of its own. */
    static void applyOneByOne(SoloConsensus engine, TreeMapMachine machine, String... transactions) {
        for (String transaction : transactions) {
            assertThat(engine.submit(offer(transaction))).isEqualTo(ACCEPTED);
            awaitThat(() -> machine.applied().containsKey(transaction));
        }
    }

    /** Runs an engine in {@code dir} that applies these, each in a round of its own, and closes it. */
    static void write(SoloSettings settings, String... transactions) throws IOException {
        TreeMapMachine machine = TreeMapMachine.quiet();
        try (SoloConsensus engine = new SoloConsensus(settings)) {
            engine.start(machine);
            applyOneByOne(engine, machine, transactions);
        }
    }

    /** What an engine that starts there has recovered. */
    static Map<String, Long> recovered(SoloSettings settings) throws IOException {
        TreeMapMachine machine = TreeMapMachine.quiet();
        try (SoloConsensus engine = new SoloConsensus(settings)) {
            engine.start(machine);
            return machine.applied();
        }
    }

    /** The files of a folder with their bytes, without the lock. */
    static Map<String, Bytes> contents(Path dir) throws IOException {
        Map<String, Bytes> contents = new TreeMap<>();
        try (var files = Files.list(dir)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Bytes.wrap(Files.readAllBytes(file)));
            }
        }
        contents.remove("in-use");
        return contents;
    }

    static Bytes file(Map<String, Bytes> contents, String name) {
        return Objects.requireNonNull(contents.get(name), name);
    }

    static Bytes encoded(Frame frame, long mark) {
        ByteBuffer bytes = frame.encode(mark);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return Bytes.wrap(copy);
    }

    static void fill(Path dir, Map<String, Bytes> contents) {
        try {
            Files.createDirectories(dir);
            for (Map.Entry<String, Bytes> file : contents.entrySet()) {
                Files.write(dir.resolve(file.getKey()), file.getValue().toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Bytes flipped(Bytes bytes, int at) {
        byte[] changed = bytes.toArray();
        changed[at] ^= 0x10;
        return Bytes.wrap(changed);
    }

    /** Where each frame of a segment begins, and where the last ends. */
    static int[] frameBounds(Bytes segment) {
        IntStream.Builder bounds = IntStream.builder();
        ByteBuffer bytes = ByteBuffer.wrap(segment.toArray());
        int at = LogSegment.HEADER_BYTES;
        while (at < bytes.limit()) {
            bounds.add(at);
            at += Frame.HEADER_BYTES + bytes.getInt(at + 8);
        }
        return bounds.add(at).build().toArray();
    }
}

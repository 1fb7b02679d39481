package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import com.hedera.hapi.node.base.Timestamp;
import com.hedera.hapi.platform.event.EventCore;
import com.hedera.hapi.platform.event.GossipEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hiero.consensus.model.event.EventOrigin;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.pces.config.PcesFileWriterType;
import org.hiero.consensus.pces.impl.common.PcesFile;
import org.hiero.consensus.pces.impl.common.PcesMutableFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that cannot write goes on without what it could not write; a node of ours does not. */
class EngineFailureTest {
    @TempDir
    private Path evidence;

    private final List<Integer> exits = new ArrayList<>();

    @Test
    void whatCannotBeWrittenEndsTheProcessWithEvidenceThatSaysWhatToTry() throws IOException {
        IOException full = new IOException("No space left on device");
        failure().uncaughtException(Thread.currentThread(), new UncheckedIOException(full));

        assertThat(exits).containsExactly(Halt.EXIT_FAULT);
        assertThat(writtenEvidence())
                .singleElement()
                .asString()
                .contains("could not write to", "No space left on device", "make room on its disk")
                .contains("engine round: 41", "last height applied: 7");
    }

    @Test
    void itIsFoundBelowWhateverWasMadeOfIt() {
        IOException full = new IOException("No space left on device");
        failure()
                .uncaughtException(
                        Thread.currentThread(), new IllegalStateException("in a task", new UncheckedIOException(full)));
        assertThat(exits).containsExactly(Halt.EXIT_FAULT);
    }

    /** By the engine's own file, so that this is noticed when it says it otherwise. */
    @Test
    void anEventThatFitsNoFileEndsTheProcessTooForWithoutItTheNodeWouldStandStill() throws IOException {
        PcesMutableFile file = PcesFile.of(Instant.EPOCH, 17, 2_362, 2_395, 0, evidence.resolve("events"))
                .getMutableFile(PcesFileWriterType.OUTPUT_STREAM);
        PlatformEvent event = new PlatformEvent(
                GossipEvent.newBuilder()
                        .eventCore(EventCore.newBuilder()
                                .creatorNodeId(3)
                                .birthRound(2_223)
                                .timeCreated(Timestamp.DEFAULT)
                                .build())
                        .build(),
                EventOrigin.GOSSIP);
        try {
            file.writeEvent(event);
        } catch (IllegalStateException e) {
            failure().uncaughtException(Thread.currentThread(), e);
        } finally {
            file.close();
        }

        assertThat(exits).containsExactly(Halt.EXIT_FAULT);
        assertThat(writtenEvidence())
                .singleElement()
                .asString()
                .contains("could not keep an event", "ancient indicator 2223", "start this node again", "moved away");
    }

    @Test
    void whatAPeerMayHaveCausedEndsNobody() throws IOException {
        failure().uncaughtException(Thread.currentThread(), new IllegalArgumentException("an odd event"));
        failure().uncaughtException(Thread.currentThread(), new IllegalStateException("an odd event"));
        assertThat(exits).isEmpty();
        assertThat(writtenEvidence()).isEmpty();
    }

    /** The disk it is about may be the one that the evidence should lie on, and the log too. */
    @Test
    void theProcessEndsThoughNothingOfItCanBeWrittenDown() throws IOException {
        Path file = Files.createFile(evidence.resolve("no folder"));
        new Fault(file, exits::add).raise("planted", Halt.EXIT_FAULT, 1, 1, null);
        assertThat(exits).containsExactly(Halt.EXIT_FAULT);
    }

    @Test
    void theProcessEndsThoughTheFaultItselfCannotBeTold() {
        Fault fault = new Fault(evidence, exits::add);
        try {
            fault.raise("planted", Halt.EXIT_FAULT, 1, 1, new Untellable());
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("not even this");
        }
        assertThat(exits).containsExactly(Halt.EXIT_FAULT);
    }

    private static final class Untellable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("not even this");
        }
    }

    private EngineFailure failure() {
        return new EngineFailure(new Fault(evidence, exits::add), () -> 41, () -> 7, Path.of("engine"));
    }

    private List<String> writtenEvidence() throws IOException {
        List<String> written = new ArrayList<>();
        try (Stream<Path> files = Files.list(evidence)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                written.add(Files.readString(file));
            }
        }
        return written;
    }
}

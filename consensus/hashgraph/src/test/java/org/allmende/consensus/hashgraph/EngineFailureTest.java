package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that cannot write goes on without what it could not write; a node of ours does not. */
class EngineFailureTest {
    @TempDir
    private Path evidence;

    private final List<Integer> exits = new ArrayList<>();
    private boolean closing;

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

    @Test
    void whatAPeerMayHaveCausedEndsNobody() throws IOException {
        failure().uncaughtException(Thread.currentThread(), new IllegalArgumentException("an odd event"));
        assertThat(exits).isEmpty();
        assertThat(writtenEvidence()).isEmpty();
    }

    @Test
    void aFileThatIsFoundClosedIsNoFaultWhileTheNodeIsBeingClosedAndAFullDiskIs() {
        Thread thread = Thread.currentThread();
        closing = true;
        failure().uncaughtException(thread, new UncheckedIOException(new ClosedChannelException()));
        assertThat(exits).isEmpty();
        failure().uncaughtException(thread, new UncheckedIOException(new IOException("No space left on device")));
        assertThat(exits).containsExactly(Halt.EXIT_FAULT);

        closing = false;
        failure().uncaughtException(thread, new UncheckedIOException(new ClosedChannelException()));
        assertThat(exits).hasSize(2);
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
        return new EngineFailure(new Fault(evidence, exits::add), () -> 41, () -> 7, Path.of("engine"), () -> closing);
    }

    private List<String> writtenEvidence() throws IOException {
        List<String> written = new ArrayList<>();
        try (Stream<Path> files = Files.list(evidence)) {
            for (Path file : files.toList()) {
                written.add(Files.readString(file));
            }
        }
        return written;
    }
}

package org.allmende.consensus.solo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder: a lock, one checkpoint (none before the first), and the log from there on. While a checkpoint is taken,
 * and after a crash in it, the older ones are there as well; they go when nothing needs them any more.
 *
 * <p>Used by one thread at a time.
 */
final class SoloStore implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SoloStore.class);
    private static final String LOCK_FILE = "in-use";

    private final Path dir;
    private final Bytes networkId;
    private final long checkpointLogBytesMin;
    private final FileChannel lockFile;
    private final Disk disk;
    private final SecureRandom random = new SecureRandom();

    private @Nullable LogSegment segment;
    private long lastRound;
    private long lastTimeMillis;
    private long checkpointBytes;

    private SoloStore(SoloSettings settings, FileChannel lockFile, Disk disk) {
        this.dir = settings.dir();
        this.networkId = settings.networkId();
        this.checkpointLogBytesMin = settings.checkpointLogBytesMin();
        this.lockFile = lockFile;
        this.disk = disk;
    }

    /** @throws IOException when another process uses the folder, or it cannot be written to */
    static SoloStore open(SoloSettings settings, Disk disk) throws IOException {
        Files.createDirectories(settings.dir());
        Path file = settings.dir().resolve(LOCK_FILE);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!lock(channel)) {
            String holder = Files.readString(file, StandardCharsets.US_ASCII).strip();
            channel.close();
            throw new IOException(settings.dir() + " is in use by process " + holder
                    + ". Stop that one first, or give this one its own folder");
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
        return new SoloStore(settings, channel, disk);
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by another engine in this very process
        }
    }

    /** The number of the last round in the log, 0 before the first. */
    long lastRound() {
        return lastRound;
    }

    /** The time of the last round in the log, 0 before the first. */
    long lastTimeMillis() {
        return lastTimeMillis;
    }

    /**
     * Gives out everything that is held, in order, and makes the folder ready to go on.
     *
     * @param restore given the rows of the newest good checkpoint, or none
     * @param replay given each round after it
     * @return whether there was a checkpoint
     * @throws IOException when something is missing or damaged that was there once: nothing is changed then
     */
    boolean recover(Consumer<Iterable<Entry>> restore, Consumer<Frame> replay) throws IOException {
        Checkpoints checkpoints = checkpoints();
        List<LogSegment> segments = segments();
        try {
            Optional<CheckpointFile> base = checkpoints.newestGood();
            long held = base.map(CheckpointFile::round).orElse(0L);
            dropCovered(segments, held);
            forceWhatIsRead(segments);
            checkBeginning(segments, base.isPresent() || checkpoints.newestRound() > 0, held);
            restore(base, restore);
            if (segments.isEmpty()) {
                segments.add(LogSegment.create(disk, dir, networkId, 1, random.nextLong()));
            }
            for (int i = 0; i < segments.size(); i++) {
                replay(segments.get(i), i + 1 < segments.size() ? segments.get(i + 1) : null, held, replay);
            }
            checkUnfinished(segments.getLast());
            if (lastRound < checkpoints.newestRound()) {
                throw new DamagedException(dir, "the log ends at round " + lastRound + ", yet there is a checkpoint of "
                        + checkpoints.newestRound());
            }
            while (segments.size() > 1) {
                segments.removeFirst().close();
            }
            goOnIn(segments.getFirst());
            if (lastRound == held && segment().firstRound() <= held) {
                startSegment(); // a crash came between a checkpoint and its segment
            }
            removeObsolete(held);
            return base.isPresent();
        } catch (IOException | RuntimeException | Error e) {
            for (LogSegment each : segments) {
                each.close();
            }
            throw e;
        }
    }

    /** On disk when this returns. After an exception the store must not be used again. */
    void append(Frame frame) throws IOException {
        if (frame.number() != lastRound + 1 || frame.timeMillis() < lastTimeMillis) {
            throw new IllegalStateException("round " + frame.number() + " of time " + frame.timeMillis()
                    + " cannot follow round " + lastRound + " of time " + lastTimeMillis);
        }
        segment().append(frame);
        lastRound = frame.number();
        lastTimeMillis = frame.timeMillis();
    }

    boolean checkpointDue() {
        return segment().end() - LogSegment.HEADER_BYTES >= Math.max(checkpointLogBytesMin, checkpointBytes);
    }

    /**
     * Keeps all rows as of the last round, which {@code machine} has applied, and begins the log anew unless it has just
     * begun.
     */
    void checkpoint(StateMachine machine) throws IOException {
        CheckpointFile made = CheckpointFile.write(disk, dir, networkId, lastRound, lastTimeMillis, machine);
        checkpointBytes = made.bytes();
        if (segment().firstRound() <= lastRound) {
            startSegment();
        }
        removeObsolete(lastRound);
    }

    @Override
    public void close() throws IOException {
        try (FileChannel locked = lockFile) {
            if (segment != null) {
                segment.close();
            }
            locked.truncate(0);
        }
    }

    private record Checkpoints(Optional<CheckpointFile> newestGood, long newestRound) {}

    /** The newest good one, and the newest there is: a damaged one says at least how far the log must reach. */
    private Checkpoints checkpoints() throws IOException {
        long newest = 0;
        List<Path> files = DurableFiles.endingWith(dir, CheckpointFile.ENDING).reversed();
        for (Path file : files) {
            newest = Math.max(newest, DurableFiles.numberOf(file));
            try {
                return new Checkpoints(Optional.of(CheckpointFile.open(file, networkId)), newest);
            } catch (DamagedException e) {
                LOG.warn("Trying to do without a checkpoint. {}", e.getMessage());
            }
        }
        return new Checkpoints(Optional.empty(), newest);
    }

    private List<LogSegment> segments() throws IOException {
        List<LogSegment> segments = new ArrayList<>();
        try {
            for (Path file : DurableFiles.endingWith(dir, LogSegment.ENDING)) {
                segments.add(LogSegment.open(disk, file, networkId));
            }
            return segments;
        } catch (IOException e) {
            for (LogSegment each : segments) {
                each.close();
            }
            throw e;
        }
    }

    /** Leaves out segments whose rounds are all in the checkpoint of round {@code held}. */
    private static void dropCovered(List<LogSegment> segments, long held) throws IOException {
        while (segments.size() > 1 && segments.get(1).firstRound() <= held + 1) {
            segments.removeFirst().close();
        }
    }

    /**
     * A process that was killed leaves what it had written and not yet forced: it is read like anything else, and what
     * is read here others are told.
     */
    private void forceWhatIsRead(List<LogSegment> segments) throws IOException {
        for (LogSegment each : segments) {
            each.force();
        }
        disk.forceFolder(dir);
        if (segments.isEmpty()) {
            DurableFiles.forceFoldersAbove(disk, dir);
        }
    }

    private void checkBeginning(List<LogSegment> segments, boolean checkpointed, long held) throws IOException {
        if (segments.isEmpty() && checkpointed) {
            throw new DamagedException(dir, "there is a checkpoint, but no log");
        }
        if (!segments.isEmpty() && segments.getFirst().firstRound() > held + 1) {
            throw new DamagedException(dir, "the rounds from " + (held + 1) + " to "
                    + (segments.getFirst().firstRound() - 1) + " are in no good file");
        }
    }

    private void restore(Optional<CheckpointFile> base, Consumer<Iterable<Entry>> restore) throws IOException {
        if (base.isEmpty()) {
            restore.accept(List.of());
            return;
        }
        CheckpointFile checkpoint = base.get();
        checkpoint.rows(restore);
        lastRound = checkpoint.round();
        lastTimeMillis = checkpoint.timeMillis();
        checkpointBytes = checkpoint.bytes();
    }

    /** Reads one segment to its end; what a crash left of a last, unfinished round is cut off. */
    private void replay(LogSegment from, @Nullable LogSegment following, long held, Consumer<Frame> replay)
            throws IOException {
        long next = from.firstRound();
        for (Optional<Frame> frame = from.next(); frame.isPresent(); frame = from.next()) {
            if (frame.get().number() != next) {
                throw new DamagedException(
                        from.file(), "round " + frame.get().number() + " stands where round " + next + " should");
            }
            if (next > held) {
                replay.accept(frame.get());
                lastRound = next;
                lastTimeMillis = frame.get().timeMillis();
            }
            next++;
        }
        if (following != null && (next != following.firstRound() || from.bytesBehind() > 0)) {
            throw new DamagedException(from.file(), "round " + next + " cannot be read, though "
                    + following.file().getFileName() + " begins with round " + following.firstRound());
        }
        if (next <= held) {
            throw new DamagedException(
                    from.file(), "round " + next + " cannot be read, though there is a checkpoint of round " + held);
        }
    }

    /**
     * A round is on disk before the next one is written, so only the last can be unfinished, and nobody was told of
     * it yet. A whole round behind a broken one means damage to what was finished.
     */
    private void checkUnfinished(LogSegment last) throws IOException {
        if (last.wholeFrameBehind()) {
            throw new DamagedException(last.file(), "round " + (lastRound + 1) + " at byte " + last.end()
                    + " cannot be read, though there are later ones");
        }
    }

    private void goOnIn(LogSegment last) throws IOException {
        if (last.bytesBehind() > 0) {
            LOG.info("Cutting off {} bytes of round {}, which was being written when the process ended.",
                    last.bytesBehind(), lastRound + 1);
        }
        last.cut();
        segment = last;
    }

    private void startSegment() throws IOException {
        segment().close();
        segment = LogSegment.create(disk, dir, networkId, lastRound + 1, random.nextLong());
    }

    /** Removes what the checkpoint of round {@code held} has made superfluous, and files that were never finished. */
    private void removeObsolete(long held) throws IOException {
        List<Path> obsolete = new ArrayList<>(DurableFiles.endingWith(dir, DurableFiles.UNFINISHED));
        List<Path> logs = DurableFiles.endingWith(dir, LogSegment.ENDING);
        for (int i = 0; i + 1 < logs.size(); i++) {
            if (DurableFiles.numberOf(logs.get(i + 1)) <= held + 1) {
                obsolete.add(logs.get(i));
            }
        }
        for (Path rows : DurableFiles.endingWith(dir, CheckpointFile.ENDING)) {
            if (DurableFiles.numberOf(rows) < held) {
                obsolete.add(rows);
            }
        }
        for (Path file : obsolete) {
            Files.delete(file);
        }
        if (!obsolete.isEmpty()) {
            disk.forceFolder(dir);
        }
    }

    private LogSegment segment() {
        if (segment == null) {
            throw new IllegalStateException("the store has not been recovered");
        }
        return segment;
    }
}

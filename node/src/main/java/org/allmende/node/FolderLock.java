package org.allmende.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** Keeps a second process out of a folder. The system gives it back however the process ends. */
public final class FolderLock implements AutoCloseable {
    private static final long LOOK_MILLIS = 10;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param advice what to try when somebody else holds it
     * @throws Refusal when another process holds it, or the folder cannot be written to
     */
    public static FolderLock take(Path file, String advice) throws Refusal {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new Refusal("another process is at work in " + file.toAbsolutePath().getParent(), advice);
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new Refusal("cannot write " + file, "check who may write there, and that the disk is not full", e);
        }
    }

    /**
     * The same when whoever holds it is about to give it back.
     *
     * @param patienceMillis how long to wait for that
     */
    static FolderLock await(Path file, String advice, long patienceMillis) throws Refusal, InterruptedException {
        long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        while (true) {
            try {
                return take(file, advice);
            } catch (Refusal held) {
                if (System.nanoTime() - untilNanos >= 0) {
                    throw held;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

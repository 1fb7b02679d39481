package org.allmende.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A new file that comes to be whole or not at all, and in the place of another only by {@link #replace}: it is written
 * beside its place, under a name that nobody else has, and stands in its place only when all of it is on disk. For one
 * thread.
 *
 * <p>Whatever goes wrong with it is told as a {@link LocalFileException}.
 */
public final class WholeFile extends OutputStream implements Closeable {
    private static final String UNFINISHED = ".unfinished";

    private final Path place;
    private final Path unfinished;
    private final FileChannel channel;
    private boolean finished;

    private WholeFile(Path place, Path unfinished, FileChannel channel) {
        this.place = place;
        this.unfinished = unfinished;
        this.channel = channel;
    }

    /**
     * Begins one; nothing stands in its place yet.
     *
     * @throws LocalFileException when there is a file already, or none can be
     */
    public static WholeFile at(Path place) throws LocalFileException {
        try {
            if (Files.exists(place)) {
                throw new FileAlreadyExistsException(place.toString());
            }
            return beside(place);
        } catch (IOException e) {
            throw LocalFileException.of(place, e);
        }
    }

    private static WholeFile beside(Path place) throws IOException {
        String name = ".%s.%s%s"
                .formatted(
                        shortened(place),
                        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()),
                        UNFINISHED);
        Path unfinished = place.resolveSibling(name);
        FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        unfinished.toFile().deleteOnExit(); // a process that is interrupted does not come to close it
        return new WholeFile(place, unfinished, channel);
    }

    /** One whose bytes go to a channel of a test's. */
    static WholeFile into(Path place, Path unfinished, FileChannel channel) {
        return new WholeFile(place, unfinished, channel);
    }

    /** Whether a file of this name is what a process that was killed has left of one: of no use to anybody. */
    public static boolean isUnfinished(String name) {
        return name.startsWith(".") && name.endsWith(UNFINISHED);
    }

    /** Writes a small file at once. */
    public static void write(Path place, byte[] bytes) throws LocalFileException {
        try (WholeFile file = at(place)) {
            file.write(bytes, 0, bytes.length);
            file.finish();
        }
    }

    /** Writes a small file that may stand in the place of another: what is there is one of the two, whatever happens. */
    public static void replace(Path place, byte[] bytes) throws LocalFileException {
        try (WholeFile file = beside(place)) {
            file.write(bytes, 0, bytes.length);
            file.channel.force(true);
            Files.move(file.unfinished, place, StandardCopyOption.ATOMIC_MOVE);
            file.finished = true;
            file.forceFolder();
        } catch (LocalFileException e) {
            throw e;
        } catch (IOException e) {
            throw LocalFileException.of(place, e);
        }
    }

    /** With room for what is added, since names have a limit. */
    private static String shortened(Path place) {
        String name = String.valueOf(place.getFileName());
        return name.substring(0, Math.min(name.length(), 40));
    }

    @Override
    public void write(int one) throws LocalFileException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws LocalFileException {
        try {
            for (ByteBuffer left = ByteBuffer.wrap(bytes, offset, length); left.hasRemaining(); ) {
                channel.write(left);
            }
        } catch (IOException e) {
            throw LocalFileException.of(place, e);
        }
    }

    /** Forgets what was written, for another attempt. */
    void restart() throws LocalFileException {
        try {
            if (channel.position() > 0) {
                channel.truncate(0);
            }
        } catch (IOException e) {
            throw LocalFileException.of(place, e);
        }
    }

    /**
     * Puts the file in its place; when this returns, it is there also after a loss of power.
     *
     * @throws LocalFileException when it cannot be kept, or another file has come there meanwhile
     */
    public void finish() throws LocalFileException {
        try {
            channel.force(true);
            put();
            finished = true;
            forceFolder();
        } catch (IOException e) {
            throw LocalFileException.of(place, e);
        }
    }

    /** A link fails when something stands there, and a move would not for certain; not every disk has links. */
    private void put() throws IOException {
        try {
            Files.createLink(place, unfinished);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException noLinks) {
            Files.move(unfinished, place);
        }
        Files.deleteIfExists(unfinished);
    }

    /** Makes a new name last. */
    private void forceFolder() throws IOException {
        Path folder = place.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** Leaves nothing behind of a file that was not finished. */
    @Override
    public void close() throws LocalFileException {
        try {
            channel.close();
            if (!finished) {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw LocalFileException.of(place, e);
        }
    }
}

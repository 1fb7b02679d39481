package org.allmende.consensus.hashgraph;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.allmende.ledger.genesis.NetworkId;
import org.jspecify.annotations.Nullable;

/**
 * A node's own folder while its process runs: held by one process, bound to one network.
 *
 * <p>{@code engine/} is the engine's (state, event files, its scratch space), {@code evidence/} is written when the
 * node stops itself, {@code network} names the network, {@code lock} is held, {@code begin-anew} asks for an empty
 * {@code engine/}.
 */
final class Folder implements AutoCloseable {
    private static final String ANEW = "begin-anew";

    private final Path dir;
    private final FileChannel channel;

    private Folder(Path dir, FileChannel channel) {
        this.dir = dir;
        this.channel = channel;
    }

    /** @throws IOException when another process holds the folder, or it belongs to another network */
    static Folder claim(Path dir, NetworkId network) throws IOException {
        Path own = dir.toAbsolutePath().normalize();
        Files.createDirectories(own);
        FileChannel channel =
                FileChannel.open(own.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock(channel) == null) {
                throw new IOException("another process uses " + own + "; stop it, or give this node its own folder");
            }
            bind(own.resolve("network"), network);
            Folder folder = new Folder(own, channel);
            folder.forgetIfAsked();
            Files.createDirectories(folder.engine());
            return folder;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The next to claim this folder finds nothing of the engine's in it. The caller holds it, or nobody does. */
    static void beginAnew(Path dir) throws IOException {
        Files.createDirectories(dir);
        write(dir.toAbsolutePath().normalize().resolve(ANEW), "what the engine keeps here is of an epoch before\n");
    }

    /** The mark goes last: a crash in between leaves it to the next. */
    private void forgetIfAsked() throws IOException {
        Path mark = dir.resolve(ANEW);
        if (!Files.exists(mark)) {
            return;
        }
        if (Files.exists(engine())) {
            try (Stream<Path> inside = Files.walk(engine())) {
                for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        Files.delete(mark);
    }

    Path engine() {
        return dir.resolve("engine");
    }

    Path evidence() {
        return dir.resolve("evidence");
    }

    boolean isHeld() {
        return channel.isOpen();
    }

    /** Gives the folder up. Idempotent. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Beside its place, forced, renamed, the folder forced: a crash leaves all of it or nothing. */
    private static void write(Path file, String content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.writeString(
                unfinished,
                content,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void bind(Path mark, NetworkId network) throws IOException {
        if (!Files.exists(mark)) {
            write(mark, network + "\n");
            return;
        }
        String bound = Files.readString(mark).strip();
        if (bound.isEmpty()) {
            throw new IOException(mark + " is empty: a crash kept it from being written. If this folder is the one of"
                    + " network " + network + ", delete that file and start this node again");
        }
        if (!bound.equals(network.toString())) {
            throw new IOException(mark.getParent() + " belongs to network " + bound + ", not to " + network
                    + "; give this node an empty folder, or start it with the genesis it was made for");
        }
    }
}

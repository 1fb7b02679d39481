package org.allmende.node.checkpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.allmende.ledger.Head;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.allmende.ledger.checkpoint.CheckpointWriter;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.UnsoundCheckpointException;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.port.CheckpointFiles;
import org.allmende.ledger.table.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that one node has written: a file each, without its last part, the vouches, which are still being
 * made. A file is there wholly or not at all. One thread writes, any may read.
 */
public final class CheckpointFolder implements CheckpointFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
    private static final String ENDING = ".checkpoint";
    private static final String UNFINISHED = ".unfinished";

    private final Path folder;
    private final Genesis genesis;
    private final Map<Long, Statement> written = new ConcurrentHashMap<>();

    private CheckpointFolder(Path folder, Genesis genesis) {
        this.folder = folder;
        this.genesis = genesis;
    }

    /**
     * Makes the folder when there is none, takes away what a process did not finish, and looks what is there.
     *
     * @throws IOException when it cannot be read or written
     */
    public static CheckpointFolder open(Path path, Genesis genesis) throws IOException {
        Files.createDirectories(path);
        CheckpointFolder folder = new CheckpointFolder(path, genesis);
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(path, "*" + UNFINISHED)) {
            for (Path file : unfinished) {
                Files.delete(file);
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + ENDING)) {
            for (Path file : files) {
                folder.look(file);
            }
        }
        return folder;
    }

    /** Of other files than this network's own nothing is known, and they are let be. */
    private void look(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            CheckpointReader reader = CheckpointReader.open(in::read);
            Statement statement = reader.statement();
            if (reader.genesis().equals(genesis) && file.equals(file(statement.height()))) {
                written.put(statement.height(), statement);
            }
        } catch (UnsoundCheckpointException e) {
            LOG.warn("{}: {}; it can be deleted.", file, e.getMessage());
        }
    }

    /**
     * Writes down the state of a height, unhurriedly. When this returns it is on disk.
     *
     * @param head where the ledger stood when the view was taken
     * @return what there is to state about it
     * @throws IOException when it could not be written; nothing is left of it then
     */
    public Statement write(Head head, View view) throws IOException {
        Path file = file(head.height());
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Statement statement;
        try (UnhurriedFile out = new UnhurriedFile(unfinished, CheckpointWriter.headBytes(genesis))) {
            statement = CheckpointWriter.rows(genesis, head, view, out);
            out.finish(CheckpointWriter.head(genesis, statement));
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        force();
        written.put(head.height(), statement);
        return statement;
    }

    /** What was stated about a height whose state is kept here. */
    public Optional<Statement> statement(long height) {
        return Optional.ofNullable(written.get(height));
    }

    /** Of all that is kept here. */
    public Set<Long> heights() {
        return Set.copyOf(written.keySet());
    }

    @Override
    public Optional<Kept> find(Statement statement) {
        Path file = file(statement.height());
        return statement(statement.height())
                .filter(statement::equals)
                .map(same -> () -> new BufferedInputStream(Files.newInputStream(file)));
    }

    /** Deletes all but those of these heights. */
    public void retain(Set<Long> heights) throws IOException {
        for (long height : heights()) {
            if (!heights.contains(height)) {
                written.remove(height);
                Files.deleteIfExists(file(height));
            }
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private Path file(long height) {
        return folder.resolve("%020d%s".formatted(height, ENDING));
    }

    /** Makes what was renamed last. */
    private void force() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

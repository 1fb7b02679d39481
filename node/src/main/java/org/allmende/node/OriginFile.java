package org.allmende.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.UnsoundCheckpointException;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NoBeginningException;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.Origin;
import org.allmende.ledger.genesis.OriginRows;

/**
 * The file of the checkpoint that a network starts from. A node reads it when its engine keeps nothing: the first time,
 * and when its disk was lost.
 */
public record OriginFile(Path path) implements OriginRows {
    /** Its name beside a genesis. */
    public static final String NAME = "origin.checkpoint";

    /**
     * Reads it wholly: every byte is then as nodes with more than two thirds of its network's weight have vouched for.
     *
     * @param rows is given every row; to be forgotten when this refuses
     * @throws Refusal when there is no such file, or it is not to be trusted
     */
    public CheckpointReader.Contents verify(CheckpointReader.RowVisitor rows) throws Refusal {
        try (InputStream in = Files.newInputStream(path)) {
            return CheckpointReader.read(in::read, rows);
        } catch (UnsoundCheckpointException e) {
            throw unsound(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What it is about; of the rest of the file nothing is known then. @throws Refusal when it is no checkpoint */
    public Statement statement() throws Refusal {
        try (InputStream in = Files.newInputStream(path)) {
            return CheckpointReader.open(in::read).statement();
        } catch (UnsoundCheckpointException e) {
            throw unsound(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Makes this the checkpoint that a network starts from, of the same file on disk where that can be, else a copy.
     *
     * @throws Refusal when that one is of another checkpoint, or cannot be put here
     */
    public void take(Path from, Genesis genesis) throws Refusal {
        Origin origin = genesis.origin()
                .orElseThrow(() -> new Refusal(
                        "network '" + genesis.name() + "' starts from no checkpoint", "leave out --from"));
        requireSame(new OriginFile(from), origin);
        try {
            if (!Files.exists(path) || !Files.isSameFile(from, path)) {
                Path unfinished = path.resolveSibling(NAME + ".copy");
                Files.deleteIfExists(unfinished);
                link(from, unfinished);
                Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new Refusal("cannot put " + from + " at " + path + ": " + e.getMessage(), "copy it there by hand", e);
        }
    }

    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from.toRealPath());
        } catch (UnsupportedOperationException | IOException otherDisk) {
            Files.copy(from, to);
        }
    }

    @Override
    public void read(Origin origin, Consumer<Iterable<Entry>> reader) {
        try {
            if (!Files.exists(path)) {
                throw new Refusal(
                        "this node keeps no state yet, and its network starts from the checkpoint of height "
                                + origin.height() + " of network " + origin.network() + ", which is not at " + path,
                        "get the file from another member of the network and put it there, or start the node with"
                                + " --from FILE");
            }
            requireSame(this, origin);
            // Once to know that all of it is sound, and once more to take it.
            verify(row -> {});
        } catch (Refusal e) {
            throw new NoBeginningException(e.getMessage() + "; " + e.advice(), e);
        }
        try (InputStream in = Files.newInputStream(path)) {
            CheckpointReader file = CheckpointReader.open(in::read);
            reader.accept(() -> new Rows(path, file));
        } catch (IOException | UnsoundCheckpointException e) {
            throw changed(path, e);
        }
    }

    private static void requireSame(OriginFile file, Origin origin) throws Refusal {
        Statement found = file.statement();
        if (!found.origin().equals(origin)) {
            // What its head says may be damaged, which is better told.
            file.verify(row -> {});
            throw new Refusal(
                    file.path() + " is the checkpoint of height " + found.height() + " of network " + found.network()
                            + ", and the network starts from that of height " + origin.height() + " of network "
                            + origin.network(),
                    "get the right file from another member of the network");
        }
    }

    private Refusal unsound(UnsoundCheckpointException e) {
        return new Refusal(path + ": " + e.getMessage(), e.advice(), e);
    }

    private Refusal unreadable(IOException e) {
        return e instanceof NoSuchFileException
                ? new Refusal("there is no file " + path, "name one that 'allmende backup' has written", e)
                : new Refusal("cannot read " + path + ": " + e.getMessage(), "check that the file may be read", e);
    }

    private static NoBeginningException changed(Path path, Exception e) {
        return new NoBeginningException(path + " changed while it was read: " + e.getMessage(), e);
    }

    /** The rows of a file, read as they are asked for. */
    private static final class Rows implements Iterator<Entry> {
        private final Path path;
        private final CheckpointReader file;
        private Optional<Entry> next;

        Rows(Path path, CheckpointReader file) {
            this.path = path;
            this.file = file;
            this.next = following();
        }

        private Optional<Entry> following() {
            try {
                return file.next();
            } catch (IOException | UnsoundCheckpointException e) {
                throw changed(path, e);
            }
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public Entry next() {
            Entry row = next.orElseThrow(() -> new NoSuchElementException("all rows were read"));
            next = following();
            return row;
        }
    }
}

package org.allmende.client;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.UnsoundCheckpointException;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.encoding.ByteSource;
import org.allmende.ledger.genesis.NetworkId;

/** Brings a checkpoint from a node into a file, and believes nothing of it that it does not prove. */
final class FetchedCheckpoint {
    private static final int BUFFER_BYTES = 256 * 1024;

    private FetchedCheckpoint() {}

    /**
     * Writes what comes, and checks it on the way; it is not finished then.
     *
     * @param file what it held before is forgotten
     * @throws LocalFileException when it cannot be written: no other node will do better
     * @throws IOException when it breaks off, is not sound, or is of another network or height: of no use
     */
    static CheckpointReader.Contents into(WholeFile file, InputStream body, NetworkId network, long height)
            throws IOException {
        file.restart();
        OutputStream out = new BufferedOutputStream(file, BUFFER_BYTES);
        try {
            CheckpointReader.Contents contents = checked(
                    (bytes, offset, length) -> {
                        int read = body.read(bytes, offset, length);
                        out.write(bytes, offset, Math.max(0, read));
                        return read;
                    },
                    network,
                    height);
            out.flush();
            return contents;
        } catch (UnsoundCheckpointException e) {
            throw new IOException(e.getMessage() + "; " + e.advice(), e);
        }
    }

    /** Of another one than was asked for it reads no further than the head, which says how much would come. */
    private static CheckpointReader.Contents checked(ByteSource source, NetworkId network, long height)
            throws IOException, UnsoundCheckpointException {
        CheckpointReader reader = CheckpointReader.open(source);
        Statement statement = reader.statement();
        if (!statement.network().equals(network) || statement.height() != height) {
            throw new IOException("the node gave the checkpoint of height " + statement.height() + " of network "
                    + statement.network() + " for another");
        }
        for (Optional<Entry> row = reader.next(); row.isPresent(); row = reader.next()) {
            // only to be checked: what is kept are the bytes
        }
        return new CheckpointReader.Contents(reader.genesis(), statement, reader.vouched());
    }
}

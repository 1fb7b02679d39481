package org.allmende.client;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.allmende.ledger.checkpoint.CheckpointReader;
import org.allmende.ledger.checkpoint.UnsoundCheckpointException;
import org.allmende.ledger.genesis.NetworkId;

/** Brings a checkpoint from a node into a file, and believes nothing of it that it does not prove. */
final class FetchedCheckpoint {
    private static final int BUFFER_BYTES = 256 * 1024;

    private FetchedCheckpoint() {}

    /**
     * Writes what comes, and checks it on the way; returns when it is on disk.
     *
     * @throws IOException when it breaks off, is not sound, or is of another network or height: of no use
     */
    static CheckpointReader.Contents into(Path file, InputStream body, NetworkId network, long height)
            throws IOException {
        try (FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
            CheckpointReader.Contents contents = CheckpointReader.read(
                    (bytes, offset, length) -> {
                        int read = body.read(bytes, offset, length);
                        out.write(bytes, offset, Math.max(0, read));
                        return read;
                    },
                    row -> {});
            if (!contents.statement().network().equals(network) || contents.statement().height() != height) {
                throw new IOException("the node gave the checkpoint of height "
                        + contents.statement().height() + " of network "
                        + contents.statement().network() + " for another");
            }
            out.flush();
            channel.force(true);
            return contents;
        } catch (UnsoundCheckpointException e) {
            throw new IOException(e.getMessage() + "; " + e.advice(), e);
        }
    }
}

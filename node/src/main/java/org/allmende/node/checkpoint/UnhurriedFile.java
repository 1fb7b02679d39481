package org.allmende.node.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.allmende.ledger.encoding.ByteSink;
import org.allmende.ledger.encoding.Bytes;

/**
 * A large file that is written while others have more urgent things to do: who writes to it rests as long as it has
 * worked, and the disk is given its bytes in small portions, so that nobody's fsync waits for all of them.
 */
final class UnhurriedFile implements ByteSink, Closeable {
    /** Between two rests. Short, since a rest that comes late has helped nobody. */
    private static final int PIECE_BYTES = 256 * 1024;

    private static final long FORCED_BYTES = 8 * 1024 * 1024;

    /** A machine that is busy with others makes work look long. */
    private static final long REST_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

    private final FileChannel channel;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private long unforcedBytes;
    private long workingSinceNanos = System.nanoTime();

    /** @param startBytes left free at the beginning, for {@link #finish} */
    UnhurriedFile(Path file, int startBytes) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        channel.position(startBytes);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int from = offset; from < end; ) {
            int more = Math.min(piece.remaining(), end - from);
            piece.put(bytes, from, more);
            from += more;
            if (!piece.hasRemaining()) {
                flush();
                rest();
            }
        }
    }

    /** Writes the beginning last, and returns when everything is on disk. */
    void finish(Bytes start) throws IOException {
        flush();
        channel.position(0);
        writeAll(ByteBuffer.wrap(start.unsafeArray()));
        channel.force(true);
    }

    private void flush() throws IOException {
        unforcedBytes += piece.position();
        writeAll(piece.flip());
        piece.clear();
        if (unforcedBytes >= FORCED_BYTES) {
            channel.force(false);
            unforcedBytes = 0;
        }
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void rest() {
        LockSupport.parkNanos(Math.min(REST_NANOS_MAX, System.nanoTime() - workingSinceNanos));
        workingSinceNanos = System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

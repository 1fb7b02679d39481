package org.allmende.consensus.solo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.allmende.ledger.encoding.Bytes;

/**
 * One file of the log: a header, then {@link Frame}s with the numbers from {@link #firstRound} on. All numbers are
 * big-endian:
 *
 * <pre>
 *  8  magic
 * 32  network id
 *  8  number of the first round
 *  8  mark
 *  4  CRC-32C over the above
 * </pre>
 *
 * Used by one thread.
 */
final class LogSegment implements Closeable {
    static final String ENDING = ".log";
    static final int HEADER_BYTES = 60;

    private static final long MAGIC = 0x414c_4d4c_4f47_0001L; // ALMLOG, version 1

    private final Path file;
    private final FileChannel channel;
    private final Disk disk;
    private final long firstRound;
    private final long mark;
    private long end = HEADER_BYTES;

    private LogSegment(Path file, FileChannel channel, Disk disk, long firstRound, long mark) {
        this.file = file;
        this.channel = channel;
        this.disk = disk;
        this.firstRound = firstRound;
        this.mark = mark;
    }

    /** A new segment, its header on disk. */
    static LogSegment create(Disk disk, Path dir, Bytes networkId, long firstRound, long mark) throws IOException {
        Path file = dir.resolve(DurableFiles.numbered("rounds", firstRound, ENDING));
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).put(networkId.unsafeArray()).putLong(firstRound).putLong(mark);
        header.putInt(headerChecksum(header));
        DurableFiles.write(disk, file, out -> out.write(header.array()));
        return open(disk, file, networkId);
    }

    /** @throws IOException when it is damaged, or of another network */
    static LogSegment open(Disk disk, Path file, Bytes networkId) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            readFully(channel, header, 0);
            if (header.hasRemaining()
                    || header.getLong(0) != MAGIC
                    || header.getInt(HEADER_BYTES - 4) != headerChecksum(header)) {
                throw new DamagedException(file, "its first " + HEADER_BYTES + " bytes are not those of a log of rounds");
            }
            DamagedException.checkNetwork(file, header.slice(8, 32), networkId);
            DamagedException.checkNumber(file, header.getLong(40));
            return new LogSegment(file, channel, disk, header.getLong(40), header.getLong(48));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    long firstRound() {
        return firstRound;
    }

    /** Where the next frame will stand: behind the last that was read or written. */
    long end() {
        return end;
    }

    /** On disk when this returns. After an exception nobody knows what is: it must not be called again. */
    void append(Frame frame) throws IOException {
        ByteBuffer bytes = frame.encode(mark);
        long at = end;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        force();
        end = at;
    }

    /** Reads the next frame, or empty at the end or where the next is not whole. */
    Optional<Frame> next() throws IOException {
        Optional<ByteBuffer> frame = wholeFrameAt(end);
        if (frame.isEmpty()) {
            return Optional.empty();
        }
        try {
            Frame decoded = Frame.decode(frame.get());
            end += frame.get().limit();
            return Optional.of(decoded);
        } catch (RuntimeException e) {
            throw new DamagedException(file, "the round at byte " + end + " makes no sense: " + e.getMessage());
        }
    }

    /** Bytes behind {@link #end}. */
    long bytesBehind() throws IOException {
        return channel.size() - end;
    }

    /** Whether anywhere behind {@link #end} a whole frame begins. */
    boolean wholeFrameBehind() throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 20);
        long size = channel.size();
        for (long from = end + 1; from <= size - Frame.HEADER_BYTES; from += chunk.capacity() - 7) {
            readFully(channel, chunk.clear(), from);
            for (int i = 0; i + Long.BYTES <= chunk.position(); i++) {
                if (chunk.getLong(i) == mark && wholeFrameAt(from + i).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Removes what is behind {@link #end}, and makes sure that what is before it is on disk. */
    void cut() throws IOException {
        channel.truncate(end);
        force();
    }

    /** Makes sure that all that can be read here is on disk. */
    void force() throws IOException {
        disk.force(channel, file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Optional<ByteBuffer> wholeFrameAt(long at) throws IOException {
        long room = channel.size() - at;
        if (room < Frame.HEADER_BYTES + Frame.EMPTY_BODY_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
        readFully(channel, header, at);
        int body = header.getInt(8);
        if (header.getLong(0) != mark || body < Frame.EMPTY_BODY_BYTES || body > room - Frame.HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEADER_BYTES + body);
        readFully(channel, frame, at);
        frame.flip();
        return Frame.isWhole(frame) ? Optional.of(frame) : Optional.empty();
    }

    private static int headerChecksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, HEADER_BYTES - 4));
        return (int) crc.getValue();
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long at) throws IOException {
        long next = at;
        while (into.hasRemaining()) {
            int read = channel.read(into, next);
            if (read < 0) {
                return;
            }
            next += read;
        }
    }
}

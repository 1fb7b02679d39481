package org.allmende.consensus.solo;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.StateMachine;
import org.allmende.ledger.encoding.Bytes;

/**
 * All rows as of one round, in one file. All numbers are big-endian:
 *
 * <pre>
 *  8  magic
 * 32  network id
 *  8  number of the round
 *  8  its time
 *     each row: 4 table, 4 length of the key, 4 length of the value, key, value
 *  4  -1 in place of a table
 *  8  number of rows
 *  4  CRC-32C over the above
 * </pre>
 *
 * @param round whose rows these are
 * @param timeMillis of that round
 */
record CheckpointFile(Path file, long round, long timeMillis) {
    static final String ENDING = ".rows";

    private static final long MAGIC = 0x414c_4d52_4f57_0001L; // ALMROW, version 1
    private static final int HEADER_BYTES = 56;
    private static final int TRAILER_BYTES = 16;
    private static final int CHECKSUM_BYTES = 4;
    private static final int NO_TABLE = -1;
    private static final int BUFFER_BYTES = 256 * 1024;

    /** Writes all rows of {@code machine}; on disk when this returns. */
    static CheckpointFile write(
            Disk disk, Path dir, Bytes networkId, long round, long timeMillis, StateMachine machine)
            throws IOException {
        Path file = dir.resolve(DurableFiles.numbered("rows", round, ENDING));
        DurableFiles.write(disk, file, out -> {
            CRC32C crc = new CRC32C();
            DataOutputStream data =
                    new DataOutputStream(new BufferedOutputStream(new CheckedOutputStream(out, crc), BUFFER_BYTES));
            data.write(ByteBuffer.allocate(HEADER_BYTES)
                    .putLong(MAGIC)
                    .put(networkId.unsafeArray())
                    .putLong(round)
                    .putLong(timeMillis)
                    .array());
            RowWriter rows = new RowWriter(data);
            for (int table : machine.tables()) {
                machine.scan(table, Bytes.EMPTY, (key, value) -> rows.write(table, key, value));
            }
            rows.end();
            data.flush();
            data.writeInt((int) crc.getValue());
            data.flush();
        });
        return new CheckpointFile(file, round, timeMillis);
    }

    /**
     * Reads the whole file once, so that no row is given out before all are known to be good.
     *
     * @throws DamagedException when it is not as it was written
     * @throws IOException when it is of another network, or cannot be read
     */
    static CheckpointFile open(Path file, Bytes networkId) throws IOException {
        long size = Files.size(file);
        if (size < HEADER_BYTES + TRAILER_BYTES) {
            throw new DamagedException(file, "it ends after " + size + " bytes");
        }
        try (InputStream in = Files.newInputStream(file)) {
            CRC32C crc = new CRC32C();
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES));
            crc.update(header.array());
            byte[] buffer = new byte[BUFFER_BYTES];
            for (long left = size - HEADER_BYTES - CHECKSUM_BYTES; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException(file + " became shorter while it was read");
                }
                crc.update(buffer, 0, read);
                left -= read;
            }
            int checksum = ByteBuffer.wrap(in.readNBytes(CHECKSUM_BYTES)).getInt();
            if (header.getLong(0) != MAGIC || checksum != (int) crc.getValue()) {
                throw new DamagedException(file, "its checksum does not fit its bytes");
            }
            DamagedException.checkNetwork(file, header.slice(8, 32), networkId);
            DamagedException.checkNumber(file, header.getLong(40));
            return new CheckpointFile(file, header.getLong(40), header.getLong(48));
        }
    }

    long bytes() throws IOException {
        return Files.size(file);
    }

    /** Gives out the rows, once, read from the file as they are asked for. */
    void rows(Consumer<Iterable<Entry>> reader) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            in.skipNBytes(HEADER_BYTES);
            Rows rows = new Rows(in);
            reader.accept(() -> rows);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static final class Rows implements Iterator<Entry> {
        private final DataInputStream in;
        private int table;

        private Rows(DataInputStream in) throws IOException {
            this.in = in;
            this.table = in.readInt();
        }

        @Override
        public boolean hasNext() {
            return table != NO_TABLE;
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more rows");
            }
            try {
                byte[] key = new byte[in.readInt()];
                byte[] value = new byte[in.readInt()];
                in.readFully(key);
                in.readFully(value);
                Entry row = new Entry(table, Bytes.wrap(key), Bytes.wrap(value));
                table = in.readInt();
                return row;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class RowWriter {
        private final DataOutputStream out;
        private long rows;

        RowWriter(DataOutputStream out) {
            this.out = out;
        }

        /** @return true: go on */
        boolean write(int table, Bytes key, Bytes value) {
            try {
                out.writeInt(table);
                out.writeInt(key.length());
                out.writeInt(value.length());
                out.write(key.unsafeArray());
                out.write(value.unsafeArray());
                rows++;
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() throws IOException {
            out.writeInt(NO_TABLE);
            out.writeLong(rows);
        }
    }
}

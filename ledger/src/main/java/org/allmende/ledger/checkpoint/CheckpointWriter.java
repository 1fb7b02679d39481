package org.allmende.ledger.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import org.allmende.ledger.Head;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.ByteSink;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.View;

/**
 * Writes the file a checkpoint is carried in, in three parts, one after the other:
 *
 * <table>
 * <caption>The file; whole numbers least byte first, as in Borsh</caption>
 * <tr><td>head</td><td>the eight bytes {@code ALLMENDE}; the version, 1 (u32); the source network's genesis, its
 *     length (u32) before it; the {@link Statement}, {@value Statement#BYTES} bytes</td></tr>
 * <tr><td>rows</td><td>the canonical dump, {@link State#dump}; then {@value #END_OF_ROWS} (u32) where the number of a
 *     table would be</td></tr>
 * <tr><td>tail</td><td>the vouches as a list, its length in bytes (u32) before it; by node, each node once</td></tr>
 * </table>
 *
 * <p>The head says what only who has written the rows knows: its size does not depend on it ({@link #headBytes}), so
 * that a file's writer leaves room for it. The tail can be written anew when more nodes have vouched.
 */
public final class CheckpointWriter {
    static final Bytes MAGIC = Bytes.wrap("ALLMENDE".getBytes(StandardCharsets.US_ASCII));
    static final int VERSION = 1;
    static final int END_OF_ROWS = -1;
    static final Codec<Vouches> VOUCHES = Schema.standard().codec(Vouches.class);

    private CheckpointWriter() {}

    /** As they stand in the tail. */
    record Vouches(@Max(Limits.NODES_MAX) List<Vouch> vouches) {
        Vouches {
            vouches = List.copyOf(vouches);
        }
    }

    /** The first part of the file. */
    public static Bytes head(Genesis genesis, Statement statement) {
        Bytes written = Genesis.CODEC.encode(genesis);
        return Bytes.wrap(ByteBuffer.allocate(headBytes(genesis))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC.unsafeArray())
                .putInt(VERSION)
                .putInt(written.length())
                .put(written.unsafeArray())
                .put(Statement.CODEC.encode(statement).unsafeArray())
                .array());
    }

    /** The size of the first part, whatever the statement. */
    public static int headBytes(Genesis genesis) {
        return MAGIC.length() + 2 * Integer.BYTES + Genesis.CODEC.encode(genesis).length() + Statement.BYTES;
    }

    /**
     * Writes the second part. Reads and encodes every row, hashing on the way. Any thread.
     *
     * @param head where the ledger stood when the view was taken
     * @return what there is to state about it
     * @throws IOException what the sink throws
     */
    public static Statement rows(Genesis genesis, Head head, View view, ByteSink sink) throws IOException {
        if (head.height() != view.height()) {
            throw new IllegalArgumentException("a view of " + view.height() + " under a head of " + head.height());
        }
        MessageDigest digest = State.dumpDigest();
        long rows = State.dump(view, (bytes, offset, length) -> {
            digest.update(bytes, offset, length);
            sink.write(bytes, offset, length);
        });
        sink.write(u32(END_OF_ROWS), 0, Integer.BYTES);
        return Statement.of(genesis.networkId(), head, Bytes.wrap(digest.digest()), rows);
    }

    /**
     * The last part of the file.
     *
     * @param vouches for the statement in its head, in any order, each node once
     */
    public static Bytes tail(List<Vouch> vouches) {
        Bytes written = VOUCHES.encode(new Vouches(
                vouches.stream().sorted(Comparator.comparingInt(Vouch::node)).toList()));
        return Bytes.wrap(u32(written.length())).concat(written);
    }

    static byte[] u32(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}

package org.allmende.ledger.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.allmende.ledger.encoding.ByteSink;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.jspecify.annotations.Nullable;

/**
 * The canonical dump of everything a view holds: two nodes write the same at a height exactly when they hold the
 * same rows.
 *
 * <p>Tables that hold rows, in the order of their numbers, each as its number (u32), the number of its rows (u64) and
 * its rows in the order of their keys, each as length (u32) and bytes of its key, then of its value; whole numbers as
 * Borsh writes them, least byte first. Tables without rows are left out, so that merely declaring one changes
 * nothing. The digest of the view is the SHA-256 of these bytes in the domain {@code allmende/1/state}.
 */
final class StateDump {
    private static final String DOMAIN = "allmende/1/state";

    /** Small parts are gathered up to this many bytes before the sink sees them. */
    private static final int GATHERED_BYTES = 16 * 1024;

    private final ByteSink sink;
    private final ByteBuffer gathered =
            ByteBuffer.allocate(GATHERED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private @Nullable IOException failure;

    private StateDump(ByteSink sink) {
        this.sink = sink;
    }

    /** @return how many rows there are */
    static long write(FrozenView view, ByteSink sink) throws IOException {
        StateDump dump = new StateDump(sink);
        long rows = 0;
        for (StateTable<?, ?> table : view.tables()) {
            Tree.Frozen frozen = view.rows(table);
            if (frozen.size() > 0) {
                dump.table(table.declaration, frozen);
                rows += frozen.size();
            }
        }
        dump.flush();
        return rows;
    }

    /** A digest to be given the bytes of a dump. */
    static MessageDigest digest() {
        MessageDigest sha256 = Digests.sha256();
        sha256.update(DOMAIN.getBytes(StandardCharsets.US_ASCII));
        sha256.update((byte) 0);
        return sha256;
    }

    static Bytes digestOf(FrozenView view) {
        MessageDigest sha256 = digest();
        try {
            write(view, sha256::update);
        } catch (IOException e) {
            throw new IllegalStateException("a digest takes any bytes", e);
        }
        return Bytes.wrap(sha256.digest());
    }

    private void table(Declaration<?, ?> declaration, Tree.Frozen rows) throws IOException {
        makeRoomFor(Integer.BYTES + Long.BYTES);
        gathered.putInt(declaration.number()).putLong(rows.size());
        // A visitor cannot throw what a sink may: it stops, and what it met is thrown here.
        rows.root().ascend(null, null, (key, value) -> row(key, declaration.encodedValue(value).unsafeArray()));
        if (failure != null) {
            throw failure;
        }
    }

    private boolean row(byte[] key, byte[] value) {
        try {
            lengthAnd(key);
            lengthAnd(value);
            return true;
        } catch (IOException e) {
            failure = e;
            return false;
        }
    }

    private void lengthAnd(byte[] bytes) throws IOException {
        makeRoomFor(Integer.BYTES);
        gathered.putInt(bytes.length);
        if (bytes.length > GATHERED_BYTES) {
            flush();
            sink.write(bytes, 0, bytes.length);
        } else {
            makeRoomFor(bytes.length);
            gathered.put(bytes);
        }
    }

    private void makeRoomFor(int bytes) throws IOException {
        if (gathered.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        sink.write(gathered.array(), 0, gathered.position());
        gathered.clear();
    }
}

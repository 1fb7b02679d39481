package org.allmende.ledger.checkpoint;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.allmende.ledger.encoding.ByteSource;

/** Takes parts of known sizes from a source, and knows how many bytes it has taken. For one thread. */
final class SourceReader {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteSource source;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private long taken;

    SourceReader(ByteSource source) {
        this.source = source;
    }

    /** The next bytes. @throws UnsoundCheckpointException when the source has no more */
    byte[] take(int length) throws IOException, UnsoundCheckpointException {
        byte[] part = new byte[length];
        int have = 0;
        while (have < length) {
            if (from == to && !fill()) {
                throw damaged("it ends after " + (taken + have) + " bytes, in the middle of something");
            }
            int more = Math.min(length - have, to - from);
            System.arraycopy(buffer, from, part, have, more);
            from += more;
            have += more;
        }
        taken += length;
        return part;
    }

    static int u32(byte[] bytes) {
        return (int) INTS.get(bytes, 0);
    }

    static long u64(byte[] bytes) {
        return (long) LONGS.get(bytes, 0);
    }

    boolean isAtEnd() throws IOException {
        return from == to && !fill();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, source.read(buffer, 0, buffer.length));
        return to > 0;
    }

    /** That the bytes taken last are not what they have to be. */
    UnsoundCheckpointException damaged(String why) {
        return new UnsoundCheckpointException(
                "the checkpoint is damaged before byte " + taken + ": " + why,
                "fetch it again, from another node or another copy");
    }
}

package org.allmende.gateway.http;

import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes to a peer in pieces with a limit of time each, so that the limit is for a peer that takes nothing, not for
 * one that takes something large slowly.
 */
final class PacedOutput {
    static final int PIECE_BYTES = 64 * 1024;

    private final OutputStream out;
    private final Deadlines deadlines;
    private final long pieceMillisMax;

    PacedOutput(OutputStream out, Deadlines deadlines, long pieceMillisMax) {
        this.out = out;
        this.deadlines = deadlines;
        this.pieceMillisMax = pieceMillisMax;
    }

    /** @throws CloseConnectionException when the peer is gone or does not take it: there is nobody to tell */
    void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** As {@link #write(byte[])}, of a part of the array. */
    void write(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int from = offset; from < end; from += PIECE_BYTES) {
            deadlines.begin(pieceMillisMax);
            try {
                out.write(bytes, from, Math.min(PIECE_BYTES, end - from));
                out.flush();
            } catch (IOException | RuntimeException e) {
                throw new CloseConnectionException("the peer does not take what it is sent", e);
            } finally {
                deadlines.end();
            }
        }
    }
}

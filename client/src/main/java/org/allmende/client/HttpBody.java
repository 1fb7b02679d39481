package org.allmende.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The body of an answer in the framings of HTTP/1.1 (RFC 9112, section 6). Reads nothing behind it. */
final class HttpBody extends InputStream {
    /** A length that is not known before the end of the connection. */
    static final long UNTIL_CLOSE = -1;

    private static final int LINE_BYTES_MAX = 8 * 1024;

    private final InputStream in;
    private final boolean chunked;
    private final boolean untilClose;
    private long left;
    private boolean started;
    private boolean ended;

    private HttpBody(InputStream in, boolean chunked, long left) {
        this.in = in;
        this.chunked = chunked;
        this.untilClose = left == UNTIL_CLOSE;
        this.left = left;
        this.ended = !chunked && left == 0;
    }

    static HttpBody ofLength(InputStream in, long length) {
        return new HttpBody(in, false, length);
    }

    static HttpBody inChunks(InputStream in) {
        return new HttpBody(in, true, 0);
    }

    /** Whether all of it was read and the connection can serve another request. */
    boolean isComplete() {
        return ended && !untilClose;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (chunked && left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int most = untilClose ? length : (int) Math.min(length, left);
        int read = in.read(into, offset, most);
        if (read < 0) {
            if (!untilClose) {
                throw new EOFException("the connection ended in the middle of an answer");
            }
            ended = true;
        } else if (!untilClose) {
            left -= read;
            ended = !chunked && left == 0;
        }
        return read;
    }

    private void nextChunk() throws IOException {
        if (started) {
            line(in, LINE_BYTES_MAX); // what ends the chunk before
        }
        started = true;
        String size = line(in, LINE_BYTES_MAX);
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("the node sent a chunk of size '" + size + "'", e);
        }
        if (left < 0) {
            throw new IOException("the node sent a chunk of size '" + size + "'");
        }
        if (left == 0) {
            while (!line(in, LINE_BYTES_MAX).isEmpty()) {
                // trailers say nothing that is asked for here
            }
            ended = true;
        }
    }

    /** Up to the next line feed, without it and a carriage return before it. */
    static String line(InputStream in, int bytesMax) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended in the middle of a line");
            }
            if (line.length() == bytesMax) {
                throw new IOException("the node sent a line of more than " + bytesMax + " bytes");
            }
            line.append((char) c);
        }
        int end = line.length();
        boolean carriage = end > 0 && line.charAt(end - 1) == '\r';
        return carriage ? line.substring(0, end - 1) : line.toString();
    }

    /** What a line says whose bytes are UTF-8. */
    static String utf8(String line) {
        return new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}

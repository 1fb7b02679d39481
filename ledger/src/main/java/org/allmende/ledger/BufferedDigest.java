package org.allmende.ledger;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;

/**
 * A SHA-256 of many small things, gathered before they are hashed: to be given a few bytes costs a digest more than to
 * hash them. Numbers are written most byte first.
 */
final class BufferedDigest {
    private final MessageDigest digest = Digests.sha256();
    private final ByteBuffer gathered = ByteBuffer.allocate(8 * 1024);

    BufferedDigest addInt(int number) {
        room(Integer.BYTES).putInt(number);
        return this;
    }

    BufferedDigest addLong(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    BufferedDigest addBytes(Bytes bytes) {
        if (bytes.length() > gathered.capacity()) {
            flush();
            digest.update(bytes.unsafeArray());
        } else {
            room(bytes.length()).put(bytes.unsafeArray());
        }
        return this;
    }

    /** The hash of all that was added; nothing may be added after. */
    Bytes finish() {
        flush();
        return Bytes.wrap(digest.digest());
    }

    private ByteBuffer room(int bytes) {
        if (gathered.remaining() < bytes) {
            flush();
        }
        return gathered;
    }

    private void flush() {
        digest.update(gathered.array(), 0, gathered.position());
        gathered.clear();
    }
}

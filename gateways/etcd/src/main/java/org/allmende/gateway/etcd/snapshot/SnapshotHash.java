package org.allmende.gateway.etcd.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a database, which stands behind it in a snapshot's file. */
final class SnapshotHash {
    static final int BYTES = 32;

    /** Whole pages of any database have whole sectors; so does etcd tell whether there is a hash. */
    private static final int SECTOR_BYTES = 512;

    private static final int BUFFER_BYTES = 256 * 1024;

    private SnapshotHash() {}

    /** Whether a file of this size has one. */
    static boolean isBehind(long fileBytes) {
        return fileBytes % SECTOR_BYTES == BYTES;
    }

    static boolean fits(FileChannel channel, long databaseBytes) throws IOException {
        ByteBuffer hash = ByteBuffer.allocate(BYTES);
        while (hash.hasRemaining()) {
            if (channel.read(hash, databaseBytes + hash.position()) < 0) {
                throw new EOFException("the file became shorter while it was read: wait until it is whole");
            }
        }
        return MessageDigest.isEqual(hash.array(), of(channel, databaseBytes));
    }

    static byte[] of(FileChannel channel, long databaseBytes) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (long at = 0; at < databaseBytes; ) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, databaseBytes - at));
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new EOFException("the file became shorter while it was read: wait until it is whole");
            }
            digest.update(buffer.flip());
            at += read;
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

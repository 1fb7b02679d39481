package org.allmende.consensus.solo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.allmende.ledger.encoding.Bytes;

/** What this node holds cannot be what it wrote. Nothing was changed, and starting would be a guess. */
final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(Path file, String what) {
        super(file + " is damaged: " + what + ". Nothing was changed. Put a backup of the whole folder in its place,"
                + " and look for the cause: a failing disk, or somebody else's writing");
    }

    /** A file holds what its name says, or somebody renamed it. */
    static void checkNumber(Path file, long found) throws DamagedException {
        if (DurableFiles.numberOf(file) != found) {
            throw new DamagedException(file, "it is the one of round " + found + " under another name");
        }
    }

    static void checkNetwork(Path file, ByteBuffer found, Bytes expected) throws IOException {
        byte[] id = new byte[found.remaining()];
        found.get(id);
        if (!Bytes.wrap(id).equals(expected)) {
            throw new IOException(file + " belongs to network " + Bytes.wrap(id).toHex() + ", not to "
                    + expected.toHex() + ". Choose another folder, or the genesis this one was started with");
        }
    }
}

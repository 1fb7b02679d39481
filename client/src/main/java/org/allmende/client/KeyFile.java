package org.allmende.client;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allmende.ledger.encoding.Bytes;

/** A secret Ed25519 key in a text file that only its owner may read: one line, {@code allmende-secret-1 } and 64 hexadecimal digits. */
public final class KeyFile {
    private static final Pattern LINE = Pattern.compile("allmende-secret-1 ([0-9a-f]{64})\\n?");

    private KeyFile() {}

    /**
     * Writes a new file with mode 0600.
     *
     * @param secret 32 bytes
     * @throws FileAlreadyExistsException when there is a file: keys are never written over
     */
    public static void write(Path file, Bytes secret) throws IOException {
        if (secret.length() != 32) {
            throw new IllegalArgumentException("an Ed25519 secret is 32 bytes, not " + secret.length());
        }
        Files.createFile(file, ownerOnly(file));
        Files.writeString(file, "allmende-secret-1 " + secret.toHex() + "\n", StandardOpenOption.WRITE);
    }

    /**
     * The secret, 32 bytes.
     *
     * @throws IOException when there is no such file, or it holds something else; says what to do
     */
    public static Bytes read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no key file " + file + "; 'allmende key new' makes one");
        }
        Matcher line = LINE.matcher(Files.readString(file));
        if (!line.matches()) {
            // Never what it holds: it may be a secret all the same.
            throw new IOException(file + " is not a key file; it is one line 'allmende-secret-1' and 64 hexadecimal digits");
        }
        return Bytes.hex(line.group(1));
    }

    /** Set when the file is made: at no instant may others read it. */
    private static FileAttribute<?>[] ownerOnly(Path file) throws IOException {
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}

package org.allmende.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allmende.ledger.encoding.Bytes;

/**
 * An Ed25519 secret in a text file of one line, {@code allmende-secret-1} and 64 hexadecimal digits. Its owner alone
 * may read and write it (mode 0600), wherever the file system knows such rights.
 */
public final class KeyFile {
    private static final Pattern LINE = Pattern.compile("allmende-secret-1 ([0-9a-f]{64})\\n?");

    /** No key file is longer; what is, is not read. */
    private static final int BYTES_MAX = 256;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyFile() {}

    /**
     * Writes a new file; on disk when this returns.
     *
     * @param secret 32 bytes
     * @throws FileAlreadyExistsException when there is a file: it may be the only copy of another key
     * @throws IOException when it cannot be written: with what to do
     */
    public static void write(Path file, Bytes secret) throws IOException {
        if (secret.length() != 32) {
            throw new IllegalArgumentException("an Ed25519 secret is 32 bytes, not " + secret.length());
        }
        String line = "allmende-secret-1 " + secret.toHex() + "\n";
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(file))) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(
                    file.toString(), null, "a key is never written over, choose another name");
        } catch (NoSuchFileException e) {
            throw new IOException(file + " cannot be made: its folder does not exist", e);
        }
    }

    /**
     * The secret, 32 bytes.
     *
     * @throws IOException when there is none, others may read it, or it is no key file: with what to do
     */
    public static Bytes read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no key file " + file + ": make one with 'allmende key new'");
        }
        checkRights(file);
        if (Files.size(file) > BYTES_MAX) {
            throw noKey(file);
        }
        Matcher line = LINE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            throw noKey(file);
        }
        return Bytes.hex(line.group(1));
    }

    /** Says nothing of what the file holds: it may be most of a secret. */
    private static IOException noKey(Path file) {
        return new IOException(file + " is no key file: it holds one line, 'allmende-secret-1' and 64 hexadecimal"
                + " digits in lower case; make one with 'allmende key new'");
    }

    private static void checkRights(Path file) throws IOException {
        if (knowsRights(file)) {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(rights)) {
                throw new IOException(file + " may be used by others than its owner ("
                        + PosixFilePermissions.toString(rights) + "): if nobody else can have read it, run 'chmod 600 "
                        + file + "'; otherwise make a new key");
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null && Files.isDirectory(folder) && knowsRights(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean knowsRights(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class);
    }
}

package org.allmende.gateway.etcd.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.allmende.ledger.encoding.Bytes;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** bcrypt, as etcd uses it: of a long password it takes the first 72 bytes. Any thread; it takes long on purpose. */
final class Passwords {
    /** What bcrypt looks at of a password. */
    private static final int BYTES_MAX = 72;

    private static final int SALT_BYTES = 16;

    private final int cost;
    private final SecureRandom random = new SecureRandom();

    /** So that whoever tries passwords takes no more than some processors. */
    private final Semaphore atOnce =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    /** @param cost two to the power of it are bcrypt's rounds */
    Passwords(int cost) {
        this.cost = cost;
    }

    Bytes hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        atOnce.acquireUninterruptibly();
        try {
            return Bytes.utf8(OpenBSDBCrypt.generate("2a", bytes(password), salt, cost));
        } finally {
            atOnce.release();
        }
    }

    boolean fits(String password, Bytes hash) {
        atOnce.acquireUninterruptibly();
        try {
            return OpenBSDBCrypt.checkPassword(hash.toText(), bytes(password));
        } catch (IllegalArgumentException | DataLengthException _) {
            // Whoever wrote it was no gateway: nothing fits it.
            return false;
        } finally {
            atOnce.release();
        }
    }

    private static byte[] bytes(String password) {
        byte[] all = password.getBytes(StandardCharsets.UTF_8);
        return all.length > BYTES_MAX ? Arrays.copyOf(all, BYTES_MAX) : all;
    }
}

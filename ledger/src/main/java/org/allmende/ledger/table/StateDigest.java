package org.allmende.ledger.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;

/**
 * The hash of everything a view holds: two nodes have the same at a height exactly when they hold the same rows.
 *
 * <p>SHA-256 in the domain {@code allmende/1/state} over the canonical dump: tables that hold rows, in the order of
 * their numbers, each as its number (u32), the number of its rows (u64) and its rows in the order of their keys,
 * each as length (u32) and bytes of its key, then of its value; whole numbers as Borsh writes them, least byte
 * first. Tables without rows are left out, so that merely declaring one changes nothing.
 */
final class StateDigest {
    private static final String DOMAIN = "allmende/1/state";

    private final MessageDigest sha256 = Digests.sha256();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private StateDigest() {
        sha256.update(DOMAIN.getBytes(StandardCharsets.US_ASCII));
        sha256.update((byte) 0);
    }

    static Bytes of(FrozenView view) {
        StateDigest digest = new StateDigest();
        for (StateTable<?, ?> table : view.tables()) {
            Tree.Frozen rows = view.rows(table);
            if (rows.size() > 0) {
                digest.table(table.declaration, rows);
            }
        }
        return Bytes.wrap(digest.sha256.digest());
    }

    private void table(Declaration<?, ?> declaration, Tree.Frozen rows) {
        number.clear().putInt(declaration.number());
        sha256.update(number.flip());
        number.clear().putLong(rows.size());
        sha256.update(number.flip());
        rows.root().ascend(null, null, (key, value) -> {
            lengthAnd(key);
            lengthAnd(declaration.encodedValue(value).unsafeArray());
            return true;
        });
    }

    private void lengthAnd(byte[] bytes) {
        number.clear().putInt(bytes.length);
        sha256.update(number.flip());
        sha256.update(bytes);
    }
}

package org.allmende.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.List;
import org.allmende.ledger.checkpoint.CheckpointWriter;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.table.State;

/** The file of a checkpoint with some rows, which the one node of a fake network has vouched for, and ways to spoil it. */
final class FakeCheckpoint {
    private static final int ROWS = 2_000;
    private static final int VALUE_BYTES = 1_000;

    private FakeCheckpoint() {}

    static Bytes of(FakeNetwork network, long height) {
        return of(network.genesis(), height, FakeNetwork.GATEWAY);
    }

    /** @param secret of whoever vouches for it */
    static Bytes of(Genesis genesis, long height, Bytes secret) {
        Bytes rows = rows();
        MessageDigest digest = State.dumpDigest();
        digest.update(rows.unsafeArray());
        Statement statement = new Statement(
                genesis.networkId(),
                height,
                FakeNetwork.AGREED_MILLIS,
                0,
                Bytes.hex("44".repeat(32)),
                Bytes.wrap(digest.digest()),
                ROWS);
        return CheckpointWriter.head(genesis, statement)
                .concat(rows)
                .concat(Bytes.hex("ffffffff"))
                .concat(CheckpointWriter.tail(List.of(Vouch.of(statement, 0, secret))));
    }

    /** One table, as {@link CheckpointWriter} describes it. */
    private static Bytes rows() {
        var rows = new ByteArrayOutputStream();
        rows.writeBytes(little(Integer.BYTES).putInt(1).array());
        rows.writeBytes(little(Long.BYTES).putLong(ROWS).array());
        for (int row = 0; row < ROWS; row++) {
            rows.writeBytes(little(Integer.BYTES).putInt(Integer.BYTES).array());
            rows.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(row).array());
            rows.writeBytes(little(Integer.BYTES).putInt(VALUE_BYTES).array());
            rows.writeBytes(new byte[VALUE_BYTES]);
        }
        return Bytes.wrap(rows.toByteArray());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Bytes withOneBitTurned(Bytes file) {
        byte[] bytes = file.toArray();
        bytes[bytes.length / 2] ^= 1;
        return Bytes.wrap(bytes);
    }

    static Bytes cut(Bytes file) {
        return file.slice(0, file.length() / 2);
    }
}

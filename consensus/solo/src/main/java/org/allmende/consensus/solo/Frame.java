package org.allmende.consensus.solo;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;

/**
 * One round as the log holds it. All numbers are big-endian:
 *
 * <pre>
 *  8  mark of the segment
 *  4  length of the body
 *  4  CRC-32C over mark, length and body
 *     body: 8 number, 8 time, 4 count, and each transaction as 4 length, then its bytes
 * </pre>
 *
 * <p>The mark is random for each segment. Without it a client could send a transaction that looks like a frame; were
 * the round around it torn by a crash, the start would take it for a later round and refuse to cut the torn one off.
 *
 * @param number of the round, from 1 without gaps; rounds that the ledger dropped count too
 * @param timeMillis milliseconds since 1970
 */
record Frame(long number, long timeMillis, List<Bytes> transactions) {
    static final int HEADER_BYTES = 16;
    static final int EMPTY_BODY_BYTES = 20;

    /** Keeps a frame within one array, with room for the lengths of as many transactions as fit. */
    static final long TRANSACTION_BYTES_TOGETHER_MAX = 1L << 29;

    private static final long NODE = 0;
    private static final long EPOCH = 0;

    Frame {
        transactions = List.copyOf(transactions);
    }

    /** As the state machine is given it: everything was brought by the one node, in the one epoch. */
    Round round() {
        return new Round(
                timeMillis,
                EPOCH,
                transactions.stream().map(each -> new Round.Brought(NODE, each)).toList(),
                List.of(NODE));
    }

    /** All bytes of this frame, ready to be read. */
    ByteBuffer encode(long mark) {
        int body = EMPTY_BODY_BYTES;
        for (Bytes transaction : transactions) {
            body = Math.addExact(body, Integer.BYTES + transaction.length());
        }
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + body);
        frame.putLong(mark).putInt(body).putInt(0);
        frame.putLong(number).putLong(timeMillis).putInt(transactions.size());
        for (Bytes transaction : transactions) {
            frame.putInt(transaction.length()).put(transaction.unsafeArray());
        }
        frame.flip();
        return frame.putInt(12, checksum(frame));
    }

    /** Whether {@code frame}, header and body, is as it was written. */
    static boolean isWhole(ByteBuffer frame) {
        return frame.getInt(12) == checksum(frame);
    }

    /**
     * The round in a whole frame.
     *
     * @throws RuntimeException when the body is not one, though its checksum is right: nobody wrote such a frame
     */
    static Frame decode(ByteBuffer frame) {
        ByteBuffer body = frame.slice(HEADER_BYTES, frame.limit() - HEADER_BYTES);
        long number = body.getLong();
        long timeMillis = body.getLong();
        int count = body.getInt();
        List<Bytes> transactions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = body.getInt();
            if (length < 0 || length > body.remaining()) {
                throw new IllegalStateException("transaction " + i + " of round " + number + " has no end");
            }
            byte[] transaction = new byte[length];
            body.get(transaction);
            transactions.add(Bytes.wrap(transaction));
        }
        if (body.hasRemaining()) {
            throw new IllegalStateException("round " + number + " has " + body.remaining() + " bytes too many");
        }
        return new Frame(number, timeMillis, transactions);
    }

    private static int checksum(ByteBuffer frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame.slice(0, 12));
        crc.update(frame.slice(HEADER_BYTES, frame.limit() - HEADER_BYTES));
        return (int) crc.getValue();
    }
}

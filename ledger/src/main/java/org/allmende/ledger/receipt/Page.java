package org.allmende.ledger.receipt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.transaction.TransactionId;

/**
 * The receipts of one height, and the agreed time until which they are kept: a row of the table of receipts.
 *
 * <p>They stay the one string of bytes that they were encoded to. Millions of outcomes are remembered at any time and
 * hardly one is ever asked for: as objects they would be what a node's collector spends its time on.
 *
 * @param packed the receipts in the order of their transactions, each as its length (u32, least byte first) and the
 *     Borsh bytes of a {@link Packed}
 */
record Page(long keptUntilMillis, @Max(Page.BYTES_MAX) Bytes packed) {
    /** More than a round can come to: a bound for decoding. */
    static final int BYTES_MAX = 1 << 30;

    /** Of a receipt without outcomes: its id, its position, how many outcomes there are. */
    private static final int RECEIPT_BYTES_MIN = TransactionId.BYTES + 2 * Integer.BYTES;

    private static final Codec<Packed> CODEC = Schema.standard().codec(Packed.class);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** A receipt without the height, which is the row's key. */
    record Packed(
            TransactionId id, int position, @Max(Limits.TRANSACTION_GROUPS_MAX) List<GroupOutcome> outcomes) {
        Packed {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** @throws IllegalArgumentException when these are not receipts one after the other */
    Page {
        int at = 0;
        while (at < packed.length()) {
            long length = packed.length() - at < Integer.BYTES ? 0 : Integer.toUnsignedLong(lengthAt(packed, at));
            if (length < RECEIPT_BYTES_MIN || length > packed.length() - at - Integer.BYTES) {
                throw new IllegalArgumentException("byte " + at + " of its receipts begins no whole receipt");
            }
            at += Integer.BYTES + (int) length;
        }
    }

    /** @param receipts of one height */
    static Page of(long keptUntilMillis, List<Receipt> receipts) {
        List<byte[]> encoded = new ArrayList<>(receipts.size());
        int bytes = 0;
        for (Receipt receipt : receipts) {
            byte[] one = CODEC.encode(new Packed(receipt.id(), receipt.position(), receipt.outcomes()))
                    .unsafeArray();
            encoded.add(one);
            bytes = Math.addExact(bytes, Integer.BYTES + one.length);
        }
        ByteBuffer all = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        encoded.forEach(one -> all.putInt(one.length).put(one));
        return new Page(keptUntilMillis, Bytes.wrap(all.array()));
    }

    boolean holds(TransactionId id) {
        return find(id) >= 0;
    }

    /**
     * The receipt of this transaction, if it is here.
     *
     * @param height of this row
     */
    Optional<Receipt> receipt(TransactionId id, long height) {
        int at = find(id);
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + Integer.BYTES;
        Packed found = CODEC.decodeTrusted(packed.slice(from, from + lengthAt(packed, at)));
        return Optional.of(new Receipt(found.id(), height, found.position(), found.outcomes()));
    }

    /** Every transaction that has a receipt here, in their order. */
    void ids(Consumer<TransactionId> each) {
        for (int at = 0; at < packed.length(); at = after(at)) {
            int from = at + Integer.BYTES;
            each.accept(new TransactionId(packed.slice(from, from + TransactionId.BYTES)));
        }
    }

    /** Where the receipt of this transaction begins with its length, or -1. */
    private int find(TransactionId id) {
        byte[] all = packed.unsafeArray();
        byte[] wanted = id.value().unsafeArray();
        for (int at = 0; at < all.length; at = after(at)) {
            int from = at + Integer.BYTES;
            if (Arrays.equals(all, from, from + TransactionId.BYTES, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    private int after(int at) {
        return at + Integer.BYTES + lengthAt(packed, at);
    }

    private static int lengthAt(Bytes packed, int at) {
        return (int) INT.get(packed.unsafeArray(), at);
    }
}

package org.allmende.consensus.hashgraph;

import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.hedera.pbj.runtime.ParseException;
import org.allmende.ledger.encoding.Bytes;
import org.hiero.consensus.model.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/** What a transaction of the engine holds: one byte that says what, then the thing itself. */
sealed interface Content {
    /** Of the byte in front. */
    int OVERHEAD_BYTES = 1;

    byte SIGNATURE_TAG = 0;
    byte OFFERED_TAG = 1;

    /** A transaction of the ledger. */
    record Offered(Bytes transaction) implements Content {}

    /** A node's signature over the state after a round. */
    record Signature(StateSignatureTransaction signature) implements Content {}

    /** What no honest node sends; passed over alike by all. */
    record Foreign() implements Content {}

    static com.hedera.pbj.runtime.io.buffer.Bytes wrap(Bytes transaction) {
        return wrap(OFFERED_TAG, transaction.unsafeArray());
    }

    static com.hedera.pbj.runtime.io.buffer.Bytes wrap(StateSignatureTransaction signature) {
        return wrap(
                SIGNATURE_TAG, StateSignatureTransaction.PROTOBUF.toBytes(signature).toByteArray());
    }

    static boolean isOffered(com.hedera.pbj.runtime.io.buffer.Bytes wrapped) {
        return wrapped.length() > 0 && wrapped.getByte(0) == OFFERED_TAG;
    }

    static Content of(com.hedera.pbj.runtime.io.buffer.Bytes wrapped) {
        if (wrapped.length() == 0) {
            return new Foreign();
        }
        return switch (wrapped.getByte(0)) {
            case OFFERED_TAG -> new Offered(Bytes.wrap(wrapped.toByteArray(1, (int) wrapped.length() - 1)));
            case SIGNATURE_TAG -> signature(wrapped);
            default -> new Foreign();
        };
    }

    /** As {@link #of}, kept with the engine's object so that pre-handling and handling copy the bytes once. */
    static Content keptWith(Transaction transaction) {
        @Nullable Object kept = transaction.getMetadata();
        if (kept instanceof Content content) {
            return content;
        }
        Content content = of(transaction.getApplicationTransaction());
        transaction.setMetadata(content);
        return content;
    }

    private static Content signature(com.hedera.pbj.runtime.io.buffer.Bytes wrapped) {
        try {
            return new Signature(StateSignatureTransaction.PROTOBUF.parse(
                    wrapped.slice(OVERHEAD_BYTES, wrapped.length() - OVERHEAD_BYTES)));
        } catch (ParseException e) {
            return new Foreign();
        }
    }

    private static com.hedera.pbj.runtime.io.buffer.Bytes wrap(byte tag, byte[] content) {
        byte[] wrapped = new byte[OVERHEAD_BYTES + content.length];
        wrapped[0] = tag;
        System.arraycopy(content, 0, wrapped, OVERHEAD_BYTES, content.length);
        return com.hedera.pbj.runtime.io.buffer.Bytes.wrap(wrapped);
    }
}

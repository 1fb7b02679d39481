package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import com.hedera.hapi.platform.event.StateSignatureTransaction;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

/** What honest nodes send is read back as it was; whatever else arrives is passed over and never an exception. */
class ContentTest {
    @Test
    void aTransactionIsReadBackByteForByte() {
        for (Bytes transaction : new Bytes[] {
            Bytes.EMPTY, Bytes.of((byte) 0), Bytes.wrap(new byte[Limits.SIGNED_TRANSACTION_BYTES_MAX])
        }) {
            assertThat(Content.of(Content.wrap(transaction))).isEqualTo(new Content.Offered(transaction));
            assertThat(Content.isOffered(Content.wrap(transaction))).isTrue();
        }
    }

    @Test
    void theLargestTransactionFitsAnEventBesideItsByteInFront() {
        assertThat(Content.wrap(Bytes.wrap(new byte[Limits.SIGNED_TRANSACTION_BYTES_MAX]))
                        .length())
                .isLessThan(Limits.ENGINE_BYTES_MAX);
    }

    @Test
    void aSignatureOfAStateIsReadBack() {
        StateSignatureTransaction signature = StateSignatureTransaction.newBuilder()
                .round(17)
                .signature(raw(1, 2, 3))
                .hash(raw(4, 5))
                .build();
        assertThat(Content.of(Content.wrap(signature))).isEqualTo(new Content.Signature(signature));
        assertThat(Content.isOffered(Content.wrap(signature))).isFalse();
    }

    @Test
    void whatNoHonestNodeSendsIsForeign() {
        Content foreign = new Content.Foreign();
        assertThat(Content.of(raw())).isEqualTo(foreign);
        assertThat(Content.of(raw(2, 1, 1))).isEqualTo(foreign);
        assertThat(Content.of(raw(255))).isEqualTo(foreign);
        assertThat(Content.of(raw(Content.SIGNATURE_TAG, 0xFF, 0xFF, 0xFF, 0xFF)))
                .as("a signature that cannot be parsed")
                .isEqualTo(foreign);
        assertThat(Content.isOffered(raw())).isFalse();
    }

    private static com.hedera.pbj.runtime.io.buffer.Bytes raw(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return com.hedera.pbj.runtime.io.buffer.Bytes.wrap(content);
    }
}

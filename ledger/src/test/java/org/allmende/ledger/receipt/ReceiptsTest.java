package org.allmende.ledger.receipt;

import static org.allmende.ledger.Limits.ROUND_TRANSACTIONS_MAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.receipt.Receipts.Packed;
import org.allmende.ledger.receipt.Receipts.Page;
import org.allmende.ledger.transaction.TransactionId;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    /** A receipt without outcomes: 32 bytes of id, 4 of position, 4 that say how many outcomes there are. */
    private static final Packed LEAST = new Packed(new TransactionId(Bytes.wrap(new byte[32])), 0, List.of());

    private final Codec<Page> codec = Schema.standard().codec(Page.class);

    @Test
    void aRowHoldsTheReceiptsOfAsManyTransactionsAsARoundMayHave() {
        Page most = new Page(0, Collections.nCopies(ROUND_TRANSACTIONS_MAX, LEAST));
        Page tooMany = new Page(0, Collections.nCopies(ROUND_TRANSACTIONS_MAX + 1, LEAST));

        assertThat(codec.encode(most).length()).isEqualTo(8 + 4 + 40 * ROUND_TRANSACTIONS_MAX);
        assertThatThrownBy(() -> codec.encode(tooMany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Page.receipts holds 1000001");
    }

    @Test
    void aRowThatClaimsMoreIsNotRead() {
        // 1,000,001 is 0xf4241.
        assertThatThrownBy(() -> codec.decode(Bytes.hex("0000000000000000" + "41420f00").concat(Bytes.wrap(new byte[400]))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("Page.receipts holds 1000001");
    }
}

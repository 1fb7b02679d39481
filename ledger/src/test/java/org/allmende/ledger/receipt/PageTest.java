package org.allmende.ledger.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.transaction.TransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {
    private static final Codec<Page> CODEC = Schema.standard().codec(Page.class);

    private static final Receipt FIRST = new Receipt(id("first"), 5, 0, List.of());
    private static final Receipt SECOND = new Receipt(
            id("second"),
            5,
            2,
            List.of(new GroupOutcome.Applied(List.of(Bytes.hex("2a"))), new GroupOutcome.Refused(3, 1, 17)));

    private static TransactionId id(String name) {
        return new TransactionId(Digests.sha256(name));
    }

    @Test
    void everyReceiptIsFoundAsItWas() throws MalformedException {
        Page page = CODEC.decode(CODEC.encode(Page.of(99, List.of(FIRST, SECOND))));
        assertThat(page.keptUntilMillis()).isEqualTo(99);
        for (Receipt receipt : List.of(FIRST, SECOND)) {
            assertThat(page.holds(receipt.id())).isTrue();
            assertThat(page.receipt(receipt.id(), 5)).contains(receipt);
        }
        assertThat(page.holds(id("third"))).isFalse();
        assertThat(page.receipt(id("third"), 5)).isEmpty();
    }

    @Test
    void idsComeInTheOrderOfTheirTransactions() {
        List<TransactionId> ids = new ArrayList<>();
        Page.of(99, List.of(FIRST, SECOND)).ids(ids::add);
        assertThat(ids).containsExactly(FIRST.id(), SECOND.id());
    }

    /** Kept until 99, 44 bytes of receipts: 40 of the only one. */
    @Test
    void aReceiptIsItsLengthAndItsBytes() {
        assertThat(CODEC.encode(Page.of(99, List.of(FIRST))))
                .isEqualTo(Bytes.hex("6300000000000000" + "2c000000" + "28000000"
                        + FIRST.id().value().toHex() + "00000000" + "00000000"));
    }

    @ParameterizedTest
    @CsvSource({"28,39", "28,41", "27,39", "ffffff,40", "00,0"})
    void whatIsNoRowOfReceiptsIsNotRead(String length, int bytes) {
        String padded = (length + "00000000").substring(0, 8);
        Bytes packed = Bytes.hex(padded).concat(Bytes.wrap(new byte[bytes]));
        assertThatThrownBy(() -> new Page(1, packed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins no whole receipt");
    }

    @Test
    void aRowOfNothingIsOne() {
        assertThat(new Page(1, Bytes.EMPTY).holds(FIRST.id())).isFalse();
    }
}

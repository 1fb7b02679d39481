package org.allmende.consensus.solo;

import static org.allmende.consensus.solo.SoloFixture.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final long MARK = 0x0102030405060708L;
    private static final Frame FRAME =
            new Frame(5, 1_700_000_000_000L, List.of(Bytes.utf8("put"), Bytes.EMPTY, Bytes.hex("ff")));

    @Test
    void theBytesOfAFrameAreFixedForEver() {
        assertThat(encoded(FRAME, MARK).toHex())
                .isEqualTo("0102030405060708" // mark
                        + "00000024" // 36 bytes of body
                        + "3250ca3a" // CRC-32C
                        + "0000000000000005" // number
                        + "0000018bcfe56800" // time
                        + "00000003" // three transactions
                        + "00000003" + "707574"
                        + "00000000"
                        + "00000001" + "ff");
    }

    @Test
    void anEmptyFrameIsTheSmallest() {
        ByteBuffer frame = new Frame(1, 2, List.of()).encode(MARK);
        assertThat(frame.limit()).isEqualTo(Frame.HEADER_BYTES + Frame.EMPTY_BODY_BYTES);
        assertThat(Frame.isWhole(frame)).isTrue();
        assertThat(Frame.decode(frame)).isEqualTo(new Frame(1, 2, List.of()));
    }

    @Test
    void whatWasWrittenIsRead() {
        assertThat(Frame.decode(FRAME.encode(MARK))).isEqualTo(FRAME);
    }

    @Test
    void noBitCanChangeUnseen() {
        Bytes frame = encoded(FRAME, MARK);
        for (int bit = 0; bit < frame.length() * 8; bit++) {
            byte[] changed = frame.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Frame.isWhole(ByteBuffer.wrap(changed))).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void aBodyThatNobodyWroteIsAFault() {
        Bytes frame = encoded(FRAME, MARK);
        assertThatThrownBy(() -> Frame.decode(ByteBuffer.wrap(frame.toArray()).putInt(32, 2).rewind()))
                .hasMessageContaining("too many");
        assertThatThrownBy(() -> Frame.decode(ByteBuffer.wrap(frame.toArray()).putInt(36, 1 << 30).rewind()))
                .hasMessageContaining("no end");
    }

    @Test
    void everythingIsBroughtByTheOneNodeInTheOneEpoch() {
        assertThat(FRAME.round())
                .isEqualTo(new Round(
                        1_700_000_000_000L,
                        0,
                        List.of(
                                new Round.Brought(0, Bytes.utf8("put")),
                                new Round.Brought(0, Bytes.EMPTY),
                                new Round.Brought(0, Bytes.hex("ff")))));
    }
}

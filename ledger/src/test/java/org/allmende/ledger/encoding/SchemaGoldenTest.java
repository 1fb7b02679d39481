package org.allmende.ledger.encoding;

import static org.allmende.ledger.encoding.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Proof;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;
import org.junit.jupiter.api.Test;

/**
 * The bytes of a value of every kind, written down from Borsh's description: whole numbers little-endian, u32 before
 * what has a variable size, one byte before a case, nothing else. A change here breaks every client and every stored
 * byte.
 */
class SchemaGoldenTest {
    @Test
    void wholeNumbersAreLittleEndianAndTwosComplement() {
        golden(new Kinds.Numbers(true, (byte) 0x12, (short) 0x1234, 0x12345678, 0x123456789abcdef0L),
                "01 | 12 | 34 12 | 78 56 34 12 | f0 de bc 9a 78 56 34 12");
        golden(new Kinds.Numbers(false, (byte) -1, (short) -2, -3, -4L),
                "00 | ff | fe ff | fd ff ff ff | fc ff ff ff ff ff ff ff");
        golden(new Kinds.Numbers(true, Byte.MIN_VALUE, Short.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE),
                "01 | 80 | 00 80 | 00 00 00 80 | 00 00 00 00 00 00 00 80");
        golden(new Kinds.Numbers(true, Byte.MAX_VALUE, Short.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE),
                "01 | 7f | ff 7f | ff ff ff 7f | ff ff ff ff ff ff ff 7f");
    }

    @Test
    void fixedBytesHaveNoLengthAndOthersAndTextHaveOne() {
        golden(new Kinds.Sizes(hex("de ad be ef"), hex("01 02"), "Grüße"), // ü and ß are two bytes each
                "de ad be ef | 02 00 00 00 | 01 02 | 07 00 00 00 | 47 72 c3 bc c3 9f 65");
        golden(new Kinds.Sizes(hex("00 00 00 00"), Bytes.EMPTY, ""), "00 00 00 00 | 00 00 00 00 | 00 00 00 00");
        golden(new Kinds.Sizes(hex("00 00 00 00"), Bytes.EMPTY, "€😀"), // U+20AC, U+1F600
                "00 00 00 00 | 00 00 00 00 | 07 00 00 00 | e2 82 ac | f0 9f 98 80");
    }

    @Test
    void optionalsAreAByteAndPerhapsAValue() {
        golden(new Kinds.Optionals(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                "00 | 00 | 00 | 00");
        golden(new Kinds.Optionals(
                        Optional.of(5L), Optional.of("a"), Optional.of(Optional.empty()), Optional.of(List.of())),
                "01 05 00 00 00 00 00 00 00 | 01 01 00 00 00 61 | 01 00 | 01 00 00 00 00");
        golden(new Kinds.Optionals(
                        Optional.empty(), Optional.empty(), Optional.of(Optional.of(Kinds.Color.BLUE)), Optional.empty()),
                "00 | 00 | 01 01 ff | 00");
    }

    @Test
    void listsAreACountAndTheirElements() {
        golden(new Kinds.Lists(
                        List.of(1L, -1L),
                        List.of(hex("aa"), Bytes.EMPTY),
                        List.of(List.of(), List.of(hex("01 02"), hex("03 04"))),
                        List.of(new Kinds.Bit(new Kinds.Bit.Inner(true)))),
                "02 00 00 00 | 01 00 00 00 00 00 00 00 | ff ff ff ff ff ff ff ff"
                        + "| 02 00 00 00 | 01 00 00 00 aa | 00 00 00 00"
                        + "| 02 00 00 00 | 00 00 00 00 | 02 00 00 00 01 02 03 04"
                        + "| 01 00 00 00 | 01");
    }

    @Test
    void mapsAreACountAndTheirEntriesByKeyAscending() {
        var byNumber = map(Map.of(1, Kinds.Color.RED, -1, Kinds.Color.GREEN)); // -1 before 1, not as its bytes are
        SortedMap<Bytes, List<Boolean>> byBytes = map(Map.of(hex("80"), List.of(), hex("7f 00"), List.of(true)));
        // U+FFFD is EF.. and U+10000 is F0..: by bytes the first comes first, by Java's char units the second.
        SortedMap<String, Short> byText = map(Map.of("\uFFFD", (short) 1, "\uD800\uDC00", (short) 2));
        SortedMap<Kinds.Color, Byte> byColor = map(Map.of(Kinds.Color.RED, (byte) 9, Kinds.Color.GREEN, (byte) 8));
        golden(new Kinds.Maps(byNumber, byBytes, byText, byColor, map(Map.of()), map(Map.of())),
                "02 00 00 00 | ff ff ff ff 01 | 01 00 00 00 03"
                        + "| 02 00 00 00 | 02 00 00 00 7f 00 01 00 00 00 01 | 01 00 00 00 80 00 00 00 00"
                        + "| 02 00 00 00 | 03 00 00 00 ef bf bd 01 00 | 04 00 00 00 f0 90 80 80 02 00"
                        + "| 02 00 00 00 | 01 08 | 03 09"
                        + "| 00 00 00 00 | 00 00 00 00");
    }

    @Test
    void aMapWithAnOrderOfItsOwnIsWrittenInTheOrderOfTheFormat() {
        var maps = new Kinds.Maps(
                map(Map.of()), map(Map.of()), map(Map.of()), map(Map.of()),
                map(Map.of((byte) 1, new Kinds.Nothing(), (byte) 2, new Kinds.Nothing())), map(Map.of()));
        SortedMap<Byte, Kinds.Nothing> backwards = new TreeMap<>(Collections.reverseOrder());
        backwards.putAll(maps.byByte());
        var reversed = new Kinds.Maps(
                maps.byNumber(), maps.byBytes(), maps.byText(), maps.byColor(), backwards, maps.byAccount());

        String bytes = "00 00 00 00 | 00 00 00 00 | 00 00 00 00 | 00 00 00 00 | 02 00 00 00 01 02 | 00 00 00 00";
        golden(maps, bytes);
        golden(reversed, bytes);
    }

    @Test
    void aCaseIsItsTagAndTheRecord() {
        golden(Kinds.Shape.class, new Kinds.Shape.Dot(), "00");
        golden(Kinds.Shape.class, new Kinds.Shape.Line((short) 7, Kinds.Color.BLUE), "c8 | 07 00 | ff");
        golden(Kinds.Shape.class, new Kinds.Shape.Solid.Cube(1), "05 | 01 00 00 00");
        golden(Kinds.Shape.Solid.class, new Kinds.Shape.Solid.Cube(1), "05 | 01 00 00 00");
        golden(Kinds.Color.class, Kinds.Color.GREEN, "01");
        golden(Kinds.Nothing.class, new Kinds.Nothing(), "");
    }

    @Test
    void aTransactionMayHoldTransactions() {
        golden(Kinds.Step.class,
                new Kinds.Step.Txn(
                        List.of(new Kinds.Compare(hex("6b"), Kinds.Color.RED, 2)),
                        List.of(new Kinds.Step.Txn(List.of(), List.of(), List.of())),
                        List.of(new Kinds.Step.Delete(hex("6b")))),
                "02 | 01 00 00 00 | 01 00 00 00 6b 03 02 00 00 00 00 00 00 00"
                        + "| 01 00 00 00 | 02 00 00 00 00 00 00 00 00 00 00 00 00"
                        + "| 01 00 00 00 | 01 01 00 00 00 6b");
    }

    @Test
    void aSignedTransactionIsTheBytesOfTheTransactionAndTheProof() {
        var transaction = new Transaction(
                new NetworkId(hex("11".repeat(32))),
                new AccountId(hex("22".repeat(32))),
                1_700_000_000_000L, // 0x18bcfe56800
                -1,
                List.of(
                        Group.of(new LedgerOperation.Barrier(5)),
                        Group.of(new Kinds.Step.Delete(hex("6b")), new Kinds.Lone(new LedgerOperation.Barrier(6)))));
        // An operation is the tag of its application, the tag of the operation, the operation.
        String bytes = "11".repeat(32) + "22".repeat(32) + "00 68 e5 cf 8b 01 00 00" + "ff ff ff ff ff ff ff ff"
                + "02 00 00 00"
                + "01 00 00 00 | 00 00 05 00 00 00 00 00 00 00"
                + "02 00 00 00 | 01 01 01 00 00 00 6b | 02 00 00 06 00 00 00 00 00 00 00";
        golden(transaction, bytes);
        golden(new SignedTransaction(hex("01 02 03"), new Proof.OneSignature(hex("33".repeat(32)), hex("44".repeat(64)))),
                "03 00 00 00 01 02 03 | 00 " + "33".repeat(32) + "44".repeat(64));
    }

    private static <K, V> SortedMap<K, V> map(Map<K, V> entries) {
        return new TreeMap<>(entries);
    }

    @SuppressWarnings("unchecked")
    private static <T> void golden(T value, String bytes) {
        golden((Class<T>) value.getClass(), value, bytes);
    }

    private static <T> void golden(Class<T> type, T value, String bytes) {
        Codec<T> codec = Kinds.SCHEMA.codec(type);
        assertThat(codec.encode(value)).isEqualTo(hex(bytes));
        assertThat(codec.decodeTrusted(hex(bytes))).isEqualTo(value);
    }
}

package org.allmende.ledger.encoding;

import static org.allmende.ledger.encoding.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.allmende.ledger.account.AccountId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OrderedKeysTest {
    record Whole(boolean flag, byte b, short s, int i, long l) {}

    record Middle(@Max(4) Bytes first, int second) {}

    record Last(int first, @Max(4) Bytes second) {}

    /** The variable bytes of the inner record are in the middle of the first, at the end of the second. */
    record Outer(Last first, Last second) {}

    record Named(@Max(4) String first, @Max(4) String second) {}

    record Painted(Kinds.Color color, AccountId account) {}

    record Only() {}

    @Test
    void wholeNumbersAreBigEndian() throws Exception {
        golden(new Whole(true, (byte) 0x12, (short) 0x1234, 0x12345678, 0x123456789abcdef0L),
                "01 | 12 | 12 34 | 12 34 56 78 | 12 34 56 78 9a bc de f0");
        golden(new Whole(false, Byte.MAX_VALUE, Short.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE),
                "00 | 7f | 7f ff | 7f ff ff ff | 7f ff ff ff ff ff ff ff");
        golden(new Whole(false, (byte) 0, (short) 0, 0, 0), "00 | 00 | 00 00 | 00 00 00 00 | 00 00 00 00 00 00 00 00");
    }

    @Test
    void variableBytesAreEscapedInTheMiddleAndStandAtTheEnd() throws Exception {
        golden(new Middle(hex("61 62"), 1), "61 62 | 00 00 | 00 00 00 01");
        golden(new Middle(hex("00 61 00"), 1), "00 ff 61 00 ff | 00 00 | 00 00 00 01");
        golden(new Middle(Bytes.EMPTY, 1), "00 00 | 00 00 00 01");
        golden(new Last(1, hex("00 61 00")), "00 00 00 01 | 00 61 00");
        golden(new Last(1, Bytes.EMPTY), "00 00 00 01");
        golden(new Outer(new Last(1, hex("00")), new Last(2, hex("00"))), "00 00 00 01 | 00 ff 00 00 | 00 00 00 02 | 00");
        golden(new Named("a\0", "ü\0"), "61 00 ff 00 00 | c3 bc 00");
    }

    @Test
    void enumsAreTheirTagsAndFixedBytesThemselves() throws Exception {
        golden(new Painted(Kinds.Color.RED, new AccountId(hex("00 ff".repeat(16)))), "03 |" + "00 ff".repeat(16));
        golden(new Only(), "");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments(Only.class, "00", "byte 0: 1 bytes are left over"),
                arguments(Last.class, "00 00 00", "byte 0: 4 more bytes are needed, 3 are left"),
                arguments(Last.class, "80 00 00 00", "byte 0: Last.first is part of a key and cannot be negative"),
                arguments(Last.class, "00 00 00 01 | 01 02 03 04 05", "byte 4: Last.second holds 5, at most 4 are allowed"),
                arguments(Middle.class, "61 00", "byte 2: 1 more bytes are needed"),
                arguments(Middle.class, "61", "byte 1: 1 more bytes are needed"),
                arguments(Middle.class, "61 00 01 00 00 | 00 00 00 01", "byte 2: Middle.first has a zero followed by 1"),
                arguments(Middle.class, "01 02 03 04 05 00 00 | 00 00 00 01", "byte 0: Middle.first holds 5, at most 4"),
                arguments(Middle.class, "00 00 | 00 00 00 01 | 00", "byte 6: 1 bytes are left over"),
                arguments(Whole.class, "02 | 00 | 00 00 | 00 00 00 00 | 00 00 00 00 00 00 00 00", "Whole.flag is 0 or 1, not 2"),
                arguments(Whole.class, "00 | 80 | 00 00 | 00 00 00 00 | 00 00 00 00 00 00 00 00", "Whole.b is part of a key"),
                arguments(Whole.class, "00 | 00 | 80 00 | 00 00 00 00 | 00 00 00 00 00 00 00 00", "Whole.s is part of a key"),
                arguments(Whole.class, "00 | 00 | 00 00 | 00 00 00 00 | 80 00 00 00 00 00 00 00", "Whole.l is part of a key"),
                arguments(Painted.class, "02" + "00".repeat(32), "byte 0: Color has no constant with tag 2"),
                arguments(Named.class, "80 00 00", "Named.first is not UTF-8"),
                arguments(Named.class, "00 00 80", "Named.second is not UTF-8"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    <K extends Record> void whatNoKeyIsWrittenAsIsRefused(Class<K> type, String bytes, String why) {
        assertThatThrownBy(() -> OrderedKeys.of(type).decode(hex(bytes)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }

    static Stream<Arguments> outOfRange() {
        Bytes five = hex("01 02 03 04 05");
        return Stream.of(
                arguments(new Whole(true, (byte) -1, (short) 0, 0, 0), "Whole.b is part of a key and cannot be negative: -1"),
                arguments(new Whole(true, (byte) 0, (short) -1, 0, 0), "Whole.s is part"),
                arguments(new Whole(true, (byte) 0, (short) 0, -1, 0), "Whole.i is part"),
                arguments(new Whole(true, (byte) 0, (short) 0, 0, Long.MIN_VALUE), "Whole.l is part"),
                arguments(new Middle(five, 0), "Middle.first holds 5 bytes, at most 4 are allowed"),
                arguments(new Last(0, five), "Last.second holds 5 bytes, at most 4 are allowed"),
                arguments(new Named("€€", ""), "Named.first holds 6 bytes, at most 4 are allowed"),
                arguments(new Named("", "\uD800"), "Named.second: half a surrogate pair"),
                arguments(new Painted(Kinds.Color.RED, new AccountId(five)), "AccountId.value is 32 bytes, not 5"));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    <K extends Record> void whatIsOverItsLimitIsNotWritten(K key, String why) {
        assertThatThrownBy(() -> keys(key).encode(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void atTheLimitItIs() throws Exception {
        golden(new Middle(hex("01 02 03 04"), 0), "01 02 03 04 00 00 | 00 00 00 00");
        golden(new Last(0, hex("01 02 03 04")), "00 00 00 00 | 01 02 03 04");
    }

    record NoLimit(Bytes key) {}

    record OfOptional(Optional<Long> number) {}

    record OfList(@Max(2) List<Long> numbers) {}

    record OfChoice(Kinds.Shape shape) {}

    record LimitOfNumber(@Max(2) long number) {}

    record Endless(Endless next) {}

    static Stream<Arguments> noKeys() {
        return Stream.of(
                arguments(NoLimit.class, "NoLimit.key is of variable size: give it a limit with @Max"),
                arguments(OfOptional.class, "OfOptional.number: java.util.Optional<java.lang.Long> cannot be part of a key"),
                arguments(OfList.class, "OfList.numbers"),
                arguments(OfChoice.class, "OfChoice.shape"),
                arguments(LimitOfNumber.class, "LimitOfNumber.number has a size of its own"),
                arguments(Endless.class, "Endless holds its own kind: a key is finite"));
    }

    @ParameterizedTest
    @MethodSource("noKeys")
    <K extends Record> void whatCannotBeSortedByItsBytesIsNoKey(Class<K> type, String why) {
        assertThatThrownBy(() -> OrderedKeys.of(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    /** Pairs in which the first sorts below the second, where a simpler format would have it otherwise. */
    static Stream<Arguments> ascending() {
        return Stream.of(
                arguments(new Middle(hex("61"), 9), new Middle(hex("61 00"), 0)),
                arguments(new Middle(hex("61 00"), 9), new Middle(hex("61 01"), 0)),
                arguments(new Middle(hex("61"), Integer.MAX_VALUE), new Middle(hex("61 62"), 0)),
                arguments(new Middle(hex("61 00 00"), 9), new Middle(hex("61 00 01"), 0)),
                arguments(new Middle(hex("7f"), 9), new Middle(hex("80"), 0)),
                arguments(new Middle(Bytes.EMPTY, 9), new Middle(hex("00"), 0)),
                arguments(new Last(255, hex("ff")), new Last(256, hex("00"))),
                arguments(new Named("a", "z"), new Named("a\0", "a")),
                arguments(new Named("\uFFFD", ""), new Named("\uD800\uDC00", "")),
                arguments(
                        new Painted(Kinds.Color.GREEN, new AccountId(hex("ff".repeat(32)))),
                        new Painted(Kinds.Color.RED, new AccountId(hex("00".repeat(32))))));
    }

    @ParameterizedTest
    @MethodSource("ascending")
    <K extends Record> void bytesSortAsComponentsDo(K lower, K higher) {
        assertThat(keys(lower).encode(lower)).isLessThan(keys(higher).encode(higher));
    }

    @SuppressWarnings("unchecked")
    private static <K extends Record> KeyCodec<K> keys(K key) {
        return OrderedKeys.of((Class<K>) key.getClass());
    }

    private static <K extends Record> void golden(K key, String bytes) throws MalformedException {
        assertThat(keys(key).encode(key)).isEqualTo(hex(bytes));
        assertThat(keys(key).decode(hex(bytes))).isEqualTo(key);
    }
}

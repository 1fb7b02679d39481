package org.allmende.ledger.encoding;

import static org.allmende.ledger.encoding.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are nearly an encoding: each is refused, by a message that says at which byte and why. */
class DecodeRefusalTest {
    record Flag(boolean on) {}

    record Maybe(Optional<Byte> number) {}

    record Name(@Max(4) String text) {}

    record Blob(@Max(4) Bytes bytes) {}

    record Id(@Fixed(4) Bytes bytes) {}

    record Numbers(@Max(4) List<Short> list) {}

    record Rows(@Max(4) SortedMap<Byte, Byte> map) {}

    record Names(@Max(4) SortedMap<@Max(4) String, Byte> map) {}

    record Paint(Kinds.Color color) {}

    static Stream<Arguments> malformed() {
        return Stream.of(
                // Bytes left over, or missing.
                arguments(Flag.class, "01 00", "byte 1: 1 bytes are left over"),
                arguments(Flag.class, "", "byte 0: 1 more bytes are needed, 0 are left"),
                arguments(Id.class, "01 02 03", "byte 0: 4 more bytes are needed, 3 are left"),
                arguments(Numbers.class, "01 00 00", "byte 0: 4 more bytes are needed, 3 are left"),
                arguments(Kinds.Shape.class, "", "byte 0: 1 more bytes are needed"),
                arguments(Kinds.Shape.class, "c8 01", "byte 1: 2 more bytes are needed, 1 are left"),
                // A second encoding of what has one.
                arguments(Flag.class, "02", "byte 0: Flag.on is 0 or 1, not 2"),
                arguments(Flag.class, "ff", "byte 0: Flag.on is 0 or 1, not 255"),
                arguments(Maybe.class, "02 01", "byte 0: Maybe.number is 0 or 1, not 2"),
                // Lengths over the limit, and lengths that the bytes left cannot fill.
                arguments(Blob.class, "05 00 00 00 01 02 03 04 05", "byte 0: Blob.bytes holds 5, at most 4 are allowed"),
                arguments(Blob.class, "04 00 00 00 01 02 03", "byte 0: Blob.bytes holds 4, only 3 bytes are left"),
                arguments(Blob.class, "ff ff ff ff", "byte 0: Blob.bytes holds 4294967295, at most 4 are allowed"),
                arguments(Blob.class, "00 00 00 80", "byte 0: Blob.bytes holds 2147483648, at most 4 are allowed"),
                arguments(Name.class, "05 00 00 00 61 61 61 61 61", "Name.text holds 5, at most 4 are allowed"),
                arguments(Name.class, "02 00 00 00 61", "Name.text holds 2, only 1 bytes are left"),
                arguments(Numbers.class, "05 00 00 00" + "0000".repeat(5), "Numbers.list holds 5, at most 4 are allowed"),
                arguments(Numbers.class, "02 00 00 00 00 00 00", "Numbers.list holds 2, only 3 bytes are left"),
                arguments(Rows.class, "05 00 00 00 | 01 00 02 00 03 00 04 00 05 00", "Rows.map holds 5, at most 4 are allowed"),
                arguments(Rows.class, "02 00 00 00 | 01 00 02", "Rows.map holds 2, only 3 bytes are left"),
                // Keys of a map that do not ascend: another order of the same entries, or one entry twice.
                arguments(Rows.class, "02 00 00 00 | 02 00 | 01 00", "byte 6: Rows.map has keys that do not ascend"),
                arguments(Rows.class, "02 00 00 00 | 01 00 | 01 00", "byte 6: Rows.map has keys that do not ascend"),
                arguments(Rows.class, "02 00 00 00 | 01 00 | ff 00", "byte 6: Rows.map has keys that do not ascend"),
                arguments(Names.class, "02 00 00 00 | 04 00 00 00 f0 90 80 80 00 | 03 00 00 00 ef bf bd 00", "do not ascend"),
                // Tags that nobody has.
                arguments(Paint.class, "00", "byte 0: Color has no constant with tag 0"),
                arguments(Kinds.Shape.class, "01", "byte 0: Shape has no case with tag 1"),
                arguments(Kinds.Shape.Solid.class, "00", "byte 0: Solid has no case with tag 0"),
                arguments(Kinds.Lone.class, "09", "byte 0: Operation has no case with tag 9"),
                // Values that the record itself refuses, with its own words.
                arguments(Kinds.Picky.class, "01 00 00 00 | 00 00 00 00", "byte 0: Picky cannot be: not even"),
                arguments(Kinds.Picky.class, "02 00 00 00 | 00 00 00 00", "byte 0: Picky cannot be: not half"),
                // What is not UTF-8 (RFC 3629).
                arguments(Name.class, "01 00 00 00 | 80", "byte 4: Name.text is not UTF-8"), // no first byte
                arguments(Name.class, "01 00 00 00 | c3", "not UTF-8"), // no second byte
                arguments(Name.class, "02 00 00 00 | c3 28", "not UTF-8"), // a second byte that is none
                arguments(Name.class, "02 00 00 00 | c0 80", "not UTF-8"), // U+0000 in two bytes
                arguments(Name.class, "02 00 00 00 | c1 bf", "not UTF-8"), // U+007F in two bytes
                arguments(Name.class, "03 00 00 00 | e0 9f bf", "not UTF-8"), // U+07FF in three bytes
                arguments(Name.class, "04 00 00 00 | f0 8f bf bf", "not UTF-8"), // U+FFFF in four bytes
                arguments(Name.class, "03 00 00 00 | ed a0 80", "not UTF-8"), // U+D800, half a pair
                arguments(Name.class, "03 00 00 00 | ed bf bf", "not UTF-8"), // U+DFFF, half a pair
                arguments(Name.class, "04 00 00 00 | f4 90 80 80", "not UTF-8"), // U+110000
                arguments(Name.class, "01 00 00 00 | ff", "not UTF-8"),
                arguments(Name.class, "04 00 00 00 | ef bf bd 80", "not UTF-8")); // after a real U+FFFD
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void nearlyIsNotEnough(Class<?> type, String bytes, String why) {
        assertThatThrownBy(() -> Kinds.SCHEMA.codec(type).decode(hex(bytes)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theSignOfReplacementIsALetterLikeAnyOther() throws Exception {
        Codec<Name> codec = Schema.standard().codec(Name.class);
        assertThat(codec.decode(hex("03 00 00 00 | ef bf bd"))).isEqualTo(new Name("\uFFFD"));
    }

    @Test
    void storedBytesThatCannotBeReadAreAFaultOfTheStore() {
        assertThatThrownBy(() -> Schema.standard().codec(Flag.class).decodeTrusted(hex("02")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stored bytes cannot be read: byte 0: Flag.on is 0 or 1, not 2");
    }
}

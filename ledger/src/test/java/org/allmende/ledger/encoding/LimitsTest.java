package org.allmende.ledger.encoding;

import static org.allmende.ledger.encoding.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every limit of the codec, at it and one past it, when written and when read. */
class LimitsTest {
    record Blob(@Max(3) Bytes bytes) {}

    record Id(@Fixed(3) Bytes bytes) {}

    record Name(@Max(3) String text) {}

    record Numbers(@Max(3) List<Byte> list) {}

    record Inside(@Max(2) List<@Max(1) Bytes> list) {}

    record Rows(@Max(3) SortedMap<Byte, Byte> map) {}

    /** Holds its own kind; nested records are one each. */
    record Nest(@Max(1) List<Nest> inner) {
        static Nest of(int depth) {
            Nest nest = new Nest(List.of());
            for (int i = 1; i < depth; i++) {
                nest = new Nest(List.of(nest));
            }
            return nest;
        }

        static Bytes bytes(int depth) {
            return hex("01 00 00 00".repeat(depth - 1) + "00 00 00 00");
        }
    }

    @Test
    void bytes() throws Exception {
        Codec<Blob> codec = Schema.standard().codec(Blob.class);
        allowed(codec, new Blob(hex("01 02 03")), "03 00 00 00 01 02 03");
        refused(codec, new Blob(hex("01 02 03 04")), "04 00 00 00 01 02 03 04", "Blob.bytes holds 4");
    }

    @Test
    void fixedBytes() throws Exception {
        Codec<Id> codec = Schema.standard().codec(Id.class);
        allowed(codec, new Id(hex("01 02 03")), "01 02 03");
        assertThatThrownBy(() -> codec.encode(new Id(hex("01 02"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Id.bytes is 3 bytes, not 2");
        assertThatThrownBy(() -> codec.encode(new Id(hex("01 02 03 04"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Id.bytes is 3 bytes, not 4");
    }

    @Test
    void textIsMeasuredInBytesOfUtf8() throws Exception {
        Codec<Name> codec = Schema.standard().codec(Name.class);
        allowed(codec, new Name("abc"), "03 00 00 00 61 62 63");
        allowed(codec, new Name("€"), "03 00 00 00 e2 82 ac");
        refused(codec, new Name("abcd"), "04 00 00 00 61 62 63 64", "Name.text holds 4");
        refused(codec, new Name("😀"), "04 00 00 00 f0 9f 98 80", "Name.text holds 4");
    }

    @Test
    void lists() throws Exception {
        Codec<Numbers> codec = Schema.standard().codec(Numbers.class);
        allowed(codec, new Numbers(List.of((byte) 1, (byte) 2, (byte) 3)), "03 00 00 00 01 02 03");
        refused(codec, new Numbers(Collections.nCopies(4, (byte) 0)), "04 00 00 00 00 00 00 00", "Numbers.list holds 4");
    }

    @Test
    void whatAListHolds() throws Exception {
        Codec<Inside> codec = Schema.standard().codec(Inside.class);
        allowed(codec, new Inside(List.of(hex("01"))), "01 00 00 00 | 01 00 00 00 01");
        refused(codec, new Inside(List.of(hex("01 02"))), "01 00 00 00 | 02 00 00 00 01 02", "Inside.list (element) holds 2");
    }

    @Test
    void maps() throws Exception {
        Codec<Rows> codec = Schema.standard().codec(Rows.class);
        allowed(codec, new Rows(rows(3)), "03 00 00 00 | 00 00 | 01 00 | 02 00");
        refused(codec, new Rows(rows(4)), "04 00 00 00 | 00 00 | 01 00 | 02 00 | 03 00", "Rows.map holds 4");
    }

    @Test
    void recordsInsideEachOther() throws Exception {
        Codec<Nest> codec = Schema.standard().codec(Nest.class);
        int most = Schema.DEPTH_MAX;
        assertThat(codec.encode(Nest.of(most))).isEqualTo(Nest.bytes(most));
        assertThat(codec.decode(Nest.bytes(most))).isEqualTo(Nest.of(most));
        assertThatThrownBy(() -> codec.encode(Nest.of(most + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("records are nested more than 32 deep");
        assertThatThrownBy(() -> codec.decode(Nest.bytes(most + 1)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("records are nested more than 32 deep");
    }

    @Test
    void besideEachOtherIsNotInside() throws Exception {
        record Many(@Max(100) List<Nest> nests) {}
        Codec<Many> codec = Schema.standard().codec(Many.class);
        var value = new Many(Collections.nCopies(100, Nest.of(Schema.DEPTH_MAX - 1)));
        assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    }

    @Test
    void everyTagIsAByte() throws Exception {
        Codec<Kinds.Color> codec = Schema.standard().codec(Kinds.Color.class);
        long known = IntStream.rangeClosed(0, 255).filter(tag -> decodes(codec, Bytes.of((byte) tag))).count();
        assertThat(known).isEqualTo(Kinds.Color.values().length);
    }

    @Test
    void halfASurrogatePairIsNotText() {
        Codec<Name> codec = Schema.standard().codec(Name.class);
        for (String half : List.of("\uD83D", "\uDE00", "a\uD83D", "\uD83Da", "\uDE00\uD83D")) {
            assertThatThrownBy(() -> codec.encode(new Name(half)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Name.text: half a surrogate pair stands alone");
        }
    }

    private static boolean decodes(Codec<?> codec, Bytes bytes) {
        try {
            codec.decode(bytes);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    private static SortedMap<Byte, Byte> rows(int count) {
        SortedMap<Byte, Byte> rows = new TreeMap<>();
        for (byte i = 0; i < count; i++) {
            rows.put(i, (byte) 0);
        }
        return rows;
    }

    private static <T> void allowed(Codec<T> codec, T value, String bytes) throws MalformedException {
        assertThat(codec.encode(value)).isEqualTo(hex(bytes));
        assertThat(codec.decode(hex(bytes))).isEqualTo(value);
    }

    private static <T> void refused(Codec<T> codec, T value, String bytes, String why) {
        assertThatThrownBy(() -> codec.encode(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("are allowed");
        assertThatThrownBy(() -> codec.decode(hex(bytes)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("are allowed");
    }
}

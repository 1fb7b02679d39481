package org.allmende.ledger.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Types that cannot be encoded: refused before the first value, by a message that says where and what to do. */
class SchemaRefusalTest {
    record NoMaxOfBytes(Bytes key) {}

    record NoMaxOfText(String name) {}

    record NoMaxOfList(List<Long> numbers) {}

    record NoMaxOfElement(@Max(2) List<Bytes> keys) {}

    record NoMaxOfMap(SortedMap<Long, Long> rows) {}

    record NoMaxOfKey(@Max(2) SortedMap<Bytes, Long> rows) {}

    record NoMaxOfValue(@Max(2) SortedMap<Long, Bytes> rows) {}

    record NoMaxInOptional(Optional<Bytes> key) {}

    record MaxOfZero(@Max(0) Bytes key) {}

    record FixedOfZero(@Fixed(0) Bytes key) {}

    record BothLimits(@Max(2) @Fixed(2) Bytes key) {}

    record FixedText(@Fixed(2) String name) {}

    record FixedList(@Fixed(2) List<Long> numbers) {}

    record MaxOfNumber(@Max(2) long number) {}

    record MaxOfOptional(@Max(2) Optional<Long> number) {}

    record MaxOfRecord(Kinds.@Max(2) Numbers numbers) {}

    record OfFloat(float number) {}

    record OfDouble(double number) {}

    record OfChar(char letter) {}

    @SuppressWarnings("ArrayRecordComponent") // Here because nobody should.
    record OfArray(byte[] key) {}

    record OfPlainMap(@Max(2) Map<Long, Long> rows) {}

    record OfRawList(@Max(2) @SuppressWarnings("rawtypes") List list) {}

    record OfWildcard(@Max(2) List<?> list) {}

    record OfClass(Object something) {}

    record Generic<T>(@Max(2) List<T> list) {}

    record OfGeneric(Generic<Long> generic) {}

    record OfUnknownOpenInterface(Operation operation) {}

    record ListOfNothing(@Max(2) List<Kinds.Nothing> list) {}

    record ListOfNothingInside(@Max(2) List<HoldsNothing> list) {}

    record HoldsNothing(Kinds.Nothing one, Kinds.Nothing other) {}

    record MapOfNothing(@Max(2) SortedMap<NothingKey, Kinds.Nothing> map) {}

    record NothingKey() implements Comparable<NothingKey> {
        @Override
        public int compareTo(NothingKey other) {
            return 0;
        }
    }

    record KeysWithoutOrder(@Max(2) SortedMap<Kinds.Numbers, Long> map) {}

    record Endless(Endless next) {}

    record EndlessByTwo(Other other) {
        record Other(long before, EndlessByTwo back) {}
    }

    sealed interface EndlessChoice {
        @Tag(0)
        record Only(EndlessChoice next) implements EndlessChoice {}
    }

    sealed interface NoTag {
        record Case() implements NoTag {}
    }

    sealed interface TwoAlike {
        @Tag(1)
        record One() implements TwoAlike {}

        @Tag(1)
        record Other() implements TwoAlike {}
    }

    sealed interface TwoAlikeInside {
        @Tag(1)
        record One() implements TwoAlikeInside {}

        sealed interface Inner extends TwoAlikeInside {
            @Tag(1)
            record Other() implements Inner {}
        }
    }

    sealed interface TagTooLarge {
        @Tag(256)
        record Case() implements TagTooLarge {}
    }

    sealed interface TagNegative {
        @Tag(-1)
        record Case() implements TagNegative {}
    }

    sealed interface OfClasses {
        @Tag(0)
        final class Case implements OfClasses {}
    }

    sealed interface WithOpenCase {
        non-sealed interface Case extends WithOpenCase {}
    }

    enum NoTagOnConstant {
        @Tag(0)
        TAGGED,
        BARE
    }

    enum ConstantsAlike {
        @Tag(1)
        ONE,
        @Tag(1)
        OTHER
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(NoMaxOfBytes.class, "NoMaxOfBytes.key is of variable size: give it a limit with @Max"),
                arguments(NoMaxOfText.class, "NoMaxOfText.name is of variable size"),
                arguments(NoMaxOfList.class, "NoMaxOfList.numbers is of variable size"),
                arguments(NoMaxOfElement.class, "NoMaxOfElement.keys (element) is of variable size"),
                arguments(NoMaxOfMap.class, "NoMaxOfMap.rows is of variable size"),
                arguments(NoMaxOfKey.class, "NoMaxOfKey.rows (key) is of variable size"),
                arguments(NoMaxOfValue.class, "NoMaxOfValue.rows (value) is of variable size"),
                arguments(NoMaxInOptional.class, "NoMaxInOptional.key is of variable size"),
                arguments(MaxOfZero.class, "MaxOfZero.key: @Max is at least 1, not 0"),
                arguments(FixedOfZero.class, "FixedOfZero.key: @Fixed is at least 1, not 0"),
                arguments(BothLimits.class, "BothLimits.key: @Fixed is for Bytes alone, and never beside @Max"),
                arguments(FixedText.class, "FixedText.name: @Fixed is for Bytes alone"),
                arguments(FixedList.class, "FixedList.numbers: @Fixed is for Bytes alone"),
                arguments(MaxOfNumber.class, "MaxOfNumber.number has a size of its own: take @Max or @Fixed away"),
                arguments(MaxOfOptional.class, "MaxOfOptional.number has a size of its own"),
                arguments(MaxOfRecord.class, "MaxOfRecord.numbers has a size of its own"),
                arguments(OfFloat.class, "OfFloat.number: float cannot be encoded; use a record"),
                arguments(OfDouble.class, "OfDouble.number: double cannot be encoded"),
                arguments(OfChar.class, "OfChar.letter: char cannot be encoded"),
                arguments(OfArray.class, "OfArray.key: byte[] cannot be encoded"),
                arguments(OfPlainMap.class, "OfPlainMap.rows: java.util.Map<java.lang.Long, java.lang.Long> cannot be encoded"),
                arguments(OfRawList.class, "OfRawList.list: java.util.List cannot be encoded"),
                arguments(OfWildcard.class, "OfWildcard.list (element): ? cannot be encoded"),
                arguments(OfClass.class, "OfClass.something: java.lang.Object cannot be encoded"),
                arguments(Generic.class, "Generic has type parameters"),
                arguments(OfGeneric.class, "OfGeneric.generic:"),
                arguments(OfUnknownOpenInterface.class, "OfUnknownOpenInterface.operation: org.allmende.ledger.transaction.Operation cannot be encoded; use"),
                arguments(ListOfNothing.class, "ListOfNothing.list: what a list or map holds takes at least one byte"),
                arguments(ListOfNothingInside.class, "ListOfNothingInside.list: what a list or map holds"),
                arguments(MapOfNothing.class, "MapOfNothing.map: what a list or map holds"),
                arguments(KeysWithoutOrder.class, "KeysWithoutOrder.map: the keys of a map are Comparable"),
                arguments(Endless.class, "Endless always holds another of its kind"),
                arguments(EndlessByTwo.class, "always holds another of its kind"),
                arguments(EndlessChoice.class, "always holds another of its kind"),
                arguments(NoTag.class, "Case of NoTag has no number: give it one with @Tag"),
                arguments(TwoAlike.class, "TwoAlike: tag 1 is given twice"),
                arguments(TwoAlikeInside.class, "TwoAlikeInside: tag 1 is given twice"),
                arguments(TagTooLarge.class, "Case of TagTooLarge: a tag is 0 to 255, not 256"),
                arguments(TagNegative.class, "Case of TagNegative: a tag is 0 to 255, not -1"),
                arguments(OfClasses.class, "OfClasses$Case cannot be a case: a case is a record"),
                arguments(WithOpenCase.class, "WithOpenCase$Case cannot be a case"),
                arguments(NoTagOnConstant.class, "NoTagOnConstant.BARE has no number: give it one with @Tag"),
                arguments(ConstantsAlike.class, "ConstantsAlike: tag 1 is given twice"),
                arguments(Bytes.class, "Bytes is of variable size"),
                arguments(Object.class, "java.lang.Object cannot be encoded"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeEncodedIsRefusedAtOnce(Class<?> type, String why) {
        assertThatThrownBy(() -> Schema.standard().codec(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aTypeIsCompiledOnce() {
        assertThat(Kinds.SCHEMA.codec(Kinds.Step.class)).isSameAs(Kinds.SCHEMA.codec(Kinds.Step.class));
    }

    @Test
    void aSchemaIsNotChangedByTheOneMadeOfIt() {
        Schema one = Schema.standard();
        Schema other = one.with(Operation.class, Map.of(0, LedgerOperation.class));
        assertThat(other.codec(Operation.class)).isNotNull();
        assertThatThrownBy(() -> one.codec(Operation.class)).isInstanceOf(IllegalArgumentException.class);
    }

    interface Open {}

    record First(long number) implements Open {}

    record Second(long number) implements Open {}

    sealed interface Both extends Open {
        @Tag(0)
        record Third() implements Both {}
    }

    record OfTwoOpenInterfaces(Open open, Operation operation) {}

    @Test
    void openInterfacesAreKnownOneAfterTheOther() throws Exception {
        Schema schema = Schema.standard()
                .with(Open.class, Map.of(255, First.class, 0, Both.class))
                .with(Operation.class, Map.of(7, LedgerOperation.class));
        Codec<OfTwoOpenInterfaces> codec = schema.codec(OfTwoOpenInterfaces.class);
        var value = new OfTwoOpenInterfaces(new First(1), new LedgerOperation.Barrier(2));
        Bytes bytes = Hex.hex("ff 01 00 00 00 00 00 00 00 | 07 00 02 00 00 00 00 00 00 00");
        assertThat(codec.encode(value)).isEqualTo(bytes);
        assertThat(codec.decode(bytes)).isEqualTo(value);
        assertThat(schema.codec(Open.class).encode(new Both.Third())).isEqualTo(Hex.hex("00 00"));
    }

    @Test
    void whatIsNotAnOpenInterfaceCannotBeOpened() {
        Schema schema = Schema.standard();
        assertRefused(() -> schema.with(Both.class, Map.of(0, Both.Third.class)), "Both is not an open interface");
        assertRefused(() -> schema.with(First.class, Map.of(0, First.class)), "First is not an open interface");
        assertRefused(() -> schema.with(Open.class, Map.of()), "Open needs at least one case");
        assertRefused(() -> schema.with(Open.class, Map.of(256, First.class)), "a tag is 0 to 255, not 256");
        assertRefused(() -> schema.with(Open.class, Map.of(-1, First.class)), "a tag is 0 to 255, not -1");
        assertRefused(() -> schema.with(Open.class, Map.of(0, Open.class)), "cannot be a case");
        assertRefused(
                () -> schema.with(Open.class, Map.of(0, First.class)).with(Open.class, Map.of(1, Second.class)),
                "Open is in this schema already");
        assertRefused(
                () -> schema.with(Open.class, Map.of(0, First.class, 1, First.class)).codec(Open.class),
                "Open has First under two tags: a value has one encoding");
        assertRefused(
                () -> schema.with(Open.class, Map.of(0, Both.class, 1, Both.Third.class)).codec(Open.class),
                "Open has Third under two tags");
    }

    @Test
    void aCaseNobodyGaveATagIsNotWritten() {
        Codec<Open> codec = Schema.standard().with(Open.class, Map.of(0, First.class)).codec(Open.class);
        assertRefused(() -> codec.encode(new Second(1)), "Open has no tag for " + Second.class.getName());
    }

    private static void assertRefused(Runnable attempt, String why) {
        assertThatThrownBy(attempt::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}

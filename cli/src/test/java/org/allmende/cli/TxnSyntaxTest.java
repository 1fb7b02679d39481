package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.allmende.coordination.Compare;
import org.allmende.coordination.Compare.Expected;
import org.allmende.coordination.Compare.Relation;
import org.allmende.coordination.DeleteRangeRequest;
import org.allmende.coordination.PutRequest;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.TxnRequest;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TxnSyntaxTest {
    private static final Bytes KEY = Bytes.utf8("key");

    @Test
    void aTransactionHasThreeParagraphs() {
        assertThat(parse("""
                mod("lock") = 0
                value("lock") != "mine \\"own\\""

                put lock "held by anna"
                get jobs/ --prefix

                get lock
                del old --prefix
                """))
                .isEqualTo(new TxnRequest(
                        List.of(
                                Compare.of(Bytes.utf8("lock"), Relation.EQUAL, new Expected.ModRevision(0)),
                                Compare.of(
                                        Bytes.utf8("lock"),
                                        Relation.NOT_EQUAL,
                                        new Expected.Value(Bytes.utf8("mine \"own\"")))),
                        List.of(
                                PutRequest.of(Bytes.utf8("lock"), Bytes.utf8("held by anna")),
                                RangeRequest.prefix(Bytes.utf8("jobs/"))),
                        List.of(
                                RangeRequest.of(Bytes.utf8("lock")),
                                DeleteRangeRequest.prefix(Bytes.utf8("old")))));
    }

    @Test
    void paragraphsMayBeEmptyOrMissing() {
        assertThat(parse("\nput key value\n"))
                .isEqualTo(new TxnRequest(List.of(), List.of(PutRequest.of(KEY, Bytes.utf8("value"))), List.of()));
        assertThat(parse("ver(key) > 1"))
                .isEqualTo(new TxnRequest(
                        List.of(Compare.of(KEY, Relation.GREATER, new Expected.Version(1))), List.of(), List.of()));
        assertThat(parse("")).isEqualTo(new TxnRequest(List.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            version("key") = 3   | EQUAL
            version("key") != 3  | NOT_EQUAL
            version("key") < "3" | LESS
            version(key) > 3     | GREATER
            version( key )=3     | EQUAL
            """)
    void relationsAreThoseOfEtcdctl(String line, Relation relation) {
        assertThat(parse(line).compares()).containsExactly(Compare.of(KEY, relation, new Expected.Version(3)));
    }

    @Test
    void everythingOfAKeyCanBeCompared() {
        assertThat(parse("""
                create(key) = 1
                c(key) = 1
                mod(key) = 2
                m(key) = 2
                lease(key) = 0
                lease(key) = FFFFFFFFFFFFFFF0
                val(key) = v
                """).compares())
                .extracting(Compare::expected)
                .containsExactly(
                        new Expected.CreateRevision(1),
                        new Expected.CreateRevision(1),
                        new Expected.ModRevision(2),
                        new Expected.ModRevision(2),
                        new Expected.Lease(0),
                        new Expected.Lease(-16),
                        new Expected.Value(Bytes.utf8("v")));
    }

    @Test
    void aPutMayNameALease() {
        assertThat(parse("\nput key v --lease 1f").success())
                .containsExactly(new PutRequest(KEY, Bytes.utf8("v"), 31, false, false, false));
    }

    @Test
    void whatIsEmptyStandsInQuotes() {
        assertThat(parse("\nput key \"\"").success()).containsExactly(PutRequest.of(KEY, Bytes.EMPTY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            mod(key)                | line 1: 'mod(key)' is no compare
            size(key) = 1           | line 1: 'size' cannot be compared
            mod(key) = soon         | line 1: 'soon' is not a whole number
            lease(key) = -1         | line 1: '-1' is not 1 to 16 hexadecimal digits
            value(key) = two words  | line 1: 'two words' is more than one word
            value(key) = "open      | line 1: a quote in '"open' is not closed
            """)
    void aWrongCompareNamesItsLine(String line, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(line)).withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            take key                | line 2: 'take' is no request
            put key                 | line 2: write 'put KEY VALUE [--lease ID]'
            put key two words       | line 2: write 'put KEY VALUE [--lease ID]'
            put key value --prefix  | line 2: write 'put KEY VALUE [--lease ID]'
            put key value --lease   | line 2: write 'put KEY VALUE [--lease ID]'
            put key value --lease x | line 2: 'x' is not 1 to 16 hexadecimal digits
            put key v --lease 1 2   | line 2: write 'put KEY VALUE [--lease ID]'
            get                     | line 2: write 'get KEY [--prefix]'
            del one two             | line 2: write 'del KEY [--prefix]'
            del "open               | line 2: a quote in 'del "open' is not closed
            """)
    void aWrongRequestNamesItsLine(String line, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("\n" + line)).withMessageContaining(message);
    }

    @Test
    void aFourthParagraphIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("mod(key) = 1\n\nget key\n\nget key\n\nget key"))
                .withMessageContaining("three paragraphs at most");
    }

    private static TxnRequest parse(String text) {
        return TxnSyntax.parse(text.lines().toList());
    }
}

package org.allmende.gateway.etcd.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes cut into values, however they come. */
class JsonValuesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "false",
                "0",
                "-0",
                "12",
                "-1.5",
                "1e5",
                "1E+5",
                "0.1e-2",
                "\"\"",
                "\"a\\\"b\\u00e9\\n\"",
                "[1,[2,{}],\"]\"]",
                "{\"a\":1,\"b\":[true,null],\"c\":{\"d\":\"}\"}}",
                "{ \"a\" : 1 , \"b\" : [ 1 , 2 ] }",
                "\"\u00e9\u20ac\"",
            })
    void aValueIsTakenWholeOrByteByByte(String value) throws Exception {
        assertThat(cut(false, value)).containsExactly(value);
        assertThat(cut(true, value)).containsExactly(value);
        assertThat(cut(true, " \r\n\t" + value + "\n")).containsExactly(value);
    }

    @Test
    void severalFollowOneAnother() throws Exception {
        for (boolean bytewise : new boolean[] {false, true}) {
            assertThat(cut(bytewise, "{\"a\":1}{\"b\":2} [3]4 5\"x\"null6"))
                    .containsExactly("{\"a\":1}", "{\"b\":2}", "[3]", "4", "5", "\"x\"", "null", "6");
        }
    }

    @Test
    void nothingIsNoValue() throws Exception {
        assertThat(cut(false, "")).isEmpty();
        assertThat(cut(false, " \n ")).isEmpty();
    }

    @Test
    void whatMayGoOnIsNotTakenYet() throws Exception {
        JsonValues values = new JsonValues(100);
        values.add(Bytes.utf8("12"));
        assertThat(values.next()).isEmpty();
        values.add(Bytes.utf8("3 "));
        assertThat(values.next().map(Bytes::toText)).contains("123");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,             | unexpected EOF",
                "{\"a                  | unexpected EOF",
                "[1                    | unexpected EOF",
                "tru                   | unexpected EOF",
                "-                     | unexpected EOF",
                "1.                    | unexpected EOF",
                "x                     | invalid character 'x' looking for beginning of value",
                "}                     | invalid character '}' looking for beginning of value",
                "[1,]                  | invalid character ']' looking for beginning of value",
                "{a:1}                 | invalid character 'a' looking for beginning of object key string",
                "{\"a\":1,}            | invalid character '}' looking for beginning of object key string",
                "{\"a\" 1}             | invalid character '1' after object key",
                "{\"a\":1 \"b\"}       | invalid character '\"' after object key:value pair",
                "[1 2]                 | invalid character '2' after array element",
                "{\"a\":1]             | invalid character ']' after object key:value pair",
                "trup                  | invalid character 'p' in literal true (expecting 'e')",
                "-x                    | invalid character 'x' in numeric literal",
                "1.x                   | invalid character 'x' after decimal point in numeric literal",
                "1ex                   | invalid character 'x' in exponent of numeric literal",
                "\"\\x\"               | invalid character 'x' in string escape code",
                "\"\\u00g0\"           | invalid character 'g' in \\u hexadecimal character escape",
                "'a'                   | invalid character '\\'' looking for beginning of value",
                "// no                 | invalid character '/' looking for beginning of value",
            })
    void whatIsWrongIsSaidAsGoSaysIt(String text, String wrong) {
        assertThatThrownBy(() -> cut(false, text)).isInstanceOf(MalformedException.class).hasMessage(wrong);
        assertThatThrownBy(() -> cut(true, text)).hasMessage(wrong);
    }

    @Test
    void controlCharactersAreNotForStrings() {
        assertThatThrownBy(() -> cut(false, "\"a\nb\"")).hasMessage("invalid character '\\x0a' in string literal");
    }

    @Test
    void depthHasALimit() throws Exception {
        int max = JsonValues.DEPTH_MAX;
        String deepest = "[".repeat(max) + "]".repeat(max);
        assertThat(cut(1_000, false, deepest)).containsExactly(deepest);
        assertThatThrownBy(() -> cut(1_000, false, "[" + deepest + "]"))
                .hasMessageStartingWith("more than 100 objects");
    }

    @Test
    void lengthHasALimit() throws Exception {
        String longest = "\"" + "a".repeat(98) + "\"";
        assertThat(cut(false, longest + " " + longest)).containsExactly(longest, longest);
        assertThatThrownBy(() -> cut(false, "\"" + "a".repeat(99) + "\""))
                .hasMessageStartingWith("a message of more than 100");
    }

    private static List<String> cut(boolean bytewise, String text) throws MalformedException {
        return cut(100, bytewise, text);
    }

    private static List<String> cut(int bytesMax, boolean bytewise, String text) throws MalformedException {
        JsonValues values = new JsonValues(bytesMax);
        List<String> found = new ArrayList<>();
        Bytes bytes = Bytes.utf8(text);
        int step = bytewise ? 1 : Math.max(1, bytes.length());
        for (int from = 0; from < bytes.length(); from += step) {
            values.add(bytes.slice(from, Math.min(bytes.length(), from + step)));
            drain(values, found);
        }
        values.end();
        drain(values, found);
        return found;
    }

    private static void drain(JsonValues values, List<String> into) throws MalformedException {
        Optional<Bytes> next = values.next();
        while (next.isPresent()) {
            into.add(next.get().toText());
            next = values.next();
        }
    }
}

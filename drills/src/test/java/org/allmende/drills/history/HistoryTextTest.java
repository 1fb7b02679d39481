package org.allmende.drills.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Execution.Settings;
import org.allmende.drills.history.Execution.Told;
import org.allmende.drills.history.Transaction.Action;
import org.allmende.drills.history.Transaction.Comparison;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTextTest {
    private static final Transaction PUT = Transaction.put("a", "1");

    @Test
    void isReadAsPeopleReadIt() {
        History history = History.of(
                Operation.ok("c 1", 5, 9, PUT, Answer.done(7, Reading.UNTOLD)),
                Operation.ok("c2", 6, 8, Transaction.get("a"), Answer.done(0, new Reading.Found("1", 7, 1))),
                Operation.failed("c2", 10, 11, Transaction.delete("then")),
                Operation.unknown(
                        "c2",
                        12,
                        new Transaction(
                                List.of(
                                        new Comparison.ValueIs("a", "say \"no\"\n"),
                                        new Comparison.ModRevisionIs("a", 7),
                                        new Comparison.VersionIs("b", 0)),
                                List.of(new Action.Put("b", ""), new Action.Get("a")),
                                List.of(new Action.Delete("a")))),
                Operation.ok("c3", 13, 14, new Call.Acquire("l", "s"), new Answer.Acquired(12)),
                Operation.ok("c3", 15, 16, new Call.Release("l", "s"), new Answer.Released()));

        assertThat(history.text())
                .isEqualTo(
                        """
                        allmende history 1
                        "c 1" 5 9 ok put a 1 -> revision 7
                        c2 6 8 ok get a -> found 1 modified 7 version 1
                        c2 10 11 failed delete then
                        c2 12 - unknown txn if value a "say \\"no\\"\\u000a" if modified a 7 if version b 0 \
                        then put b "" \
                        then get a else delete a
                        c3 13 14 ok acquire l s -> fence 12
                        c3 15 16 ok release l s
                        """);
        assertThat(History.read(history.text())).isEqualTo(history);
    }

    @Seeds(100)
    void isReadBackAsItWasWritten(Seed seed) {
        Settings settings = Settings.of(5, 4, seed.pick(Told.values())).keysMax(3).unknownIn(5);
        History history = Execution.of(seed, settings, 40);
        assertThat(History.read(history.text())).isEqualTo(history);
        History locks = Execution.ofLocks(seed, settings, 40);
        assertThat(History.read(locks.text())).isEqualTo(locks);
    }

    @Seeds(200)
    void anyTextIsAWordOfALine(Seed seed) {
        StringBuilder text = new StringBuilder();
        for (int length = seed.between(0, 6); length > 0; length--) {
            text.append(seed.pick(
                    "a", "\"", "\\", " ", "\n", "\r", "->", "#", "\u0000", "\u2028", "ü", "😀", "\ud800", "-"));
        }
        Words words = new Words("first " + Words.quoted(text.toString()) + " last");
        assertThat(words.text("first")).isEqualTo("first");
        assertThat(words.text("text")).isEqualTo(text.toString());
        assertThat(words.text("last")).isEqualTo("last");
        assertThat(words.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c1 | expected when it was invoked, in nanoseconds and found 'the end'",
                "c1 soon 1 ok get a -> absent | expected when it was invoked, in nanoseconds and found 'soon'",
                "c1 0 1 well get a | expected 'ok' and found 'well'",
                "c1 0 - ok get a | expected 'unknown' and found 'ok'",
                "c1 0 1 ok steal a | expected put, get, delete, txn, acquire or release and found 'steal'",
                "c1 0 1 ok get a absent | expected '->' and found 'absent'",
                "c1 0 1 ok get a -> gone | expected -, absent, existed or found and found 'gone'",
                "c1 0 1 ok get a -> absent absent | expected the end of the line and found 'absent'",
                "c1 0 1 ok txn if weight a 1 | expected value, modified or version and found 'weight'",
                "c1 0 1 ok txn then take a | expected put, get or delete and found 'take'",
                "c1 0 1 ok txn | name at least one key",
                "c1 2 1 ok get a -> absent | take both times from one clock",
                "c1 0 1 ok get \"a | a quote without an end",
                "c1 0 1 ok get \"\\u00x0\" | four hexadecimal digits",
            })
    void aLineThatCannotBeReadIsNamed(String line, String expected) {
        assertThatThrownBy(() -> History.read(HistoryText.TITLE + "\n# nothing\n\n" + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 4: ")
                .hasMessageContaining(expected);
    }

    @Test
    void aFileOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> History.read("")).hasMessageContaining("line 1 is not 'allmende history 1'");
        assertThatThrownBy(() -> History.read("allmende history 2\n")).hasMessageContaining("give a file of that kind");
    }

    @Test
    void anAnswerFitsItsCall() {
        assertThatThrownBy(() -> Operation.ok("c", 0, 1, PUT, new Answer.Released()))
                .hasMessageContaining("does not answer");
        assertThatThrownBy(() -> Operation.ok("c", 0, 1, PUT, Answer.done(0)))
                .hasMessageContaining("one reading for each action");
        assertThatThrownBy(() -> Operation.ok("c", 0, 1, PUT, Answer.refused(0, Reading.UNTOLD)))
                .hasMessageContaining("one reading for each action");
        assertThatThrownBy(() -> Operation.ok("c", 0, 1, new Call.Acquire("l", "s"), new Answer.Released()))
                .hasMessageContaining("does not answer");
        assertThatThrownBy(() -> new Call.Acquire("l", "")).hasMessageContaining("give each one its own");
        assertThatThrownBy(() -> new Answer.Acquired(-1)).hasMessageContaining("one that was not told is 0");
        assertThatThrownBy(() -> Operation.failed("c", 2, 1, PUT)).hasMessageContaining("before it was invoked");
    }

    @Test
    void holdsAsManyOperationsAsItMay() {
        Operation one = Operation.unknown("c", 0, PUT);
        assertThat(new History(Collections.nCopies(History.OPERATIONS_MAX, one)).operations())
                .hasSize(History.OPERATIONS_MAX);
        assertThatThrownBy(() -> new History(Collections.nCopies(History.OPERATIONS_MAX + 1, one)))
                .hasMessageContaining("record less");
    }

    @Test
    void aTransactionHasAsManyPartsAsItMay() {
        List<Action> most = Collections.nCopies(Transaction.PARTS_MAX, new Action.Get("a"));
        List<Action> more = Collections.nCopies(Transaction.PARTS_MAX + 1, new Action.Get("a"));
        List<Comparison> comparisons = Collections.nCopies(Transaction.PARTS_MAX + 1, new Comparison.VersionIs("a", 0));

        assertThat(new Transaction(List.of(), most, most).keys()).containsExactly("a");
        assertThatThrownBy(() -> new Transaction(List.of(), more, List.of())).hasMessageContaining("split it");
        assertThatThrownBy(() -> new Transaction(List.of(), most, more)).hasMessageContaining("split it");
        assertThatThrownBy(() -> new Transaction(comparisons, most, most)).hasMessageContaining("split it");
    }
}

package org.allmende.drills.history;

import java.util.ArrayList;
import java.util.List;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Transaction.Action;
import org.allmende.drills.history.Transaction.Comparison;

/**
 * A history as text. After the title a line for each operation: its client, invocation and completion in nanoseconds
 * (a dash when nobody knows), what became of it, what was asked, and behind an arrow what was told:
 *
 * <pre>
 * c1 100 250 ok put a 1 -> revision 5
 * c2 120 300 ok get a -> revision 5 found 1 modified 5 version 1
 * c1 260 - unknown txn if value a 1 if version b 0 then put b 2 then delete a else get b
 * c3 310 400 ok acquire tower s3 -> fence 12
 * c3 410 500 failed release tower s3
 * </pre>
 *
 * <p>Empty lines and such that begin with # say nothing.
 */
final class HistoryText {
    static final String TITLE = "allmende history 1";

    private HistoryText() {}

    static String text(History history) {
        StringBuilder text = new StringBuilder(TITLE).append('\n');
        history.operations().forEach(each -> text.append(line(each)).append('\n'));
        return text.toString();
    }

    static History read(String text) {
        return new History(Lines.of(TITLE, text, HistoryText::operation));
    }

    static String line(Operation operation) {
        String asked = Words.quoted(operation.client()) + " " + operation.invokedNanos() + " ";
        String call = text(operation.call());
        return switch (operation.outcome()) {
            case Outcome.Ok(long at, Answer answer) -> (asked + at + " ok " + call + text(answer)).strip();
            case Outcome.Failed(long at) -> asked + at + " failed " + call;
            case Outcome.Unknown() -> asked + "- unknown " + call;
        };
    }

    static String text(Call call) {
        return switch (call) {
            case Transaction transaction -> text(transaction);
            case Call.Acquire(String lock, String session) ->
                "acquire " + Words.quoted(lock) + " " + Words.quoted(session);
            case Call.Release(String lock, String session) ->
                "release " + Words.quoted(lock) + " " + Words.quoted(session);
        };
    }

    private static String text(Transaction transaction) {
        if (transaction.comparisons().isEmpty()
                && transaction.actions().size() == 1
                && transaction.otherwise().isEmpty()) {
            return text(transaction.actions().getFirst());
        }
        StringBuilder text = new StringBuilder("txn");
        transaction.comparisons().forEach(each -> text.append(" if ").append(text(each)));
        transaction.actions().forEach(each -> text.append(" then ").append(text(each)));
        transaction.otherwise().forEach(each -> text.append(" else ").append(text(each)));
        return text.toString();
    }

    private static String text(Comparison comparison) {
        return switch (comparison) {
            case Comparison.ValueIs(String key, String value) ->
                "value " + Words.quoted(key) + " " + Words.quoted(value);
            case Comparison.ModRevisionIs(String key, long revision) ->
                "modified " + Words.quoted(key) + " " + revision;
            case Comparison.VersionIs(String key, long version) -> "version " + Words.quoted(key) + " " + version;
        };
    }

    private static String text(Action action) {
        return switch (action) {
            case Action.Put(String key, String value) -> "put " + Words.quoted(key) + " " + Words.quoted(value);
            case Action.Get(String key) -> "get " + Words.quoted(key);
            case Action.Delete(String key) -> "delete " + Words.quoted(key);
        };
    }

    private static String text(Answer answer) {
        return switch (answer) {
            case Answer.Transacted told -> text(told);
            case Answer.Acquired(long fence) -> fence == 0 ? "" : " -> fence " + fence;
            case Answer.Released() -> "";
        };
    }

    private static String text(Answer.Transacted told) {
        StringBuilder text = new StringBuilder(told.succeeded() ? "" : " else");
        text.append(told.revision() == 0 ? "" : " revision " + told.revision());
        if (!told.readings().stream().allMatch(Reading.Untold.class::isInstance)) {
            told.readings().forEach(each -> text.append(' ').append(text(each)));
        }
        return text.isEmpty() ? "" : " ->" + text;
    }

    private static String text(Reading reading) {
        return switch (reading) {
            case Reading.Untold() -> "-";
            case Reading.Absent() -> "absent";
            case Reading.Existed() -> "existed";
            case Reading.Found(String value, long modified, long version) ->
                "found " + Words.quoted(value) + (modified == 0 ? "" : " modified " + modified)
                        + (version == 0 ? "" : " version " + version);
        };
    }

    private static Operation operation(Words words) {
        String client = words.text("a client");
        long invoked = words.number("when it was invoked, in nanoseconds");
        if (words.take("-")) {
            words.expect("unknown");
            return ended(words, Operation.unknown(client, invoked, call(words)));
        }
        long completed = words.number("when it was completed, in nanoseconds, or -");
        if (words.take("failed")) {
            return ended(words, Operation.failed(client, invoked, completed, call(words)));
        }
        words.expect("ok");
        Call call = call(words);
        if (!words.isAtEnd()) {
            words.expect("->");
        }
        Answer answer =
                switch (call) {
                    case Transaction transaction -> transacted(words, transaction);
                    case Call.Acquire _ -> new Answer.Acquired(words.take("fence") ? words.number("a fence") : 0);
                    case Call.Release _ -> new Answer.Released();
                };
        return ended(words, Operation.ok(client, invoked, completed, call, answer));
    }

    private static Operation ended(Words words, Operation operation) {
        words.end();
        return operation;
    }

    private static Call call(Words words) {
        String verb = words.word("a call");
        return switch (verb) {
            case "put", "get", "delete" -> Transaction.of(action(words, verb));
            case "txn" -> transaction(words);
            case "acquire" -> new Call.Acquire(words.text("a lock"), words.text("a session"));
            case "release" -> new Call.Release(words.text("a lock"), words.text("a session"));
            default -> throw words.unexpected("put, get, delete, txn, acquire or release", verb);
        };
    }

    private static Transaction transaction(Words words) {
        List<Comparison> comparisons = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        List<Action> otherwise = new ArrayList<>();
        while (words.take("if")) {
            comparisons.add(comparison(words));
        }
        while (words.take("then")) {
            actions.add(action(words, words.word("an action")));
        }
        while (words.take("else")) {
            otherwise.add(action(words, words.word("an action")));
        }
        return new Transaction(comparisons, actions, otherwise);
    }

    private static Comparison comparison(Words words) {
        String kind = words.word("a comparison");
        return switch (kind) {
            case "value" -> new Comparison.ValueIs(words.text("a key"), words.text("a value"));
            case "modified" -> new Comparison.ModRevisionIs(words.text("a key"), words.number("a revision"));
            case "version" -> new Comparison.VersionIs(words.text("a key"), words.number("a version"));
            default -> throw words.unexpected("value, modified or version", kind);
        };
    }

    private static Action action(Words words, String verb) {
        return switch (verb) {
            case "put" -> new Action.Put(words.text("a key"), words.text("a value"));
            case "get" -> new Action.Get(words.text("a key"));
            case "delete" -> new Action.Delete(words.text("a key"));
            default -> throw words.unexpected("put, get or delete", verb);
        };
    }

    private static Answer.Transacted transacted(Words words, Transaction transaction) {
        boolean succeeded = !words.take("else");
        long revision = words.take("revision") ? words.number("a revision") : 0;
        List<Reading> readings = new ArrayList<>();
        int count = transaction.branch(succeeded).size();
        for (int i = 0; i < count; i++) {
            readings.add(words.isAtEnd() ? Reading.UNTOLD : reading(words));
        }
        return new Answer.Transacted(succeeded, revision, readings);
    }

    private static Reading reading(Words words) {
        String kind = words.word("a reading");
        return switch (kind) {
            case "-" -> Reading.UNTOLD;
            case "absent" -> Reading.ABSENT;
            case "existed" -> Reading.EXISTED;
            case "found" -> new Reading.Found(
                    words.text("a value"),
                    words.take("modified") ? words.number("a revision") : 0,
                    words.take("version") ? words.number("a version") : 0);
            default -> throw words.unexpected("-, absent, existed or found", kind);
        };
    }
}

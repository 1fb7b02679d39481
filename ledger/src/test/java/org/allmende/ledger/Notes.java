package org.allmende.ledger;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Max;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.encoding.Tag;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.timer.Timer;
import org.allmende.ledger.transaction.Operation;

/** The smallest application with everything one can do: rows, refusals, events, timers, a word on gaps. */
public final class Notes implements Application {
    public static final int TAG = 9;

    private final Table<Name, Text> notes;

    public Notes(Tables tables) {
        notes = tables.declare(
                TAG, 0, "notes", OrderedKeys.of(Name.class), Schema.standard().codec(Text.class));
    }

    record Name(@Max(64) String name) {}

    record Text(@Max(1024) String text) {}

    public sealed interface Request extends Operation {
        @Tag(0)
        record Write(@Max(64) String name, @Max(1024) String text) implements Request {}

        /** Refused unless the note is there. */
        @Tag(1)
        record Erase(@Max(64) String name) implements Request {}

        /** Erases the note at a time. */
        @Tag(2)
        record EraseAt(@Max(64) String name, long dueMillis) implements Request {}

        /** Refused when its group holds anything else of this application. */
        @Tag(3)
        record Alone() implements Request {}

        @Tag(4)
        record Crash() implements Request {}

        /** Answers with a summary of so many bytes. */
        @Tag(5)
        record Sum(int bytes) implements Request {}
    }

    public sealed interface Happening extends Event {
        @Tag(0)
        record Written(@Max(64) String name) implements Happening {}

        @Tag(1)
        record Erased(@Max(64) String name) implements Happening {}

        @Tag(2)
        record Missed(long fromMillis, long toMillis) implements Happening {}
    }

    public sealed interface Reply extends Result {
        @Tag(0)
        record Length(int length) implements Reply {
            @Override
            public Bytes summary() {
                return Bytes.of((byte) length);
            }
        }

        @Tag(1)
        record Zeros(int bytes) implements Reply {
            @Override
            public Bytes summary() {
                return Bytes.wrap(new byte[bytes]);
            }
        }
    }

    public enum Why implements Reason {
        NO_SUCH_NOTE(0),
        NOT_ALONE(1);

        private final int code;

        Why(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        @Override
        public String advice() {
            return "write it first";
        }
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public String name() {
        return "notes";
    }

    @Override
    public Class<Request> operations() {
        return Request.class;
    }

    @Override
    public Class<Happening> events() {
        return Happening.class;
    }

    @Override
    public Class<Reply> results() {
        return Reply.class;
    }

    @Override
    public List<Why> reasons() {
        return List.of(Why.values());
    }

    @Override
    public void begin(Genesis genesis, Context context) {
        if (notes.get(new Name("first")).isEmpty()) {
            notes.put(new Name("first"), new Text("from genesis"));
        }
    }

    @Override
    public Optional<Reason> objection(List<? extends Operation> operations) {
        boolean alone = operations.stream().anyMatch(Request.Alone.class::isInstance);
        return alone && operations.size() > 1 ? Optional.of(Why.NOT_ALONE) : Optional.empty();
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((Request) operation) {
            case Request.Write write -> {
                notes.put(new Name(write.name()), new Text(write.text()));
                context.emit(new Happening.Written(write.name()));
                yield Outcome.applied(new Reply.Length(write.text().length()));
            }
            case Request.Erase erase -> {
                if (notes.get(new Name(erase.name())).isEmpty()) {
                    yield Outcome.refused(Why.NO_SUCH_NOTE);
                }
                notes.remove(new Name(erase.name()));
                context.emit(new Happening.Erased(erase.name()));
                yield Outcome.applied(new Reply.Length(0));
            }
            case Request.EraseAt at -> {
                context.timers().set(new Timer(at.dueMillis(), Bytes.utf8(at.name())));
                yield Outcome.applied(new Reply.Length(0));
            }
            case Request.Alone alone -> Outcome.applied(new Reply.Length(1));
            case Request.Sum sum -> Outcome.applied(new Reply.Zeros(sum.bytes()));
            case Request.Crash crash -> throw new IllegalStateException("a planted bug");
        };
    }

    @Override
    public void due(Timer timer, Context context) {
        notes.remove(new Name(timer.name().toText()));
        context.emit(new Happening.Erased(timer.name().toText()));
    }

    @Override
    public void gap(Gap gap, Context context) {
        context.emit(new Happening.Missed(gap.fromMillis(), gap.toMillis()));
    }

    public Optional<String> text(View view, String name) {
        return view.of(notes).get(new Name(name)).map(Text::text);
    }
}

package org.allmende.ledger.checkpoint;

import static org.allmende.ledger.Outcome.applied;
import static org.allmende.ledger.Outcome.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Application;
import org.allmende.ledger.Context;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.checkpoint.Checkpoint.Said;
import org.allmende.ledger.checkpoint.CheckpointOperation.VouchFor;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.roster.Rosters;
import org.allmende.ledger.roster.Voices;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.TableView;
import org.allmende.ledger.table.TableView.Row;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Operation;

/**
 * Which heights are kept, and which nodes have vouched for them (ADR-011). An operator of a node asks; every node
 * keeps the state and says by a transaction what it is; here is counted.
 */
public final class Checkpoints implements Application {
    /** The tag of its operations. */
    public static final int TAG = 3;

    private final Table<Height, Asked> asked;
    private final Table<Speaker, Word> words;
    private final NetworkId network;
    private final Rosters rosters;

    /** @param rosters say who the operators and the nodes are */
    public Checkpoints(Tables tables, Genesis genesis, Rosters rosters) {
        Schema schema = Schema.standard();
        asked = tables.declare(TAG, 0, "checkpoints", OrderedKeys.of(Height.class), schema.codec(Asked.class));
        words = tables.declare(TAG, 1, "vouches", OrderedKeys.of(Speaker.class), schema.codec(Word.class));
        network = genesis.networkId();
        this.rosters = rosters;
    }

    /** A checkpoint's height. */
    record Height(long height) {}

    /**
     * A row: who asked for a checkpoint, and what became of it; see {@link Checkpoint}.
     *
     * @param epoch whose roster vouches for it
     */
    public record Asked(long timeMillis, AccountId by, long epoch, long vouchedHeight) {}

    /** A node that speaks of a checkpoint. */
    record Speaker(long height, int node) {}

    /** What it says. */
    record Word(Statement statement, @Fixed(64) Bytes signature) {}

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public String name() {
        return "checkpoints";
    }

    @Override
    public Class<CheckpointOperation> operations() {
        return CheckpointOperation.class;
    }

    @Override
    public Class<CheckpointEvent> events() {
        return CheckpointEvent.class;
    }

    @Override
    public Class<CheckpointResult> results() {
        return CheckpointResult.class;
    }

    @Override
    public List<CheckpointReason> reasons() {
        return List.of(CheckpointReason.values());
    }

    /** The checkpoints kept as of a view, oldest first. Any thread. */
    public List<Checkpoint> kept(View view) {
        TableView<Speaker, Word> said = view.of(words);
        List<Checkpoint> kept = new ArrayList<>();
        view.of(asked).ascend(null, null, (key, value) -> kept.add(checkpoint(key.height(), value, said)));
        return kept;
    }

    /** The checkpoint of a height as of a view. Any thread. */
    public Optional<Checkpoint> at(View view, long height) {
        return height < 1
                ? Optional.empty()
                : view.of(asked).get(new Height(height)).map(row -> checkpoint(height, row, view.of(words)));
    }

    private static Checkpoint checkpoint(long height, Asked row, TableView<Speaker, Word> words) {
        List<Said> said = new ArrayList<>();
        words.ascend(
                new Speaker(height, 0),
                new Speaker(height + 1, 0),
                (key, word) -> said.add(new Said(key.node(), word.statement(), word.signature())));
        return new Checkpoint(height, row.timeMillis(), row.by(), row.epoch(), row.vouchedHeight(), said);
    }

    /** A network that starts from another's state has none: its nodes have vouched for nothing yet. */
    @Override
    public void begin(Genesis genesis, Context context) {
        List<Height> heights = new ArrayList<>();
        asked.ascend(null, null, (key, value) -> heights.add(key));
        heights.forEach(this::forget);
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((CheckpointOperation) operation) {
            case CheckpointOperation.Take take -> take(context);
            case VouchFor vouch -> vouch(vouch, context);
        };
    }

    private Outcome take(Context context) {
        if (!rosters.current().operators().containsKey(context.caller())) {
            return refused(CheckpointReason.NOT_AN_OPERATOR);
        }
        Optional<Asked> newest = newest();
        if (newest.isPresent()) {
            boolean vouched = newest.get().vouchedHeight() > 0;
            long sinceMillis = context.timeMillis() - newest.get().timeMillis();
            if (!vouched && sinceMillis < Limits.CHECKPOINT_PENDING_MILLIS) {
                return refused(CheckpointReason.UNDER_WAY);
            }
            if (sinceMillis < Limits.CHECKPOINT_INTERVAL_MILLIS) {
                return refused(CheckpointReason.TOO_SOON);
            }
        }
        makeRoom();
        asked.put(new Height(context.height()), new Asked(context.timeMillis(), context.caller(), context.epoch(), 0));
        context.emit(new CheckpointEvent.Taken(context.height(), context.caller()));
        return applied(new CheckpointResult.Taken(context.height()));
    }

    private Optional<Asked> newest() {
        List<Asked> newest = new ArrayList<>();
        asked.descend(null, null, (key, value) -> {
            newest.add(value);
            return false;
        });
        return newest.stream().findFirst();
    }

    /** The oldest goes, and before any that is vouched for those that are not: they are of less use. */
    private void makeRoom() {
        List<Row<Height, Asked>> rows = new ArrayList<>();
        asked.ascend(null, null, (key, value) -> rows.add(new Row<>(key, value)));
        if (rows.size() >= Limits.CHECKPOINTS_KEPT_MAX) {
            forget(rows.stream()
                    .filter(row -> row.value().vouchedHeight() == 0)
                    .findFirst()
                    .orElse(rows.getFirst())
                    .key());
        }
    }

    private void forget(Height height) {
        List<Speaker> speakers = new ArrayList<>();
        words.ascend(
                new Speaker(height.height(), 0),
                new Speaker(height.height() + 1, 0),
                (key, word) -> speakers.add(key));
        speakers.forEach(words::remove);
        asked.remove(height);
    }

    private Outcome vouch(VouchFor vouch, Context context) {
        Statement statement = vouch.statement();
        Height height = new Height(statement.height());
        Optional<Asked> row = asked.get(height);
        Voices voices = new Voices(row.flatMap(found -> rosters.in(found.epoch())).orElseGet(rosters::current));
        Optional<Voices.Voice> voice = voices.of(context.caller());
        if (voice.isEmpty()) {
            return refused(CheckpointReason.NOT_A_NODE);
        }
        if (row.isEmpty() || statement.height() >= context.height()) {
            return refused(CheckpointReason.NO_SUCH_CHECKPOINT);
        }
        if (!statement.network().equals(network)
                || statement.timeMillis() != row.get().timeMillis()
                || statement.epoch() != row.get().epoch()) {
            return refused(CheckpointReason.OTHER_STATE);
        }
        Speaker speaker = new Speaker(statement.height(), voice.get().node());
        if (words.get(speaker).isPresent()) {
            return refused(CheckpointReason.ALREADY_VOUCHED);
        }
        // Rare enough to be checked here: a few times for each checkpoint, as the same node is heard once.
        if (!new Vouch(speaker.node(), vouch.signature()).isFor(statement, voice.get().gatewayKey())) {
            return refused(CheckpointReason.BAD_SIGNATURE);
        }
        words.put(speaker, new Word(statement, vouch.signature()));
        count(height, row.get(), speaker, statement, voices, context);
        return applied(new CheckpointResult.Counted());
    }

    private void count(
            Height height, Asked row, Speaker speaker, Statement statement, Voices voices, Context context) {
        Checkpoint now = checkpoint(height.height(), row, words);
        if (now.isDisputed()) {
            // Also told of one that agrees with the most: before all have spoken nobody knows who is right.
            context.emit(new CheckpointEvent.Disagreed(height.height(), speaker.node(), statement.hash()));
        }
        if (row.vouchedHeight() == 0 && voices.areEnough(now.weightFor(statement, voices))) {
            asked.put(height, new Asked(row.timeMillis(), row.by(), row.epoch(), context.height()));
            context.emit(new CheckpointEvent.Vouched(height.height(), statement.hash()));
        }
    }
}

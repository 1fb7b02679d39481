package org.allmende.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allmende.ledger.Context;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.checkpoint.Checkpoint;
import org.allmende.ledger.checkpoint.CheckpointEvent;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.allmende.ledger.checkpoint.CheckpointOperation.VouchFor;
import org.allmende.ledger.checkpoint.CheckpointReason;
import org.allmende.ledger.checkpoint.CheckpointResult;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Operation;

/** What should become of checkpoints: a list of them, and under each what every node has said. */
final class CheckpointsExpectation implements Expectation {
    private static final int TAG = 3;
    private static final int KEPT = 4;
    private static final long SECOND = 1_000;

    private Genesis genesis;
    private final List<One> all = new ArrayList<>();

    /** A checkpoint. */
    private static final class One {
        final long height;
        final long timeMillis;
        final AccountId by;
        final Map<Integer, VouchFor> words = new TreeMap<>();
        long vouchedHeight;

        One(long height, long timeMillis, AccountId by) {
            this.height = height;
            this.timeMillis = timeMillis;
            this.by = by;
        }

        One copy() {
            One copy = new One(height, timeMillis, by);
            copy.words.putAll(words);
            copy.vouchedHeight = vouchedHeight;
            return copy;
        }
    }

    CheckpointsExpectation(Genesis genesis) {
        this.genesis = genesis;
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public boolean isMine(Operation operation) {
        return operation instanceof CheckpointOperation;
    }

    /** Of a network that starts from another's state: these are its nodes and operators now, and they have said nothing. */
    @Override
    public void begin(Genesis begun, Context context) {
        genesis = begun;
        all.clear();
    }

    @Override
    public Outcome apply(Operation operation, Context context) {
        return switch ((CheckpointOperation) operation) {
            case CheckpointOperation.Take take -> take(context);
            case VouchFor vouch -> vouch(vouch, context);
        };
    }

    private Outcome take(Context context) {
        if (genesis.nodes().stream().noneMatch(node -> AccountId.ofKey(node.operatorKey()).equals(context.caller()))) {
            return Outcome.refused(CheckpointReason.NOT_AN_OPERATOR);
        }
        if (!all.isEmpty()) {
            long age = context.timeMillis() - all.getLast().timeMillis;
            if (all.getLast().vouchedHeight == 0 && age < 60 * SECOND) {
                return Outcome.refused(CheckpointReason.UNDER_WAY);
            }
            if (age < 10 * SECOND) {
                return Outcome.refused(CheckpointReason.TOO_SOON);
            }
        }
        if (all.size() == KEPT) {
            One first = all.stream().filter(each -> each.vouchedHeight == 0).findFirst().orElse(all.getFirst());
            all.remove(first);
        }
        all.add(new One(context.height(), context.timeMillis(), context.caller()));
        context.emit(new CheckpointEvent.Taken(context.height(), context.caller()));
        return Outcome.applied(new CheckpointResult.Taken(context.height()));
    }

    private Outcome vouch(VouchFor vouch, Context context) {
        int node = nodeOf(context.caller());
        if (node < 0) {
            return Outcome.refused(CheckpointReason.NOT_A_NODE);
        }
        Statement said = vouch.statement();
        Optional<One> found = all.stream().filter(each -> each.height == said.height()).findFirst();
        if (found.isEmpty() || said.height() >= context.height()) {
            return Outcome.refused(CheckpointReason.NO_SUCH_CHECKPOINT);
        }
        One one = found.get();
        if (!said.network().equals(genesis.networkId()) || said.timeMillis() != one.timeMillis) {
            return Outcome.refused(CheckpointReason.OTHER_STATE);
        }
        if (one.words.containsKey(node)) {
            return Outcome.refused(CheckpointReason.ALREADY_VOUCHED);
        }
        if (!Ed25519.verify(
                genesis.nodes().get(node).gatewayKey(),
                "allmende/1/checkpoint",
                Schema.standard().codec(Statement.class).encode(said),
                vouch.signature())) {
            return Outcome.refused(CheckpointReason.BAD_SIGNATURE);
        }
        one.words.put(node, vouch);
        if (new HashSet<>(one.words.values().stream().map(VouchFor::statement).toList()).size() > 1) {
            context.emit(new CheckpointEvent.Disagreed(said.height(), node, said.hash()));
        }
        if (one.vouchedHeight == 0 && 3 * weightFor(one, said) > 2 * total()) {
            one.vouchedHeight = context.height();
            context.emit(new CheckpointEvent.Vouched(said.height(), said.hash()));
        }
        return Outcome.applied(new CheckpointResult.Counted());
    }

    private int nodeOf(AccountId account) {
        for (int node = 0; node < genesis.nodes().size(); node++) {
            if (AccountId.ofKey(genesis.nodes().get(node).gatewayKey()).equals(account)) {
                return node;
            }
        }
        return -1;
    }

    private long weightFor(One one, Statement said) {
        long weight = 0;
        for (Map.Entry<Integer, VouchFor> word : one.words.entrySet()) {
            weight += word.getValue().statement().equals(said) ? genesis.nodes().get(word.getKey()).weight() : 0;
        }
        return weight;
    }

    private long total() {
        return genesis.nodes().stream().mapToLong(NodeCard::weight).sum();
    }

    @Override
    public CheckpointsExpectation copy() {
        CheckpointsExpectation copy = new CheckpointsExpectation(genesis);
        all.forEach(each -> copy.all.add(each.copy()));
        return copy;
    }

    @Override
    public Optional<String> difference(Ledger ledger, View view) {
        List<Checkpoint> expected = new ArrayList<>();
        long words = 0;
        for (One one : all) {
            List<Checkpoint.Said> said = new ArrayList<>();
            one.words.forEach((node, vouch) ->
                    said.add(new Checkpoint.Said(node, vouch.statement(), vouch.signature())));
            expected.add(new Checkpoint(one.height, one.timeMillis, one.by, one.vouchedHeight, said));
            words += said.size();
        }
        List<Checkpoint> found = ledger.checkpoints().kept(view);
        if (!found.equals(expected)) {
            return Optional.of("checkpoints are " + found + " and should be " + expected);
        }
        return Rows.difference(
                ledger,
                view,
                List.of(new Rows("checkpoints.checkpoints", all.size()), new Rows("checkpoints.vouches", words)));
    }
}

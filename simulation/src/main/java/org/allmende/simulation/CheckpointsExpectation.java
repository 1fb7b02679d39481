package org.allmende.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
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
    private Supplier<RostersExpectation> rosters;
    private final List<One> all = new ArrayList<>();

    /** A checkpoint. */
    private static final class One {
        final long height;
        final long timeMillis;
        final AccountId by;
        final long epoch;
        final SortedMap<Integer, NodeCard> cards;
        final Map<Integer, VouchFor> words = new TreeMap<>();
        long vouchedHeight;

        One(long height, long timeMillis, AccountId by, long epoch, SortedMap<Integer, NodeCard> cards) {
            this.height = height;
            this.timeMillis = timeMillis;
            this.by = by;
            this.epoch = epoch;
            this.cards = cards;
        }

        NodeCard card(int node) {
            return Optional.ofNullable(cards.get(node)).orElseThrow();
        }

        One copy() {
            One copy = new One(height, timeMillis, by, epoch, cards);
            copy.words.putAll(words);
            copy.vouchedHeight = vouchedHeight;
            return copy;
        }
    }

    /** @param rosters who runs the network as of the last height */
    CheckpointsExpectation(Genesis genesis, Supplier<RostersExpectation> rosters) {
        this.genesis = genesis;
        this.rosters = rosters;
    }

    /** Where rosters are asked for from here on. */
    void rosters(Supplier<RostersExpectation> other) {
        rosters = other;
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
        if (!rosters.get().isOperator(context.caller())) {
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
        all.add(new One(
                context.height(),
                context.timeMillis(),
                context.caller(),
                context.epoch(),
                rosters.get().cards()));
        context.emit(new CheckpointEvent.Taken(context.height(), context.caller()));
        return Outcome.applied(new CheckpointResult.Taken(context.height()));
    }

    private Outcome vouch(VouchFor vouch, Context context) {
        Statement said = vouch.statement();
        Optional<One> found = all.stream().filter(each -> each.height == said.height()).findFirst();
        int node = nodeOf(context.caller(), found.map(each -> each.cards).orElseGet(() -> rosters.get().cards()));
        if (node < 0) {
            return Outcome.refused(CheckpointReason.NOT_A_NODE);
        }
        if (found.isEmpty() || said.height() >= context.height()) {
            return Outcome.refused(CheckpointReason.NO_SUCH_CHECKPOINT);
        }
        One one = found.get();
        if (!said.network().equals(genesis.networkId())
                || said.timeMillis() != one.timeMillis
                || said.epoch() != one.epoch) {
            return Outcome.refused(CheckpointReason.OTHER_STATE);
        }
        if (one.words.containsKey(node)) {
            return Outcome.refused(CheckpointReason.ALREADY_VOUCHED);
        }
        if (!Ed25519.verify(
                one.card(node).gatewayKey(),
                "allmende/1/checkpoint",
                Schema.standard().codec(Statement.class).encode(said),
                vouch.signature())) {
            return Outcome.refused(CheckpointReason.BAD_SIGNATURE);
        }
        one.words.put(node, vouch);
        if (new HashSet<>(one.words.values().stream().map(VouchFor::statement).toList()).size() > 1) {
            context.emit(new CheckpointEvent.Disagreed(said.height(), node, said.hash()));
        }
        if (one.vouchedHeight == 0 && 3 * weightFor(one, said) > 2 * total(one)) {
            one.vouchedHeight = context.height();
            context.emit(new CheckpointEvent.Vouched(said.height(), said.hash()));
        }
        return Outcome.applied(new CheckpointResult.Counted());
    }

    private static int nodeOf(AccountId account, SortedMap<Integer, NodeCard> cards) {
        return cards.entrySet().stream()
                .filter(each -> AccountId.ofKey(each.getValue().gatewayKey()).equals(account))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }

    private static long weightFor(One one, Statement said) {
        long weight = 0;
        for (Map.Entry<Integer, VouchFor> word : one.words.entrySet()) {
            weight += word.getValue().statement().equals(said) ? one.card(word.getKey()).weight() : 0;
        }
        return weight;
    }

    private static long total(One one) {
        return one.cards.values().stream().mapToLong(NodeCard::weight).sum();
    }

    @Override
    public CheckpointsExpectation copy() {
        CheckpointsExpectation copy = new CheckpointsExpectation(genesis, rosters);
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
            expected.add(new Checkpoint(one.height, one.timeMillis, one.by, one.epoch, one.vouchedHeight, said));
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

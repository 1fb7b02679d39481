package org.allmende.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.table.View;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * Follows all keys of the keyspace from node to node, and holds every event against etcd's laws: revisions are dense,
 * a key's version counts its puts, and its create and mod revisions are those of its first and last put.
 */
final class Follower {
    private static final Bytes ALL = Bytes.of((byte) 0);

    private final SimulatedNetwork network;
    private final UnaryOperator<HistoryAnswer> onTheWay;
    private final SortedMap<Bytes, KeyValue> keys = new TreeMap<>();
    private final List<KeyEvent> seen = new ArrayList<>();

    /** The last revision it has followed: a new keyspace is at 1. */
    private long at = 1;

    private int startedAnew;

    Follower(SimulatedNetwork network) {
        this(network, UnaryOperator.identity());
    }

    /** @param onTheWay what becomes of an answer between node and follower: for tests of this one */
    Follower(SimulatedNetwork network, UnaryOperator<HistoryAnswer> onTheWay) {
        this.network = network;
        this.onTheWay = onTheWay;
    }

    List<KeyEvent> seen() {
        return seen;
    }

    /** How often what it wanted next was compacted away. */
    int startedAnew() {
        return startedAnew;
    }

    /** Goes on at this node, if it is there. */
    void poll(SimulatedNode node, int limit) {
        if (!node.isUp()) {
            return;
        }
        View view = node.port().view();
        HistoryRequest request = new HistoryRequest(ALL, ALL, at + 1, limit, false);
        HistoryAnswer answer = CoordinationWorkload.of(node).history(view, SimulatedNetwork.KEYSPACE, request);
        switch (onTheWay.apply(answer)) {
            case HistoryAnswer.Page page -> {
                long before = at;
                page.events().forEach(event -> follow(node, event, before));
                boolean goesOn = page.nextRevision() == at + 1;
                require(goesOn, node, "says to go on at " + page.nextRevision() + " after revision " + at);
            }
            case HistoryAnswer.Compacted compacted -> startAnew(node, view);
            // A node that has no state yet has no keyspace either.
            case HistoryAnswer.Refused refused -> require(view.height() == 0, node, "refuses: " + refused);
        }
    }

    private void follow(SimulatedNode node, KeyEvent event, long before) {
        boolean sameRevision = event.revision() == at && at > before;
        require(sameRevision || event.revision() == at + 1, node, "a hole between revision " + at + " and " + event);
        KeyValue now = event.keyValue();
        @Nullable KeyValue was = keys.get(now.key());
        switch (event.kind()) {
            case PUT -> {
                long create = was == null ? event.revision() : was.createRevision();
                long version = was == null ? 1 : was.version() + 1;
                KeyValue should =
                        new KeyValue(now.key(), create, event.revision(), version, now.value(), now.lease());
                require(now.equals(should), node, now + " should be " + should);
                keys.put(now.key(), now);
            }
            case DELETE -> {
                require(was != null, node, "deletes what is not there: " + event);
                keys.remove(now.key());
            }
        }
        seen.add(event);
        at = event.revision();
    }

    /** As a client does whose past was given up: reads all keys, and goes on from there. */
    private void startAnew(SimulatedNode node, View view) {
        RangeRequest all = RangeRequest.of(ALL, ALL);
        RangeAnswer answer = CoordinationWorkload.of(node).range(view, SimulatedNetwork.KEYSPACE, all);
        if (answer instanceof RangeAnswer.Found found) {
            require(found.result().revision() > at, node, "gives up what is still to come");
            keys.clear();
            found.result().keyValues().forEach(each -> keys.put(each.key(), each));
            at = found.result().revision();
            startedAnew++;
        }
    }

    /** What it made of the events is what the node holds. */
    void requireLevel(SimulatedNode node) {
        RangeAnswer answer = CoordinationWorkload.of(node)
                .range(node.port().view(), SimulatedNetwork.KEYSPACE, RangeRequest.of(ALL, ALL));
        RangeAnswer should = new RangeAnswer.Found(
                answer.height(), new RangeResult(at, List.copyOf(keys.values()), keys.size(), false));
        require(answer.equals(should), node, "holds " + answer + ", a follower " + should);
    }

    private void require(boolean holds, SimulatedNode node, String what) {
        if (!holds) {
            throw network.auditor().violation("a follower at " + node + ": " + what);
        }
    }
}

package org.allmende.ledger.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;

/** When each node was heard: took part in a round that became a height. Noted now and then, not each time. */
final class Attendance {
    private final Table<NodeNumber, Heard> heard;

    /** A node. */
    record NodeNumber(int number) {}

    Attendance(Tables tables, int application, int number) {
        heard = tables.declare(
                application,
                number,
                "heard",
                OrderedKeys.of(NodeNumber.class),
                Schema.standard().codec(Heard.class));
    }

    /** From here on these are the nodes, and those that are fresh have yet to be heard. */
    void expect(Roster roster, Set<Integer> fresh, long nowMillis) {
        List<NodeNumber> gone = new ArrayList<>();
        heard.ascend(null, null, (node, _) -> {
            if (roster.member(node.number()).isEmpty()) {
                gone.add(node);
            }
            return true;
        });
        gone.forEach(heard::remove);
        for (Member member : roster.members()) {
            NodeNumber node = new NodeNumber(member.node());
            if (fresh.contains(member.node()) || heard.get(node).isEmpty()) {
                heard.put(node, new Heard(nowMillis, false));
            }
        }
    }

    /** Forgets all nodes. */
    void clear() {
        List<NodeNumber> all = new ArrayList<>();
        heard.ascend(null, null, (node, _) -> all.add(node));
        all.forEach(heard::remove);
    }

    /** These nodes took part in a round. */
    void heard(List<Long> nodes, long nowMillis, long silenceMillis) {
        long stepMillis = Math.min(Limits.HEARD_MILLIS, silenceMillis / 10);
        for (long number : nodes) {
            NodeNumber node = new NodeNumber(Math.toIntExact(number));
            Optional<Heard> before = heard.get(node);
            if (before.isPresent()
                    && (!before.get().spoke() || nowMillis - before.get().sinceMillis() >= stepMillis)) {
                heard.put(node, new Heard(nowMillis, true));
            }
        }
    }

    boolean isLevel(int node, long nowMillis) {
        return heard.get(new NodeNumber(node))
                .filter(last -> last.isLevelAt(nowMillis))
                .isPresent();
    }

    /** Since when nothing was heard of it. */
    long silentSinceMillis(int node) {
        return heard.get(new NodeNumber(node))
                .orElseThrow(() -> new IllegalStateException("node " + node + " is expected to be heard: a bug"))
                .sinceMillis();
    }

    Heard of(View view, int node) {
        return view.of(heard).get(new NodeNumber(node)).orElse(Heard.NEVER);
    }
}

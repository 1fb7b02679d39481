package org.allmende.gateway.etcd.health;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.genesis.NodeCard;

/** How many members may be gone: the others need more than two thirds of all weight to go on. */
public final class Loss {
    private Loss() {}

    /** How many of them may be down at once, whichever they are; 0 when there are none. */
    public static int survived(List<NodeCard> members) {
        long all = members.stream().mapToLong(NodeCard::weight).sum();
        long left = all;
        int lost = 0;
        for (long heaviest : members.stream()
                .map(NodeCard::weight)
                .sorted(Comparator.reverseOrder())
                .toList()) {
            left -= heaviest;
            if (3 * left <= 2 * all) {
                break;
            }
            lost++;
        }
        return lost;
    }

    /** Where none may be, what to know of it, in a sentence without a full stop; empty where one may. */
    public static Optional<String> warning(List<NodeCard> members) {
        if (members.isEmpty() || survived(members) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                members.size() == 1
                        ? "one member survives no loss: while it is down there is no answer; four or more survive one"
                        : members.size() + " members survive no loss: more than two thirds must be up; four or more survive"
                                + " one");
    }
}

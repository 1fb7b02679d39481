package org.allmende.ledger.roster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allmende.ledger.encoding.Tag;

/**
 * How the weight of a roster is spread over what its nodes have in common, as their cards say. Whoever has a third of
 * the weight or more in one hand, machine hall or law can stop the network.
 */
public final class Concentration {
    private final Roster roster;

    /** What nodes can have in common. */
    public enum Label {
        @Tag(0)
        OPERATOR,
        @Tag(1)
        PROVIDER,
        @Tag(2)
        REGION,
        @Tag(3)
        JURISDICTION;

        /** By what nodes with this in common are told from others: an operator by its account, all else by its name. */
        private String value(Member member) {
            return switch (this) {
                case OPERATOR -> member.operator().toString();
                case PROVIDER -> member.card().provider();
                case REGION -> member.card().region();
                case JURISDICTION -> member.card().jurisdiction();
            };
        }

        private String shown(Member member) {
            return this == OPERATOR ? member.card().operator() : value(member);
        }
    }

    /**
     * The weight of all nodes that have one thing in common.
     *
     * @param value tells it from others; of an operator its account
     * @param shown for people
     */
    public record Share(Label label, String value, String shown, long weight) {}

    public Concentration(Roster roster) {
        this.roster = roster;
    }

    /** The shares of one label: the heaviest first, those of the same weight by value. */
    public List<Share> shares(Label label) {
        Map<String, Share> byValue = new TreeMap<>();
        for (Member member : roster.members()) {
            String value = label.value(member);
            byValue.merge(
                    value,
                    new Share(label, value, label.shown(member), member.weight()),
                    (before, more) -> new Share(label, value, before.shown(), before.weight() + more.weight()));
        }
        List<Share> shares = new ArrayList<>(byValue.values());
        shares.sort(Comparator.comparingLong(Share::weight).reversed().thenComparing(Share::value));
        return shares;
    }

    /** How many of one label, at least, would have to fail together to stop the network: from 1. */
    public int stoppers(Label label) {
        long weight = 0;
        int count = 0;
        for (Share share : shares(label)) {
            weight += share.weight();
            count++;
            if (roster.canStop(weight)) {
                break;
            }
        }
        return count;
    }

    /** What by itself has a third of the weight or more, by label. */
    public List<Share> alarming() {
        List<Share> alarming = new ArrayList<>();
        for (Label label : Label.values()) {
            shares(label).stream()
                    .filter(share -> roster.canStop(share.weight()))
                    .forEach(alarming::add);
        }
        return alarming;
    }

    /** What of {@link #alarming} has a larger part of the weight than in the roster before. */
    List<Share> worseThan(Roster before) {
        Concentration earlier = new Concentration(before);
        return alarming().stream()
                .filter(share -> isLarger(share, weight(earlier.shares(share.label()), share.value()), before.total()))
                .toList();
    }

    private boolean isLarger(Share share, long weightBefore, long totalBefore) {
        return Math.multiplyExact(share.weight(), totalBefore) > Math.multiplyExact(weightBefore, roster.total());
    }

    private static long weight(Collection<Share> shares, String value) {
        return shares.stream()
                .filter(share -> share.value().equals(value))
                .mapToLong(Share::weight)
                .sum();
    }
}

package org.allmende.ledger.roster;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;

/**
 * Who may vouch in a roster's name, and with how much weight: the gateway keys of its nodes. Nodes that share a key are one
 * voice, under the lowest of their numbers and with all their weight.
 */
public final class Voices {
    private final Map<Integer, Voice> byNode = new TreeMap<>();
    private final Map<AccountId, Voice> byAccount = new HashMap<>();
    private final long total;

    /** One who may vouch. */
    public record Voice(int node, Bytes gatewayKey, long weight) {
        /** The account opened with its key. */
        public AccountId account() {
            return AccountId.ofKey(gatewayKey);
        }
    }

    public Voices(Roster roster) {
        for (Member member : roster.members()) {
            Voice alone = new Voice(member.node(), member.card().gatewayKey(), member.weight());
            Voice voice = byAccount.merge(alone.account(), alone, Voices::together);
            byNode.put(voice.node(), voice);
        }
        total = roster.total();
    }

    private static Voice together(Voice before, Voice more) {
        return new Voice(before.node(), before.gatewayKey(), before.weight() + more.weight());
    }

    /** Whose gateway account this is. */
    public Optional<Voice> of(AccountId account) {
        return Optional.ofNullable(byAccount.get(account));
    }

    /** Empty for a number that is no node's, or that of a node whose key has a lower number. */
    public Optional<Voice> of(int node) {
        return Optional.ofNullable(byNode.get(node));
    }

    /** The weight of all nodes. */
    public long total() {
        return total;
    }

    /** Whether so much weight is more than two thirds of all, exactly two thirds being too little. */
    public boolean areEnough(long weight) {
        return Math.multiplyExact(3, weight) > Math.multiplyExact(2, total);
    }
}

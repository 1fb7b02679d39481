package org.allmende.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allmende.ledger.Ledger;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.metering.NodeUsage;
import org.allmende.ledger.metering.Usage;
import org.allmende.ledger.table.View;

/** What should be counted of everybody's use, and what is too much. */
final class ExpectedMetering {
    private final Map<AccountId, Used> accounts = new TreeMap<>();
    private final Map<Integer, Load> nodes = new TreeMap<>();

    /** Of the round that is being applied; none before the first. */
    private final Map<Integer, Load> inRound = new HashMap<>();

    /** @param inMinutes what was sent in each minute of agreed time, by its number */
    private record Used(Amount sent, long entries, TreeMap<Long, Amount> inMinutes) {
        static final Used NOTHING = new Used(Amount.NOTHING, 0, new TreeMap<>());
    }

    private record Amount(long operations, long bytes) {
        static final Amount NOTHING = new Amount(0, 0);

        Amount plus(Amount more) {
            return new Amount(operations + more.operations, bytes + more.bytes);
        }
    }

    private record Load(long transactions, Amount sent, long setAside) {
        static final Load NOTHING = new Load(0, Amount.NOTHING, 0);

        Load plus(Load more) {
            return new Load(transactions + more.transactions, sent.plus(more.sent), setAside + more.setAside);
        }
    }

    // ---- nodes

    /** Those of another network. */
    void forgetNodes() {
        nodes.clear();
    }

    void beginRound() {
        inRound.clear();
    }

    /** Whether what the node brought so far is below its share, so that one transaction more has room. */
    boolean hasRoom(Parameters parameters, RostersExpectation rosters, int node) {
        Amount sofar = inRound.getOrDefault(node, Load.NOTHING).sent;
        return sofar.operations < share(rosters, node, parameters.roundOperationsMax())
                && sofar.bytes < share(rosters, node, parameters.roundBytesMax());
    }

    private static long share(RostersExpectation rosters, int node, long ofRound) {
        return Math.max(1, ofRound * rosters.weight(node) / rosters.total());
    }

    void brought(int node, long operations, long bytes) {
        add(node, new Load(1, new Amount(operations, bytes), 0));
    }

    void setAside(int node) {
        add(node, new Load(0, Amount.NOTHING, 1));
    }

    private void add(int node, Load more) {
        inRound.merge(node, more, Load::plus);
        nodes.merge(node, more, Load::plus);
    }

    // ---- accounts

    boolean mayUse(AccountId account, Quota quota, long operations, long bytes, long nowMillis) {
        Used used = accounts.getOrDefault(account, Used.NOTHING);
        Amount sum = used.inMinutes.getOrDefault(minute(nowMillis), Amount.NOTHING).plus(new Amount(operations, bytes));
        return sum.operations <= quota.operationsPerMinute() && sum.bytes <= quota.bytesPerMinute();
    }

    void use(AccountId account, long operations, long bytes, long nowMillis) {
        Amount more = new Amount(operations, bytes);
        Used before = accounts.getOrDefault(account, Used.NOTHING);
        TreeMap<Long, Amount> inMinutes = new TreeMap<>(before.inMinutes);
        inMinutes.merge(minute(nowMillis), more, Amount::plus);
        accounts.put(account, new Used(before.sent.plus(more), before.entries, inMinutes));
    }

    private static long minute(long millis) {
        return millis / 60_000;
    }

    /** Whether it may own so many more; if so, it does. Who owns too much already may still own less. */
    boolean own(AccountId account, Quota quota, long more) {
        Used before = accounts.getOrDefault(account, Used.NOTHING);
        long entries = before.entries + more;
        if (more > 0 && entries > quota.entries()) {
            return false;
        }
        accounts.put(account, new Used(before.sent, entries, before.inMinutes));
        return true;
    }

    // ---- what a view shows

    ExpectedMetering copy() {
        ExpectedMetering copy = new ExpectedMetering();
        copy.accounts.putAll(accounts);
        copy.nodes.putAll(nodes);
        copy.inRound.putAll(inRound);
        return copy;
    }

    Optional<String> difference(Ledger ledger, View view) {
        for (Map.Entry<AccountId, Used> each : accounts.entrySet()) {
            Usage found = ledger.metering().usage(view, each.getKey());
            Usage expected = usage(each.getValue());
            if (!found.equals(expected)) {
                return Optional.of("usage of " + each.getKey() + " is " + found + " and should be " + expected);
            }
        }
        for (Map.Entry<Integer, Load> each : nodes.entrySet()) {
            Load load = each.getValue();
            NodeUsage found = ledger.metering().usage(view, each.getKey());
            NodeUsage expected =
                    new NodeUsage(load.transactions, load.sent.operations, load.sent.bytes, load.setAside);
            if (!found.equals(expected)) {
                return Optional.of("usage of node " + each.getKey() + " is " + found + " and should be " + expected);
            }
        }
        return Rows.difference(
                ledger, view, List.of(new Rows("ledger.usage", accounts.size()), new Rows("ledger.node-usage", nodes.size())));
    }

    private static Usage usage(Used used) {
        Map.Entry<Long, Amount> latest = used.inMinutes.lastEntry();
        long minute = latest == null ? 0 : latest.getKey();
        Amount inMinute = latest == null ? Amount.NOTHING : latest.getValue();
        return new Usage(
                used.sent.operations, used.sent.bytes, used.entries, minute, inMinute.operations, inMinute.bytes);
    }
}

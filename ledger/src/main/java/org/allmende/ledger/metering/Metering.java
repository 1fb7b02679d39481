package org.allmende.ledger.metering;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.encoding.OrderedKeys;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.roster.Roster;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.table.Tables;
import org.allmende.ledger.table.View;

/** Counts what accounts and nodes use, and says what is too much. Apply thread only, except what takes a view. */
public final class Metering {
    private final Table<AccountId, Usage> accounts;
    private final Table<NodeNumber, NodeUsage> nodes;
    private final Parameters parameters;
    private Shares shares;

    /**
     * @param application the tag under which the ledger declares its own tables
     * @param number of the first of two tables
     * @param roster that the network begins with
     */
    public Metering(Tables tables, int application, int number, Roster roster, Parameters parameters) {
        accounts = tables.declare(
                application, number, "usage", OrderedKeys.of(AccountId.class), Schema.standard().codec(Usage.class));
        nodes = tables.declare(
                application,
                number + 1,
                "node-usage",
                OrderedKeys.of(NodeNumber.class),
                Schema.standard().codec(NodeUsage.class));
        this.parameters = parameters;
        shares = new Shares(roster, parameters);
    }

    /** From here on the shares are those of this roster. */
    public void share(Roster roster) {
        shares = new Shares(roster, parameters);
    }

    /** A node's number in the rosters, from 0. */
    public record NodeNumber(int number) {}

    /**
     * A network begins: what the nodes of another one brought, of which it has the rows, is forgotten. A node's number
     * there is not its number here.
     */
    public void begin() {
        List<NodeNumber> known = new ArrayList<>();
        nodes.ascend(null, null, (node, usage) -> known.add(node));
        known.forEach(nodes::remove);
    }

    /** A round begins: every node has its whole share. */
    public void beginRound() {
        shares.begin();
    }

    /** Whether this node's next transaction has room in this round. Asked once for each. */
    public boolean hasRoom(int node) {
        return shares.hasRoom(node);
    }

    /** A node has brought a transaction that had room. */
    public void brought(int node, long operations, long bytes) {
        shares.take(node, operations, bytes);
    }

    /** Writes what the nodes brought in this round. */
    public void endRound() {
        for (int node : shares.brought()) {
            NodeNumber key = new NodeNumber(node);
            nodes.put(key, shares.added(node, nodes.get(key).orElse(NodeUsage.NONE)));
        }
    }

    /** Whether an account may send this much at that agreed time, as of a view. Any thread. */
    public boolean mayUse(
            View view, AccountId account, Quota quota, long operations, long bytes, long nowMillis) {
        return usage(view, account).plus(operations, bytes, nowMillis).isWithin(quota);
    }

    /**
     * An account sends this much.
     *
     * @return false, and nothing is counted, when that is over its quota of this minute
     */
    public boolean use(AccountId account, Quota quota, long operations, long bytes, long nowMillis) {
        Usage after = accounts.get(account).orElse(Usage.NONE).plus(operations, bytes, nowMillis);
        if (!after.isWithin(quota)) {
            return false;
        }
        accounts.put(account, after);
        return true;
    }

    /**
     * An account owns this many entries more, or fewer.
     *
     * @return false, and nothing is counted, when that would be over its quota; never for fewer
     */
    public boolean own(AccountId account, Quota quota, long more) {
        Usage usage = accounts.get(account).orElse(Usage.NONE);
        Usage after = usage.plusEntries(more);
        if (after.entries() < 0) {
            throw new IllegalStateException("account " + account + " would own " + after.entries() + " entries: a bug");
        }
        if (more > 0 && after.entries() > quota.entries()) {
            return false;
        }
        accounts.put(account, after);
        return true;
    }

    /** What an account has used, as of a view. Any thread. */
    public Usage usage(View view, AccountId account) {
        return view.of(accounts).get(account).orElse(Usage.NONE);
    }

    /** What a node has brought, as of a view. Any thread. */
    public NodeUsage usage(View view, int node) {
        return view.of(nodes).get(new NodeNumber(node)).orElse(NodeUsage.NONE);
    }
}

package org.allmende.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.client.Consistency;
import org.allmende.client.Keys;
import org.allmende.client.NetworkClient;
import org.allmende.client.Settlement;
import org.allmende.coordination.Coordination;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.Accounts;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.transaction.Group;
import org.allmende.node.EtcdListener;
import org.allmende.node.Refusal;

/**
 * Lets the nodes of a network on this machine write for clients of etcd: the owner of the keyspace delegates to the account
 * of each node's gateway. In a network of several members that is for the owner to decide, node by node.
 */
final class EtcdRights {
    /** A day less than may be, for agreed time goes on while this is ordered. */
    private static final Duration LENGTH =
            Duration.ofMillis(Limits.DELEGATION_MILLIS_MAX).minusDays(1);

    private static final int TRIES_MAX = 5;

    private final NetworkFolder folder;
    private final NetworkClient client;

    EtcdRights(NetworkFolder folder, NetworkClient client) {
        this.folder = folder;
        this.client = client;
    }

    /** Gives what is missing; most times nothing is. */
    void give(List<NodeCard> nodes) throws Refusal, InterruptedException {
        try {
            Keys owner = Keys.read(folder.ownerKey());
            List<Accounts.Given> given = client.delegations(owner.account(), Optional.empty(), Consistency.LOCAL)
                    .delegations();
            List<Group> missing = new ArrayList<>();
            for (NodeCard node : nodes) {
                EtcdListener listener =
                        folder.node(node.name()).readSettings().etcd();
                AccountId account = AccountId.ofKey(node.gatewayKey());
                Scope scope = scope(listener);
                if (listener.isOn()
                        && given.stream().noneMatch(each -> each.to().equals(account) && each.scope().equals(scope))) {
                    long until = client.agreedTimeMillis() + LENGTH.toMillis();
                    missing.add(Group.of(new LedgerOperation.Delegate(account, scope, Optional.empty(), until)));
                }
            }
            if (!missing.isEmpty()) {
                requireApplied(submitted(owner, missing.toArray(Group[]::new)));
            }
        } catch (IOException e) {
            throw new Refusal(
                    "the nodes could not be let write for clients of etcd: " + e.getMessage(), "start them again", e);
        }
    }

    /** Nodes that have just started may be so slow that a transaction is too old when its turn comes: then anew. */
    private Settlement submitted(Keys owner, Group... groups) throws IOException, InterruptedException {
        Settlement settlement = client.submit(owner, groups);
        for (int tries = 1; settlement instanceof Settlement.NeverHappened && tries < TRIES_MAX; tries++) {
            settlement = client.submit(owner, groups);
        }
        return settlement;
    }

    /** Coordination's words for a keyspace and a prefix in it. */
    private static Scope scope(EtcdListener listener) {
        return new Scope(
                Coordination.TAG,
                Bytes.utf8(listener.keyspace()).concat(Bytes.of((byte) 0)).concat(Bytes.utf8(listener.prefix())));
    }

    private static void requireApplied(Settlement settlement) throws Refusal {
        boolean applied = settlement instanceof Settlement.Applied done
                && done.receipt().outcomes().stream().allMatch(GroupOutcome.Applied.class::isInstance);
        if (!applied) {
            throw new Refusal(
                    "the nodes could not be let write for clients of etcd: " + settlement,
                    "see whether owner.key in the network's folder is the key that owns the keyspace, and start again");
        }
    }
}

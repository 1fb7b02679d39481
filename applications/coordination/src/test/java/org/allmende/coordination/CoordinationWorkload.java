package org.allmende.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.CoordinationOperation.AllowWriter;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.CreateKeyspace;
import org.allmende.coordination.CoordinationOperation.DisallowWriter;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.ledger.Application;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation.ChangeQuota;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.EndDelegation;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulatedNode;
import org.allmende.simulation.Workload;

/** Whatever can be asked of coordination, by an owner, a writer and a stranger, in two keyspaces. */
final class CoordinationWorkload implements Workload {
    private static final Bytes OWNER = SimulatedNetwork.OWNER;
    private static final Bytes WRITER = SimulatedNetwork.secret("writer");
    private static final Bytes STRANGER = SimulatedNetwork.secret("stranger");

    /** How far the keyspace has come, as somebody last said. */
    private long revision = 1;

    /** Those it had then. */
    private List<Long> leases = List.of();

    @Override
    public void act(SimulatedNetwork network, Seed seed) {
        look(network, seed);
        switch (seed.between(1, 20)) {
            case 1, 2 -> network.clients().submit(
                    SimulatedNetwork.OPERATOR, Group.of(manage(seed)));
            case 3 -> network.clients().submit(OWNER, Group.of(lend(network, seed)));
            case 4 -> network.clients().submit(OWNER, Group.of(admit(seed)));
            case 5 -> network.clients().submit(
                    STRANGER, Group.of(new CreateKeyspace(seed.pick("other", "other", "third", SimulatedNetwork.KEYSPACE))));
            case 6, 7 -> network.clients().submit(STRANGER, fill(seed));
            case 8 -> network.clients().submit(OWNER, Group.of(compact(SimulatedNetwork.KEYSPACE, seed)));
            default -> change(network, seed);
        }
    }

    private void look(SimulatedNetwork network, Seed seed) {
        SimulatedNode node = seed.pick(network.nodes());
        if (node.isUp()
                && of(node).keyspace(node.port().view(), SimulatedNetwork.KEYSPACE)
                        instanceof KeyspaceAnswer.Found found) {
            revision = found.keyspace().revision();
            leases = leases(node);
        }
    }

    private static List<Long> leases(SimulatedNode node) {
        LeasesAnswer answer = of(node)
                .leases(
                        node.port().view(), SimulatedNetwork.KEYSPACE, Long.MIN_VALUE, LeasesAnswer.LEASES_MAX);
        return ((LeasesAnswer.Page) answer).leases().stream().map(LeaseInfo::lease).toList();
    }

    static Coordination of(SimulatedNode node) {
        return of(node.port().applications());
    }

    static Coordination of(List<? extends Application> applications) {
        return applications.stream()
                .map(each -> each instanceof PlantedCoordination planted ? planted.real() : each)
                .filter(Coordination.class::isInstance)
                .map(Coordination.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** So few entries that keyspace "other", the stranger's, is full soon. */
    private static Operation manage(Seed seed) {
        Quota quota = new Quota(0, seed.between(2, 6), seed.between(30, 300), seed.between(20_000, 100_000));
        return seed.oneIn(3)
                ? new ChangeQuota(account(seed.pick(WRITER, STRANGER)), quota)
                : OpenAccount.ofKey(key(seed.pick(WRITER, STRANGER)), quota);
    }

    /** More keys than the stranger may own. */
    private static Group[] fill(Seed seed) {
        List<Group> groups = new ArrayList<>(List.of(Group.of(new CreateKeyspace("other"))));
        for (int i = 0; i < 5; i++) {
            PutRequest put = PutRequest.of(Words.b("key " + seed.between(1, 9)), Words.b("value"));
            Request request = seed.oneIn(2) ? put : new TxnRequest(List.of(), List.of(put), List.of());
            groups.add(Group.of(Words.operation("other", request)));
        }
        return groups.toArray(Group[]::new);
    }

    private Operation lend(SimulatedNetwork network, Seed seed) {
        Bytes name = Bytes.utf8(SimulatedNetwork.KEYSPACE).concat(Words.b(seed.pick("", "\0", "\0a", "\0b")));
        Scope scope = new Scope(Coordination.TAG, name);
        return seed.oneIn(4)
                ? new EndDelegation(account(STRANGER), scope)
                : new Delegate(
                        account(STRANGER),
                        scope,
                        seed.oneIn(3) ? Optional.empty() : Optional.of(Uint256.of(seed.between(0, 6))),
                        network.nowMillis() + seed.between(1, 15_000));
    }

    private static Operation admit(Seed seed) {
        Bytes prefix = Words.b(seed.pick("", "a", "\u00ff"));
        return seed.oneIn(4)
                ? new DisallowWriter(SimulatedNetwork.KEYSPACE, account(WRITER), prefix)
                : new AllowWriter(SimulatedNetwork.KEYSPACE, account(WRITER), prefix);
    }

    private void change(SimulatedNetwork network, Seed seed) {
        List<Group> groups = new ArrayList<>();
        int count = seed.between(2, 7);
        for (int i = 0; i < count; i++) {
            groups.add(group(seed));
        }
        network.clients().submit(seed.pick(OWNER, OWNER, OWNER, WRITER, STRANGER), groups.toArray(Group[]::new));
    }

    private Group group(Seed seed) {
        String keyspace = seed.oneIn(6) ? "other" : SimulatedNetwork.KEYSPACE;
        AnyRequest any = new AnyRequest(seed, revision, leases);
        if (seed.oneIn(4)) {
            return Group.of(ofALease(keyspace, any, seed));
        }
        Operation[] operations = new Operation[seed.between(1, 3)];
        for (int i = 0; i < operations.length; i++) {
            operations[i] = switch (seed.between(1, 14)) {
                case 1 -> compact(keyspace, seed);
                case 2 -> ofALease(keyspace, any, seed);
                default -> Words.operation(keyspace, any.operation());
            };
        }
        return Group.of(operations);
    }

    private Operation compact(String keyspace, Seed seed) {
        return new Compact(keyspace, seed.between(0, (int) revision + 1));
    }

    private static Operation ofALease(String keyspace, AnyRequest any, Seed seed) {
        return switch (seed.between(1, 7)) {
            case 1, 2, 3 ->
                new GrantLease(keyspace, any.lease(), seed.between(-1, 15), Words.b(seed.pick("", "", "", "a", "ab")));
            case 4, 5 -> new RenewLeases(keyspace, List.of(any.lease(), any.leaseThatLives()));
            default -> new RevokeLease(keyspace, any.leaseThatLives());
        };
    }

    private static Bytes key(Bytes secret) {
        return Ed25519.publicKey(secret);
    }

    static AccountId account(Bytes secret) {
        return AccountId.ofKey(key(secret));
    }
}

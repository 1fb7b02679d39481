package org.allmende.simulation;

import java.util.List;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.EndDelegation;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;

/** Adds, ends, opens, lends and poses; now and then so much at once that windows are full. */
final class TallyWorkload implements Workload {
    private static final List<Bytes> FRIENDS =
            List.of(SimulatedNetwork.secret("friend 1"), SimulatedNetwork.secret("friend 2"));
    private static final List<Bytes> ALL = List.of(
            SimulatedNetwork.OWNER, SimulatedNetwork.OPERATOR, FRIENDS.getFirst(), FRIENDS.getLast());

    @Override
    public void act(SimulatedNetwork network, Seed seed) {
        int times = seed.oneIn(30) ? 30 : 1;
        for (int i = 0; i < times; i++) {
            Bytes sender = seed.pick(ALL);
            Group[] groups = new Group[seed.between(1, 3)];
            for (int g = 0; g < groups.length; g++) {
                Operation[] operations = new Operation[seed.between(1, 3)];
                for (int o = 0; o < operations.length; o++) {
                    operations[o] = operation(network, sender, seed);
                }
                groups[g] = Group.of(operations);
            }
            if (seed.oneIn(15)) {
                network.clients().submitAs(account(SimulatedNetwork.OWNER), seed.pick(FRIENDS), groups);
            } else {
                network.clients().submit(sender, groups);
            }
        }
    }

    private static Operation operation(SimulatedNetwork network, Bytes sender, Seed seed) {
        String name = seed.pick("first", "a", "b", "ab");
        long soon = network.nowMillis() + seed.between(-1_000, 8_000);
        Scope scope = new Scope(Tally.TAG, Bytes.utf8(seed.pick("", "a")));
        return switch (seed.between(1, 16)) {
            case 1, 2 -> new Tally.Request.EndAt(name, soon);
            case 3 -> new OpenAccount(Ed25519.publicKey(seed.pick(FRIENDS)), seed.oneIn(3));
            case 4 -> new Delegate(account(seed.pick(ALL)), scope, soon);
            case 5 -> new EndDelegation(account(seed.pick(ALL)), scope);
            case 6 -> new Barrier(seed.nextLong());
            case 7, 8 -> new Tally.Request.Add(account(seed.pick(ALL)), name, seed.between(-2, 5));
            default -> new Tally.Request.Add(account(sender), name, seed.between(-2, 5));
        };
    }

    static AccountId account(Bytes secret) {
        return AccountId.ofKey(Ed25519.publicKey(secret));
    }
}

package org.allmende.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.AuthChange.AddRole;
import org.allmende.coordination.AuthChange.AddUser;
import org.allmende.coordination.AuthChange.ChangePassword;
import org.allmende.coordination.AuthChange.DeleteRole;
import org.allmende.coordination.AuthChange.DeleteUser;
import org.allmende.coordination.AuthChange.Disable;
import org.allmende.coordination.AuthChange.Enable;
import org.allmende.coordination.AuthChange.GrantPermission;
import org.allmende.coordination.AuthChange.GrantRole;
import org.allmende.coordination.AuthChange.RevokePermission;
import org.allmende.coordination.AuthChange.RevokeRole;
import org.allmende.coordination.CoordinationOperation.AsUser;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.Compact;
import org.allmende.coordination.CoordinationOperation.GrantLease;
import org.allmende.coordination.CoordinationOperation.OfAUser;
import org.allmende.coordination.CoordinationOperation.RenewLeases;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.KeyPermission.Access;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.table.View;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulatedNode;
import org.allmende.simulation.Workload;

/**
 * Users at work, and changes of what they may: so few names and keys that they meet. The owner and the stranger
 * speak for them, and now and then name nobody.
 */
final class AuthWorkload implements Workload {
    private static final Bytes OWNER = SimulatedNetwork.OWNER;
    private static final Bytes STRANGER = SimulatedNetwork.secret("stranger");
    private static final String KEYSPACE = SimulatedNetwork.KEYSPACE;
    private static final List<String> USERS = List.of("root", "ann", "bob", "");
    private static final List<String> ROLES = List.of("root", "r", "s", "");
    private static final List<String> KEYS = List.of("a", "a\0", "ab", "b", "c", "\u00ff", "");
    private static final List<String> ENDS = List.of("", "\0", "a\0", "b", "c", "d");

    /** How far the keyspace and its users have come, as somebody last said. */
    private long revision = 1;

    private long authRevision = 1;
    private List<Long> leases = List.of();

    @Override
    public void act(SimulatedNetwork network, Seed seed) {
        look(network, seed);
        switch (seed.between(1, 12)) {
            case 1 -> network.clients().submit(OWNER, toEnable());
            case 2 -> network.clients().submit(SimulatedNetwork.OPERATOR, Group.of(openStranger(seed)));
            case 3 -> network.clients().submit(OWNER, Group.of(lend(network, seed)));
            case 4, 5, 6 -> network.clients().submit(OWNER, changes(seed));
            default -> network.clients().submit(seed.pick(OWNER, OWNER, STRANGER), work(seed));
        }
    }

    private void look(SimulatedNetwork network, Seed seed) {
        SimulatedNode node = seed.pick(network.nodes());
        if (!node.isUp()) {
            return;
        }
        Coordination coordination = CoordinationWorkload.of(node);
        View view = node.port().view();
        if (coordination.leases(view, KEYSPACE, Long.MIN_VALUE, LeasesAnswer.LEASES_MAX)
                instanceof LeasesAnswer.Page page) {
            revision = page.revision();
            authRevision = coordination.auth(view, KEYSPACE).revision();
            leases = page.leases().stream().map(LeaseInfo::lease).toList();
        }
    }

    private static Operation openStranger(Seed seed) {
        Quota quota = new Quota(0, seed.between(2, 6), seed.between(30, 300), seed.between(20_000, 100_000));
        return OpenAccount.ofKey(Ed25519.publicKey(STRANGER), quota);
    }

    private static Operation lend(SimulatedNetwork network, Seed seed) {
        Bytes everything = Bytes.utf8(KEYSPACE).concat(Bytes.of((byte) 0));
        return new Delegate(
                CoordinationWorkload.account(STRANGER),
                new Scope(Coordination.TAG, everything),
                Optional.empty(),
                network.nowMillis() + seed.between(5_000, 60_000));
    }

    private Group[] changes(Seed seed) {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Operation change = new ChangeAuth(KEYSPACE, change(seed));
            groups.add(Group.of(seed.oneIn(3) ? as(change, seed) : change));
        }
        return groups.toArray(Group[]::new);
    }

    private Group[] work(Seed seed) {
        List<Group> groups = new ArrayList<>();
        AnyRequest any = new AnyRequest(seed, revision, leases);
        for (int i = 0; i < 5; i++) {
            Operation operation =
                    switch (seed.between(1, 12)) {
                        case 1 -> new Compact(KEYSPACE, seed.between(0, (int) revision + 1));
                        case 2, 3 -> new GrantLease(KEYSPACE, any.lease(), seed.between(5, 60), Bytes.EMPTY);
                        case 4 -> new RenewLeases(KEYSPACE, List.of(any.lease()));
                        case 5 -> new RevokeLease(KEYSPACE, any.leaseThatLives());
                        default -> Words.operation(KEYSPACE, any.operation());
                    };
            groups.add(Group.of(seed.oneIn(6) ? operation : as(operation, seed)));
        }
        return groups.toArray(Group[]::new);
    }

    private static String user(Seed seed) {
        return USERS.get(seed.between(0, seed.oneIn(4) ? 3 : 2));
    }

    private static String role(Seed seed) {
        return ROLES.get(seed.between(0, seed.oneIn(4) ? 3 : 2));
    }

    private static Bytes key(Seed seed) {
        return Words.b(KEYS.get(seed.between(0, seed.oneIn(12) ? 6 : 5)));
    }

    private static Bytes end(Seed seed) {
        return Words.b(seed.pick(ENDS));
    }

    /** Everything that users need to be asked for, and ann and bob be able to do something, but not all. */
    private static Group[] toEnable() {
        return List.of(
                        new AddUser("root", Words.b("secret")),
                        new GrantRole("root", "root"),
                        new AddUser("ann", Words.b("secret")),
                        new AddRole("r"),
                        new GrantPermission("r", new KeyPermission(Access.WRITE, Words.b("a"), Words.b("b"))),
                        new GrantPermission("r", new KeyPermission(Access.READWRITE, Words.b("b"), Bytes.EMPTY)),
                        new GrantRole("ann", "r"),
                        new Enable())
                .stream()
                .map(change -> Group.of(new ChangeAuth(KEYSPACE, change)))
                .toArray(Group[]::new);
    }

    private static AuthChange change(Seed seed) {
        String user = user(seed);
        String role = role(seed);
        return switch (seed.between(1, 18)) {
            case 1, 2 -> new Enable();
            case 3 -> new Disable();
            case 4, 5 -> new AddUser(user, Words.b(seed.pick("", "secret")));
            case 6 -> new DeleteUser(user);
            case 7, 8 -> new ChangePassword(user, Words.b("other"));
            case 9, 10 -> new GrantRole(user, role);
            case 11 -> new RevokeRole(user, role);
            case 12, 13 -> new AddRole(role);
            case 14 -> new DeleteRole(role);
            case 15, 16, 17 ->
                new GrantPermission(role, new KeyPermission(seed.pick(Access.values()), key(seed), end(seed)));
            default -> new RevokePermission(role, key(seed), end(seed));
        };
    }

    /** The same, for somebody in particular. */
    private Operation as(Operation operation, Seed seed) {
        return new AsUser(
                seed.oneIn(20) ? "carl" : user(seed),
                authRevision - (seed.oneIn(8) ? 1 : 0),
                (OfAUser) operation);
    }
}

package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.allmende.coordination.CoordinationOperation.AsUser;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationOperation.DeleteRange;
import org.allmende.coordination.CoordinationOperation.Put;
import org.allmende.coordination.CoordinationOperation.RevokeLease;
import org.allmende.coordination.CoordinationOperation.Txn;
import org.allmende.coordination.CoordinationTables.Auth;
import org.allmende.coordination.CoordinationTables.AuthKey;
import org.allmende.coordination.CoordinationTables.User;
import org.allmende.coordination.CoordinationTables.UserKey;
import org.allmende.ledger.Context;
import org.allmende.ledger.Outcome;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.table.State;
import org.allmende.ledger.table.Table;
import org.allmende.ledger.transaction.Operation;
import org.allmende.simulation.SimulatedNetwork;
import org.allmende.simulation.SimulationPlan;
import org.allmende.simulation.Violation;
import org.junit.jupiter.api.Test;

/** Ways for users to get what is not theirs, on all nodes alike; the auditor sees every one. */
class PlantedAuthBugsTest {
    private static final AccountId OWNER = CoordinationWorkload.account(SimulatedNetwork.OWNER);

    /** Of the one node that begins at this moment. */
    private record Made(Coordination real, State state) {
        @SuppressWarnings("unchecked") // who names a table knows what its rows are
        <K, V> Table<K, V> table(String name) {
            return (Table<K, V>) state.declared().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What it makes of an operation before it is applied. */
    private static void assertSeen(Function<Operation, Operation> bug) {
        assertSeenIn(made -> new PlantedCoordination(made.real()) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                return super.apply(bug.apply(operation), context);
            }
        });
    }

    private static void assertSeenIn(Function<Made, PlantedCoordination> bug) {
        SimulationPlan plan = SimulatedNetwork.of(new Seed(5))
                .running(
                        tables -> List.of(
                                bug.apply(new Made(CoordinationExpectation.judged(tables), (State) tables))),
                        new CoordinationExpectation());
        assertThatThrownBy(() -> {
                    SimulatedNetwork network = plan.start();
                    network.run(Duration.ofMinutes(3), new AuthWorkload());
                    network.heal();
                })
                .isInstanceOf(Violation.class)
                .hasMessageContaining("in seed 5; what happened last");
    }

    @Test
    void everybodyIsRoot() {
        assertSeen(operation -> operation instanceof AsUser as && !as.user().isEmpty()
                ? new AsUser("root", as.authRevision(), as.operation())
                : operation);
    }

    @Test
    void anOldAuthRevisionIsTaken() {
        assertSeen(operation ->
                operation instanceof AsUser as ? new AsUser(as.user(), Long.MAX_VALUE, as.operation()) : operation);
    }

    @Test
    void whoNamesNobodyIsTakenForTheOwner() {
        assertSeenIn(made -> new PlantedCoordination(made.real()) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                boolean isChange = operation instanceof Put || operation instanceof Txn;
                return super.apply(operation, !isChange ? context : new PlantedContext(context) {
                    @Override
                    public AccountId caller() {
                        return OWNER;
                    }
                });
            }
        });
    }

    @Test
    void whatWasBeforeIsShownToThoseWhoMayNotRead() {
        assertSeenIn(made -> withoutUsersIf(made, operation -> operation instanceof DeleteRange delete
                && delete.request().prevKv()));
    }

    @Test
    void nestedTransactionsAreNotLookedAt() {
        assertSeenIn(made -> withoutUsersIf(made, operation -> operation instanceof Txn txn
                && txn.request().success().stream().anyMatch(TxnRequest.class::isInstance)));
    }

    @Test
    void leasesAreEndedByThoseWhoMayNotWriteTheirKeys() {
        assertSeenIn(made -> withoutUsersIf(made, RevokeLease.class::isInstance));
    }

    @Test
    void usersChangeTheirOwnRoles() {
        assertSeenIn(made -> withoutUsersIf(made, ChangeAuth.class::isInstance));
    }

    /** For such an operation nobody is asked who it is for. */
    private static PlantedCoordination withoutUsersIf(Made made, Function<Operation, Boolean> such) {
        return new PlantedCoordination(made.real()) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                boolean planted = operation instanceof AsUser as
                        && !as.user().isEmpty()
                        && such.apply((Operation) as.operation());
                if (!planted) {
                    return super.apply(operation, context);
                }
                Table<AuthKey, Auth> auth = made.table("auth");
                List<Runnable> back = new ArrayList<>();
                List<Runnable> off = new ArrayList<>();
                auth.ascend(null, null, (key, row) -> {
                    off.add(() -> auth.put(key, new Auth(row.revision(), 0)));
                    return back.add(() -> auth.put(key, row));
                });
                off.forEach(Runnable::run);
                Outcome outcome = super.apply(operation, context);
                if (!(as(operation) instanceof ChangeAuth)) {
                    back.forEach(Runnable::run);
                }
                return outcome;
            }
        };
    }

    private static Operation as(Operation operation) {
        return operation instanceof AsUser as ? (Operation) as.operation() : operation;
    }

    @Test
    void aDeletedRoleIsLeftToItsUsers() {
        assertSeenIn(made -> new PlantedCoordination(made.real()) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                Table<UserKey, User> users = made.table("users");
                List<Runnable> back = new ArrayList<>();
                users.ascend(null, null, (key, row) -> back.add(() -> users.put(key, row)));
                Outcome outcome = super.apply(operation, context);
                if (operation instanceof ChangeAuth change
                        && change.change() instanceof AuthChange.DeleteRole
                        && outcome instanceof Outcome.Applied) {
                    back.forEach(Runnable::run);
                }
                return outcome;
            }
        });
    }

    @Test
    void aPasswordIsNotChanged() {
        assertSeenIn(made -> new PlantedCoordination(made.real()) {
            @Override
            public Outcome apply(Operation operation, Context context) {
                Optional<ChangeAuth> change = Optional.of(operation)
                        .filter(ChangeAuth.class::isInstance)
                        .map(ChangeAuth.class::cast)
                        .filter(each -> each.change() instanceof AuthChange.ChangePassword);
                return change.isEmpty()
                        ? super.apply(operation, context)
                        : super.apply(
                                new ChangeAuth(
                                        change.get().keyspace(),
                                        new AuthChange.ChangePassword(
                                                ((AuthChange.ChangePassword) change.get().change()).user(),
                                                Bytes.utf8("secret"))),
                                context);
            }
        });
    }
}

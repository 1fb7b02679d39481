package org.allmende.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.Authority.OneKey;
import org.allmende.ledger.account.Authority.Threshold;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.account.LedgerOperation.ChangeAuthority;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.table.State;
import org.allmende.ledger.transaction.Group;
import org.junit.jupiter.api.Test;

/** Ledgers that apply whatever anybody has signed, as if no authority were asked for; all nodes alike. */
class PlantedAuthorityTest {
    /** Of nobody: where it is a member, the authority is not what it seems. */
    private static final OneKey MARK = new OneKey(Ed25519.publicKey(SimulatedNetwork.secret("a mark")));

    private static final Bytes FIRST = SimulatedNetwork.secret("a first key");
    private static final Bytes SECOND = SimulatedNetwork.secret("a second key");

    /** Of somebody who changes keys all the time. */
    private static final AccountId ACCOUNT = TallyWorkload.account(FIRST);

    private static final List<Authority> BOTH_KEYS = List.of(key(FIRST), key(SECOND));

    private static Authority key(Bytes secret) {
        return new OneKey(Ed25519.publicKey(secret));
    }

    private static Account heldBy(Account account, Authority authority) {
        return new Account(authority, account.quota(), account.openedBy(), account.openedHeight());
    }

    /** Held by whom it is, or else by any one of these. */
    private static Account disguised(Account account, List<Authority> others) {
        List<Authority> members = new ArrayList<>(List.of(account.authority(), MARK));
        members.addAll(others);
        return heldBy(account, new Threshold(1, members));
    }

    private static Account revealed(Account account) {
        return account.authority() instanceof Threshold(int one, List<Authority> members)
                        && members.size() > 1
                        && members.get(1).equals(MARK)
                ? heldBy(account, members.getFirst())
                : account;
    }

    /** So slow that keys change while what was signed with them is on its way. */
    private static SimulatedNetwork run(List<Authority> others) {
        State[] latest = new State[1];
        SimulationPlan plan = SimulatedNetwork.of(new Seed(5))
                .running(
                        tables -> {
                            latest[0] = (State) tables;
                            return Tally.all(tables);
                        },
                        new TallyExpectation())
                .delaying(1, 2_000);
        for (int node = 0; node < 4; node++) {
            plan.wrapping(
                    node,
                    machine -> new Disguised<Account>(
                            machine,
                            latest[0],
                            "accounts",
                            account -> disguised(account, others),
                            PlantedAuthorityTest::revealed));
        }
        SimulatedNetwork network = plan.start();
        network.run(Duration.ofMinutes(1), (of, seed) -> {
            of.clients().submit(SimulatedNetwork.OPERATOR, Group.of(new OpenAccount(key(FIRST), Quota.STANDARD)));
            for (int i = 0; i < 3; i++) {
                of.clients().submitAs(
                        ACCOUNT, List.of(seed.pick(FIRST, SECOND)), Group.of(new Barrier(seed.nextLong())));
            }
            of.clients().submitAs(
                    ACCOUNT,
                    List.of(seed.pick(FIRST, SECOND)),
                    Group.of(new ChangeAuthority(key(seed.pick(FIRST, SECOND)))));
        });
        network.heal();
        return network;
    }

    @Test
    void allNodesApplyWhatNoAuthorityStandsBehind() {
        assertThatThrownBy(() -> run(BOTH_KEYS))
                .isInstanceOf(Violation.class)
                .hasMessageContaining(" and should be ")
                .hasMessageContaining("in seed 5; what happened last");
    }

    /** What is seen is what was decided, not the disguise. */
    @Test
    void aDisguiseThatLetsNobodyElseInIsNotSeen() {
        assertThat(run(List.of()).auditor().counted(Happening.TURNED_AWAY_WITHOUT_AUTHORITY)).isPositive();
    }
}

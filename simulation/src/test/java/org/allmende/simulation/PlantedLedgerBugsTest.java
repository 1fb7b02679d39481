package org.allmende.simulation;

import static org.allmende.simulation.PlantedBug.OF_THE_BAD_NODE;
import static org.allmende.simulation.PlantedBug.allNodesTamper;
import static org.allmende.simulation.PlantedBug.assertSeen;
import static org.allmende.simulation.PlantedBug.changingTransactions;
import static org.allmende.simulation.PlantedBug.onAllNodes;
import static org.allmende.simulation.PlantedBug.onOneNode;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.Between;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.Delegation;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.checkpoint.Checkpoints;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.consensus.Round.Brought;
import org.allmende.ledger.metering.Usage;
import org.allmende.ledger.token.Token;
import org.junit.jupiter.api.Test;

/** Ways for the ledger's own rules of quotas, shares, authorities, tokens and checkpoints to be wrong: each is seen. */
class PlantedLedgerBugsTest {
    @Test
    void allNodesForgetWhatAccountsHaveSent() {
        assertSeen("usage of ", allNodesTamper(rows -> rows.change(
                "usage", (Usage before, Usage now) -> new Usage(0, 0, now.entries(), now.minute(), 0, 0))));
    }

    @Test
    void allNodesCountAnAccountsMinuteFromItsFirstTransactionOn() {
        assertSeen("usage of ", allNodesTamper(rows -> rows.change(
                "usage",
                (Usage before, Usage now) -> new Usage(
                        now.operations(),
                        now.bytes(),
                        now.entries(),
                        before.minute(),
                        now.operations(),
                        now.bytes()))));
    }

    @Test
    void allNodesForgetWhatAccountsOwn() {
        assertSeen("usage of ", allNodesTamper(rows -> rows.change(
                "usage",
                (Usage before, Usage now) -> new Usage(
                        now.operations(),
                        now.bytes(),
                        Math.min(before.entries(), now.entries()),
                        now.minute(),
                        now.operationsInMinute(),
                        now.bytesInMinute()))));
    }

    @Test
    void aNodeThatTakesAllSharesForOne() {
        assertSeen(OF_THE_BAD_NODE, onOneNode(changingTransactions(PlantedLedgerBugsTest::broughtByAll)));
    }

    @Test
    void allNodesTakeAllSharesForOne() {
        assertSeen(
                "what it told the engine it had set aside",
                onAllNodes(changingTransactions(PlantedLedgerBugsTest::broughtByAll)));
    }

    /** As if each node could use what the others have left: what is many comes from many. */
    private static List<Brought> broughtByAll(List<Brought> transactions) {
        boolean few = transactions.size() < 10;
        List<Brought> brought = new ArrayList<>();
        for (Brought each : transactions) {
            brought.add(few ? each : new Brought(brought.size() % 4, each.transaction()));
        }
        return brought;
    }

    @Test
    void allNodesKeepFromTheEngineWhatWasSetAside() {
        assertSeen("what it told the engine it had set aside", onAllNodes(machine -> new Between(machine) {
            @Override
            public Applied apply(Round round) {
                Applied applied = super.apply(round);
                return applied.dropped() ? applied : new Applied(applied.height(), applied.changes());
            }
        }));
    }

    @Test
    void allNodesTakeNothingOfADelegationsLimit() {
        assertSeen("delegations given by ", allNodesTamper(rows -> rows.change(
                "delegations",
                (Delegation before, Delegation now) -> new Delegation(now.untilMillis(), before.left()))));
    }

    @Test
    void allNodesStillAcceptAnOldAuthority() {
        assertSeen("account ", allNodesTamper(rows -> rows.change(
                "accounts",
                (Account before, Account now) -> new Account(
                        before.authority(), now.quota(), now.openedBy(), now.openedHeight()))));
    }

    @Test
    void allNodesLetOneOfManyActAlone() {
        assertSeen("account ", allNodesTamper(rows -> rows.change(
                "accounts",
                (Account before, Account now) -> now.authority() instanceof Authority.Threshold(int two, var members)
                        ? new Account(
                                new Authority.Threshold(1, members), now.quota(), now.openedBy(), now.openedHeight())
                        : now)));
    }

    @Test
    void allNodesLetAnAccountKeepTheAccountsItGaveAway() {
        assertSeen("account ", allNodesTamper(rows -> rows.change(
                "accounts",
                (Account before, Account now) -> new Account(
                        now.authority(),
                        now.quota().withAccounts(Math.max(
                                before.quota().accounts(), now.quota().accounts())),
                        now.openedBy(),
                        now.openedHeight()))));
    }

    @Test
    void allNodesCreditATransferTwice() {
        assertSeen(" holds of token ", allNodesTamper(rows -> rows.change(
                "balances",
                (Uint256 before, Uint256 now) ->
                        now.compareTo(before) > 0 && !now.exceedsWith(now.minus(before))
                                ? now.plus(now.minus(before))
                                : now)));
    }

    @Test
    void allNodesBurnWithoutLessBeingThere() {
        assertSeen("token ", allNodesTamper(rows -> rows.change(
                "tokens",
                (Token before, Token now) -> now.supply().compareTo(before.supply()) < 0
                        ? new Token(
                                now.symbol(),
                                now.decimals(),
                                now.creator(),
                                now.issuer(),
                                before.supply(),
                                now.supplyMax())
                        : now)));
    }

    @Test
    void allNodesTakeTooFewForEnough() {
        assertSeen("checkpoints are ", allNodesTamper(rows -> rows.change(
                "checkpoints",
                (Checkpoints.Asked before, Checkpoints.Asked now) ->
                        new Checkpoints.Asked(now.timeMillis(), now.by(), now.epoch(), Math.max(1, now.vouchedHeight())))),
                new CheckpointWorkload(false));
    }

    @Test
    void allNodesForgetThatEnoughHaveVouched() {
        assertSeen("checkpoints are ", allNodesTamper(rows -> rows.change(
                "checkpoints",
                (Checkpoints.Asked before, Checkpoints.Asked now) ->
                        new Checkpoints.Asked(now.timeMillis(), now.by(), now.epoch(), 0))),
                new CheckpointWorkload(false));
    }
}

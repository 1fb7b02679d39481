package org.allmende.ledger;

import static org.allmende.ledger.Bench.GATEWAY;
import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.YoungNetwork.FRIEND;
import static org.allmende.ledger.YoungNetwork.HOUR_MILLIS;
import static org.allmende.ledger.YoungNetwork.NEW_GATEWAY;
import static org.allmende.ledger.YoungNetwork.NEW_OPERATOR;
import static org.allmende.ledger.YoungNetwork.oldNetwork;
import static org.allmende.ledger.YoungNetwork.rowsOf;
import static org.allmende.ledger.YoungNetwork.workOn;
import static org.allmende.ledger.YoungNetwork.youngAfter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Notes.Happening;
import org.allmende.ledger.Notes.Request;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.LedgerOperation.ChangeAuthority;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.metering.NodeUsage;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.roster.Rosters;
import org.allmende.ledger.table.View;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.verification.Checked;
import org.allmende.ledger.verification.Verification;
import org.junit.jupiter.api.Test;

/**
 * What stays of a network in the one that starts from its checkpoint: the table of ADR-012, for the tables that the
 * ledger itself has, and what was signed before.
 */
class InheritedStateTest {
    private final Bench old = oldNetwork();

    // ---- what becomes of each table

    @Seeds(20)
    void allButWhatGenesisBringsAnewStaysAsItWas(Seed seed) {
        workOn(old, seed, 25);
        Bench young = youngAfter(old, 1_500);
        List<Entry> before = young.dumped();

        young.after(0, young.sign(NEW_OPERATOR, young.ledger.timeMillis() + 1, group(new Request.Alone())));

        List<Integer> changed = young.dumped().stream()
                .filter(row -> !before.contains(row))
                .map(Entry::table)
                .distinct()
                .toList();
        int accounts = 1;
        int receipts = 4;
        int usage = 5;
        int nodeUsage = 6;
        int roster = 1_024;
        int heard = 1_028;
        int office = 1_029;
        assertThat(changed).containsExactlyInAnyOrder(accounts, receipts, usage, nodeUsage, roster, heard, office);
        int timers = 3;
        int notes = Notes.TAG * 256;
        long due = young.last().events().stream()
                .filter(placed -> placed.event() instanceof Happening.Erased)
                .count();
        List<Integer> gone = before.stream()
                .filter(row -> !young.dumped().contains(row))
                .map(Entry::table)
                .filter(table -> table != nodeUsage && table / 256 != Rosters.TAG)
                .toList();
        assertThat(gone).isSubsetOf(timers, notes).hasSizeLessThanOrEqualTo(2 * (int) due);
        assertThat(gone.stream().filter(table -> table == timers)).hasSize((int) due);
    }

    @Test
    void theAccountsOfTheNewNodesAreOpenedAndTheOldOnesStay() {
        old.after(10, old.sign(group(new OpenAccount(new Authority.OneKey(Ed25519.publicKey(FRIEND)), Quota.STANDARD))));
        Optional<Account> friend = accountIn(old, FRIEND);
        Bench young = youngAfter(old, 10);
        assertThat(accountIn(young, NEW_OPERATOR)).isEmpty();

        young.after(5_000);

        Authority operator = new Authority.OneKey(Ed25519.publicKey(NEW_OPERATOR));
        assertThat(accountIn(young, NEW_OPERATOR))
                .contains(new Account(operator, Quota.OF_OPERATORS, account(NEW_OPERATOR), 0));
        assertThat(accountIn(young, NEW_GATEWAY).map(Account::quota)).contains(Quota.FROM_THE_START);
        assertThat(accountIn(young, FRIEND)).isEqualTo(friend);
        for (Bytes known : List.of(OPERATOR, GATEWAY, OWNER, Bench.gateway(2))) {
            assertThat(accountIn(young, known)).isEqualTo(accountIn(old, known)).isPresent();
        }
    }

    @Test
    void anAccountThatGenesisNamesAgainKeepsWhoStandsBehindItAndHasNoLessThanThoseOfTheStart() {
        Authority other = new Authority.OneKey(Ed25519.publicKey(FRIEND));
        Authority first = new Authority.OneKey(Ed25519.publicKey(NEW_OPERATOR));
        old.after(10, old.sign(group(new OpenAccount(first, Quota.STANDARD))));
        old.after(10, old.sign(NEW_OPERATOR, START + 30_000, group(new ChangeAuthority(other))));
        Bench young = youngAfter(old, 10);

        young.after(5_000);

        assertThat(accountIn(young, NEW_OPERATOR))
                .contains(new Account(other, Quota.OF_OPERATORS, account(NEW_OPERATOR), 0));
        assertThat(accountIn(young, OPERATOR).map(Account::quota).map(Quota::accounts))
                .as("that of an operator who is none any more")
                .contains(Quota.OF_OPERATORS.accounts() - 1);
    }

    @Test
    void tokensAndDelegationsGoOn() {
        TokenId token = TokenId.of(account(OWNER), "T");
        old.after(
                10,
                old.sign(OWNER, START + 30_000, group(
                        new TokenOperation.Create("T", 0, Uint256.MAX),
                        new TokenOperation.Mint(token, account(OWNER), Uint256.of(9)),
                        new Delegate(
                                account(GATEWAY),
                                new Scope(2, token.value()),
                                Optional.of(Uint256.of(5)),
                                START + 2 * HOUR_MILLIS))));
        Bench young = youngAfter(old, HOUR_MILLIS);
        young.after(5_000);

        young.after(10, young.sign(GATEWAY, young.ledger.timeMillis() + 30_000, group(
                new TokenOperation.Transfer(token, Optional.of(account(OWNER)), account(OPERATOR), Uint256.of(4)))));

        View view = young.ledger.view();
        assertThat(young.ledger.tokens().balance(view, account(OPERATOR), token)).isEqualTo(Uint256.of(4));
        assertThat(young.ledger.accounts().given(view, account(OWNER), 9))
                .singleElement()
                .satisfies(given -> assertThat(given.left()).contains(Uint256.of(1)));
        young.round(0, START + 2 * HOUR_MILLIS, List.of());
        assertThat(young.ledger.accounts().given(young.ledger.view(), account(OWNER), 9)).isEmpty();
    }

    @Test
    void nodesAreCountedAnewAndHaveSharesByTheirNewWeights() {
        old.round(0, START + 5_000, List.of());
        bring(old, 0, 1, 2, 2);
        assertThat(usage(old, 2).transactions()).isEqualTo(2);
        Genesis two = Bench.genesis(Parameters.DEFAULT.withRounds(4, 1_000_000), 3, 1).from(old.origin());
        Bench young = new Bench(two, rowsOf(old));
        young.after(5_000);
        assertThat(List.of(usage(young, 0), usage(young, 1), usage(young, 2))).containsOnly(NodeUsage.NONE);

        bring(young, 0, 0, 0, 0, 1, 1);

        assertThat(usage(young, 0)).extracting(NodeUsage::transactions, NodeUsage::setAside).containsExactly(3L, 1L);
        assertThat(usage(young, 1)).extracting(NodeUsage::transactions, NodeUsage::setAside).containsExactly(1L, 1L);
    }

    // ---- what was signed, and what became of it

    @Test
    void whatWasSignedForTheOldNetworkIsOfAnotherOne() {
        old.after(5_000);
        Bench young = youngAfter(old, 10);
        young.after(5_000);
        var signed = old.sign(group(new Request.Write("a", "of old")));

        young.round(0, young.ledger.timeMillis() + 1, List.of(signed.bytes()));

        Verification verification = new Verification(young.genesis.networkId(), young.ledger.schema(), Runnable::run);
        assertThat(verification.look(signed.bytes()))
                .isInstanceOfSatisfying(
                        Checked.Unsound.class, unsound -> assertThat(unsound.flaw()).isEqualTo(Checked.Flaw.WRONG_NETWORK));
        assertThat(young.last().settled()).isEmpty();
        assertThat(young.notes.text(young.ledger.view(), "a")).isEmpty();
    }

    @Test
    void receiptsOfTheOldNetworkAreToldUntilTheirTimeIsOver() {
        var applied = old.sign(OWNER, START + 30_000, group(new Request.Write("a", "1")));
        var tooLate = old.sign(OWNER, START + 30_000, group(new Request.Write("b", "1")));
        old.after(10, applied);
        Bench young = youngAfter(old, 10);
        young.after(5_000);

        assertThat(answer(young, applied)).isInstanceOfSatisfying(Answer.Applied.class, told -> assertThat(
                        told.receipt().height())
                .isEqualTo(1));
        assertThat(answer(young, tooLate)).isInstanceOf(Answer.Pending.class);

        young.round(0, START + 30_001, List.of());
        young.round(0, START + 40_000, List.of());
        assertThat(answer(young, applied)).isInstanceOf(Answer.Applied.class);
        assertThat(answer(young, tooLate)).isInstanceOf(Answer.NeverHappened.class);

        young.round(0, START + 30_000 + Parameters.DEFAULT.receiptMillis() + 1, List.of());
        assertThat(answer(young, applied)).isInstanceOf(Answer.Forgotten.class);
    }

    // ---- as the tests see it

    private static Optional<Account> accountIn(Bench bench, Bytes secret) {
        return bench.ledger.accounts().account(bench.ledger.view(), account(secret));
    }

    private static NodeUsage usage(Bench bench, int node) {
        return bench.ledger.metering().usage(bench.ledger.view(), node);
    }

    private static Answer answer(Bench bench, Bench.Signed signed) {
        return bench.ledger.receipts().answer(bench.ledger.view(), signed.id());
    }

    private static void bring(Bench bench, int... nodes) {
        List<Round.Brought> brought = new ArrayList<>();
        for (int node : nodes) {
            brought.add(new Round.Brought(node, bench.sign(group(new Request.Alone())).bytes()));
        }
        bench.apply(new Round(bench.ledger.timeMillis() + 10, 0, brought));
    }
}

package org.allmende.ledger;

import static org.allmende.ledger.Bench.GATEWAY;
import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.Bench.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.allmende.ledger.Notes.Happening;
import org.allmende.ledger.Notes.Request;
import org.allmende.ledger.account.Account;
import org.allmende.ledger.account.Authority;
import org.allmende.ledger.account.LedgerEvent;
import org.allmende.ledger.account.LedgerOperation.ChangeAuthority;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.account.Quota;
import org.allmende.ledger.account.Scope;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.consensus.Entry;
import org.allmende.ledger.consensus.NoBeginningException;
import org.allmende.ledger.consensus.Round;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Origin;
import org.allmende.ledger.genesis.OriginRows;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.metering.NodeUsage;
import org.allmende.ledger.port.EventPage;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.table.View;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.verification.Checked;
import org.allmende.ledger.verification.Verification;
import org.junit.jupiter.api.Test;

/** A network that starts from another one's checkpoint: what it has then, and what its first height makes of it. */
class OriginTest {
    private static final Bytes FRIEND = secret("friend");
    private static final long HOUR_MILLIS = 3_600_000;

    /** Three nodes; the new network has one, of other keys. */
    private final Bench old = new Bench(Parameters.DEFAULT, 1, 1, 2);

    // ---- the beginning

    @Test
    void beginsWithTheCheckpointsRowsAtItsHeight() {
        old.after(10, old.sign(group(new Request.Write("a", "one"))));
        old.after(10, old.sign(group(new Request.Write("b", "two"))));

        Bench young = youngAfter(HOUR_MILLIS);

        View view = young.ledger.view();
        assertThat(view.height()).isEqualTo(2);
        assertThat(view.timeMillis()).isEqualTo(old.ledger.timeMillis() + HOUR_MILLIS);
        assertThat(young.ledger.digest(view)).isEqualTo(old.ledger.digest(old.ledger.view()));
        assertThat(young.ledger.rows(view)).isEqualTo(old.ledger.rows(old.ledger.view()));
        assertThat(young.ledger.head())
                .isEqualTo(new Head(2, view.timeMillis(), 0, young.genesis.networkId().value()));
    }

    @Test
    void anEngineFindsTheRowsWithTheHeadAndGivesThemBack() {
        old.after(10, old.sign(group(new Request.Write("a", "one"))));
        Bench young = youngAfter(HOUR_MILLIS);

        int[] asked = {0};
        List<Entry> rows = old.dumped();
        Bench restarted = new Bench(young.genesis, (origin, reader) -> {
            asked[0]++;
            reader.accept(rows);
        });
        restarted.ledger.restore(young.rows());

        assertThat(asked[0]).isEqualTo(1);
        assertThat(restarted.ledger.head()).isEqualTo(young.ledger.head());
        assertThat(restarted.after(5_000)).isEqualTo(young.after(5_000));
    }

    @Seeds(20)
    void aNodeThatStartsAgainGoesOnAsOneThatRanThrough(Seed seed) {
        workOn(old, seed, 12);
        Bench through = youngAfter(seed.nextInt(9_000));
        Bench restored = new Bench(through.genesis, rowsOf(old));
        for (int round = 0; round < 12; round++) {
            if (seed.oneIn(3)) {
                restored.ledger.restore(shuffled(restored.rows(), seed));
            }
            long time = through.ledger.timeMillis() + seed.nextInt(9_000);
            List<Bytes> transactions = transactions(seed, through, time);
            assertThat(restored.round(0, time, transactions)).isEqualTo(through.round(0, time, transactions));
        }
        assertThat(restored.ledger.head()).isEqualTo(through.ledger.head());
        assertThat(restored.rows()).isEqualTo(through.rows());
    }

    // ---- the first height

    @Test
    void theFirstHeightBeginsWithAGapSinceTheCheckpointAndThenWhatIsDue() {
        long then = old.ledger.timeMillis();
        old.after(10, old.sign(group(new Request.Write("a", "1"), new Request.EraseAt("a", then + 60_000))));
        old.after(10, old.sign(group(new Request.Write("b", "1"), new Request.EraseAt("b", then + 2 * HOUR_MILLIS))));
        long checkpointMillis = old.ledger.timeMillis();
        Bench young = youngAfter(HOUR_MILLIS);
        long firstMillis = young.ledger.timeMillis() + 7;

        young.after(7, young.sign(NEW_OPERATOR, young.ledger.timeMillis() + 30_000, group(new Request.Write("c", "1"))));

        assertThat(young.last().head().height()).isEqualTo(3);
        assertThat(young.last().events())
                .extracting(EventPage.Placed::event)
                .containsExactly(
                        new LedgerEvent.GapPassed(checkpointMillis, firstMillis),
                        new Happening.Missed(checkpointMillis, firstMillis),
                        new Happening.Erased("a"),
                        new Happening.Written("c"));
        assertThat(young.last().events().getFirst().place()).hasToString("3-0");
    }

    @Test
    void theSecondHeightIsLikeAnyOther() {
        old.after(5_000);
        Bench young = youngAfter(HOUR_MILLIS);
        young.after(5_000);

        young.after(5_000);
        assertThat(young.last().head().height()).isEqualTo(3);
        assertThat(young.last().events()).isEmpty();
    }

    @Test
    void agreedTimeDoesNotGoBackWhenTheClocksOfTheNewNodesDo() {
        old.after(HOUR_MILLIS);
        long checkpointMillis = old.ledger.timeMillis();
        Bench young = new Bench(YOUNG.from(old.origin()), rowsOf(old));

        young.round(0, START, List.of(young.sign(OPERATOR, checkpointMillis + 1, group(new Request.Alone())).bytes()));

        assertThat(young.ledger.timeMillis()).isEqualTo(checkpointMillis);
        assertThat(young.last().events().getFirst().event())
                .isEqualTo(new LedgerEvent.GapPassed(checkpointMillis, checkpointMillis));
    }

    /** The table of ADR-012, for the tables that the ledger itself has. */
    @Seeds(20)
    void allButWhatGenesisBringsAnewStaysAsItWas(Seed seed) {
        workOn(old, seed, 25);
        Bench young = youngAfter(1_500);
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
        assertThat(changed).containsExactlyInAnyOrder(accounts, receipts, usage, nodeUsage);
        int timers = 3;
        int notes = Notes.TAG * 256;
        long due = young.last().events().stream()
                .filter(placed -> placed.event() instanceof Happening.Erased)
                .count();
        List<Integer> gone = before.stream()
                .filter(row -> !young.dumped().contains(row))
                .map(Entry::table)
                .filter(table -> table != nodeUsage)
                .toList();
        assertThat(gone).isSubsetOf(timers, notes).hasSizeLessThanOrEqualTo(2 * (int) due);
        assertThat(gone.stream().filter(table -> table == timers)).hasSize((int) due);
    }

    @Test
    void theAccountsOfTheNewNodesAreOpenedAndTheOldOnesStay() {
        old.after(10, old.sign(group(new OpenAccount(new Authority.OneKey(Ed25519.publicKey(FRIEND)), Quota.STANDARD))));
        Optional<Account> friend = accountIn(old, FRIEND);
        Bench young = youngAfter(10);
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
        Bench young = youngAfter(10);

        young.after(5_000);

        assertThat(accountIn(young, NEW_OPERATOR))
                .contains(new Account(other, Quota.OF_OPERATORS, account(NEW_OPERATOR), 0));
        assertThat(accountIn(young, OPERATOR).map(Account::quota).map(Quota::accounts))
                .as("that of an operator who is none any more")
                .contains(Quota.OF_OPERATORS.accounts() - 1);
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
        Bench young = youngAfter(10);
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
        Bench young = youngAfter(10);
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
        Bench young = youngAfter(HOUR_MILLIS);
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
    void aNetworkThatStartedSoCanBeStartedFromInTurn() {
        old.after(10, old.sign(group(new Request.Write("a", "one"))));
        Bench young = youngAfter(10);
        young.after(5_000);
        Bench youngest = new Bench(YOUNG.from(young.origin()), rowsOf(young));

        youngest.after(5_000);

        assertThat(youngest.ledger.height()).isEqualTo(3);
        assertThat(youngest.notes.text(youngest.ledger.view(), "a")).contains("one");
        assertThat(List.of(old.genesis.networkId(), young.genesis.networkId(), youngest.genesis.networkId()))
                .doesNotHaveDuplicates();
    }

    // ---- what is refused

    @Test
    void otherRowsThanThoseThatGenesisNamesAreNotBegunWith() {
        old.after(10, old.sign(group(new Request.Write("a", "one"))));
        Origin origin = old.origin();
        List<Entry> oneLess = old.dumped().subList(1, old.dumped().size());
        old.after(10, old.sign(group(new Request.Write("a", "two"))));

        for (List<Entry> wrong : List.of(old.dumped(), oneLess, List.<Entry>of())) {
            assertThatThrownBy(() -> new Bench(YOUNG.from(origin), (asked, reader) -> reader.accept(wrong)))
                    .isInstanceOf(NoBeginningException.class)
                    .hasMessageContaining("not the one that the network starts from")
                    .hasMessageContaining(origin.digest().toString())
                    .hasMessageContaining("from another member");
        }
    }

    @Test
    void aLedgerThatWasGivenTheWrongRowsShowsNoneOfThem() {
        old.after(10, old.sign(group(new Request.Write("a", "one"))));
        List<Entry> wrong = old.dumped();
        Genesis genesis = YOUNG.from(new Origin(
                Digests.sha256("s"), old.genesis.networkId(), 1, old.ledger.timeMillis(), Digests.sha256("other")));
        Ledger ledger = new Ledger(
                genesis,
                (asked, reader) -> reader.accept(wrong),
                tables -> List.of(new Notes(tables)),
                schema -> new Verification(genesis.networkId(), schema, Runnable::run),
                Ledger.Observer.NONE);

        assertThatThrownBy(() -> ledger.restore(List.of())).isInstanceOf(NoBeginningException.class);

        assertThat(ledger.view().height()).isZero();
        assertThat(ledger.rows(ledger.view()).values()).containsOnly(0L);
    }

    @Test
    void aCheckpointOfAnApplicationThatThisNodeDoesNotHaveIsRefused() {
        old.after(5_000);
        List<Entry> rows = new ArrayList<>(old.dumped());
        rows.add(new Entry(77 * 256, Bytes.utf8("key"), Bytes.utf8("value")));

        assertThatThrownBy(() -> new Bench(YOUNG.from(old.origin()), (asked, reader) -> reader.accept(rows)))
                .isInstanceOf(NoBeginningException.class)
                .hasMessageContaining("cannot read the checkpoint")
                .hasMessageContaining("of table " + 77 * 256 + ", which no application of this node has declared");
    }

    @Test
    void whoHasNoCheckpointAtHandSaysSo() {
        old.after(5_000);
        assertThatThrownBy(() -> new Bench(YOUNG.from(old.origin()), OriginRows.NONE))
                .isInstanceOf(NoBeginningException.class)
                .hasMessageContaining("height 1");
    }

    // ---- as the tests see it

    private static final Bytes NEW_OPERATOR = secret("new operator");
    private static final Bytes NEW_GATEWAY = secret("new gateway");
    private static final Genesis YOUNG = young();

    private static Genesis young() {
        Genesis like = Bench.genesis(Parameters.DEFAULT, 5);
        NodeCard card = like.nodes().getFirst();
        NodeCard other = new NodeCard(
                "zoe",
                "Zoe",
                card.provider(),
                card.region(),
                card.jurisdiction(),
                card.weight(),
                Bytes.EMPTY,
                Ed25519.publicKey(NEW_GATEWAY),
                Ed25519.publicKey(NEW_OPERATOR),
                card.host(),
                card.gossipPort(),
                card.apiUrl());
        return new Genesis(
                "young", Digests.sha256("other salt"), true, START, like.parameters(), List.of(other), List.of());
    }

    /** The new network, made so long after the checkpoint, of the last height of the old one. */
    private Bench youngAfter(long millis) {
        Genesis later = new Genesis(
                YOUNG.name(),
                YOUNG.salt(),
                true,
                old.ledger.timeMillis() + millis,
                YOUNG.parameters(),
                YOUNG.nodes(),
                YOUNG.keyspaces());
        return new Bench(later.from(old.origin()), rowsOf(old));
    }

    private static OriginRows rowsOf(Bench bench) {
        List<Entry> rows = bench.dumped();
        return (origin, reader) -> reader.accept(rows);
    }

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

    private static List<Entry> shuffled(List<Entry> rows, Seed seed) {
        List<Entry> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed.nextLong()));
        return shuffled;
    }

    /** Rows of all of the ledger's tables, some timers in the past of the checkpoint's next round. */
    private static void workOn(Bench bench, Seed seed, int rounds) {
        bench.after(10, bench.sign(
                group(new OpenAccount(new Authority.OneKey(Ed25519.publicKey(FRIEND)), Quota.STANDARD)),
                group(new TokenOperation.Create("T", 0, Uint256.MAX)),
                group(new TokenOperation.Mint(TokenId.of(account(OPERATOR), "T"), account(OWNER), Uint256.of(9))),
                group(new Delegate(account(FRIEND), new Scope(9, Bytes.EMPTY), Optional.empty(), START + HOUR_MILLIS))));
        for (int round = 0; round < rounds; round++) {
            long time = bench.ledger.timeMillis() + seed.nextInt(900);
            bench.round(0, time, transactions(seed, bench, time));
        }
    }

    private static List<Bytes> transactions(Seed seed, Bench bench, long time) {
        List<Bytes> transactions = new ArrayList<>();
        for (int i = seed.nextInt(4); i > 0; i--) {
            String name = "n" + seed.nextInt(6);
            Group group = seed.oneIn(3)
                    ? group(new Request.EraseAt(name, time + seed.nextInt(3_000)))
                    : group(new Request.Write(name, "x".repeat(seed.nextInt(9))));
            transactions.add(bench.sign(OPERATOR, time + 1 + seed.nextInt(60_000), group).bytes());
        }
        return transactions;
    }
}

package org.allmende.ledger.account;

import static org.allmende.ledger.Bench.GATEWAY;
import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.Bench.secret;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Notes.Request;
import org.allmende.ledger.account.LedgerOperation.ChangeAuthority;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.EndDelegation;
import org.allmende.ledger.account.LedgerOperation.EndDelegations;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.token.TokenId;
import org.allmende.ledger.token.TokenOperation;
import org.allmende.ledger.token.TokenReason;
import org.allmende.ledger.token.Tokens;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.Test;

/** What an account lets others do for it, until when, and what that costs it. */
class DelegationsTest {
    private static final Bytes NEWCOMER = secret("newcomer");
    private static final Scope NOTES_A = new Scope(9, Bytes.utf8("a/"));

    private final Bench bench = new Bench();

    @Test
    void aDelegateActsWithinItsScopeUntilTheEnd() {
        apply(OWNER, delegate(account(GATEWAY), NOTES_A, START + 60_000));

        assertThat(acts(GATEWAY, OWNER, NOTES_A)).isTrue();
        assertThat(acts(GATEWAY, OWNER, new Scope(9, Bytes.utf8("a/deeper")))).isTrue();
        assertThat(acts(GATEWAY, OWNER, new Scope(9, Bytes.utf8("a")))).isFalse();
        assertThat(acts(GATEWAY, OWNER, new Scope(9, Bytes.utf8("b/")))).isFalse();
        assertThat(acts(GATEWAY, OWNER, new Scope(8, Bytes.utf8("a/")))).isFalse();
        assertThat(acts(OWNER, GATEWAY, NOTES_A)).isFalse();
        assertThat(acts(OPERATOR, OWNER, NOTES_A)).isFalse();
        assertThat(bench.ledger.nextExpectedMillis()).isLessThanOrEqualTo(START + 60_000);

        bench.round(0, START + 59_999, List.of());
        assertThat(acts(GATEWAY, OWNER, NOTES_A)).isTrue();
        bench.round(0, START + 60_000, List.of());

        assertThat(acts(GATEWAY, OWNER, NOTES_A)).isFalse();
        assertThat(events())
                .contains(new LedgerEvent.DelegationEnded(account(OWNER), account(GATEWAY), NOTES_A, true));
    }

    @Test
    void delegatingAgainMovesTheEnd() {
        apply(OWNER, delegate(account(GATEWAY), NOTES_A, START + 1_000));
        apply(OWNER, delegate(account(GATEWAY), NOTES_A, START + 9_000));

        bench.round(0, START + 8_999, List.of());
        assertThat(acts(GATEWAY, OWNER, NOTES_A)).isTrue();
        bench.round(0, START + 9_000, List.of());
        assertThat(acts(GATEWAY, OWNER, NOTES_A)).isFalse();
    }

    @Test
    void aDelegationIsTakenBackAtOnceAndItsTimerWithIt() {
        apply(OWNER, delegate(account(GATEWAY), NOTES_A, START + 1_000));
        apply(OWNER, new EndDelegation(account(GATEWAY), NOTES_A));

        assertThat(acts(GATEWAY, OWNER, NOTES_A)).isFalse();
        assertThat(events())
                .containsExactly(new LedgerEvent.DelegationEnded(account(OWNER), account(GATEWAY), NOTES_A, false));
        bench.round(0, START + 5_020, List.of());
        assertThat(events()).isEmpty();
    }

    @Test
    void delegatingIsRefusedInThisOrder() {
        Scope longest = new Scope(9, Bytes.of(new byte[Limits.DELEGATION_RESOURCE_BYTES_MAX]));
        Scope tooLong = new Scope(9, Bytes.of(new byte[Limits.DELEGATION_RESOURCE_BYTES_MAX + 1]));
        Scope ofNone = new Scope(8, tooLong.resource());
        assertRefused(LedgerReason.ACCOUNT_UNKNOWN, OWNER, delegate(account(NEWCOMER), ofNone, START));
        assertRefused(LedgerReason.OWN_ACCOUNT, OWNER, delegate(account(OWNER), ofNone, START));
        assertRefused(LedgerReason.NO_SUCH_APPLICATION, OWNER, delegate(account(GATEWAY), ofNone, START));
        assertRefused(LedgerReason.RESOURCE_TOO_LONG, OWNER, delegate(account(GATEWAY), tooLong, START));
        long now = bench.ledger.timeMillis() + 10;
        assertRefused(LedgerReason.END_HAS_PASSED, OWNER, delegate(account(GATEWAY), longest, now));
        assertThat(apply(OWNER, delegate(account(GATEWAY), longest, START + 60_000)))
                .isInstanceOf(GroupOutcome.Applied.class);
        assertRefused(LedgerReason.NO_SUCH_DELEGATION, OWNER, new EndDelegation(account(GATEWAY), tooLong));
        assertRefused(LedgerReason.NO_SUCH_DELEGATION, OWNER, new EndDelegation(account(OPERATOR), longest));
    }

    @Test
    void aPairHasOnlySoManyDelegations() {
        for (int i = 0; i < Limits.DELEGATIONS_PER_PAIR_MAX; i++) {
            assertThat(apply(OWNER, delegate(account(GATEWAY), resource(i), START + 60_000)))
                    .isInstanceOf(GroupOutcome.Applied.class);
        }
        assertRefused(
                LedgerReason.TOO_MANY_DELEGATIONS,
                OWNER,
                delegate(account(GATEWAY), resource(Limits.DELEGATIONS_PER_PAIR_MAX), START + 60_000));
        assertThat(apply(OWNER, delegate(account(GATEWAY), resource(0), START + 90_000)))
                .isInstanceOf(GroupOutcome.Applied.class);
        assertThat(apply(OWNER, delegate(account(OPERATOR), resource(0), START + 90_000)))
                .isInstanceOf(GroupOutcome.Applied.class);
    }

    @Test
    void anAccountHasOnlySoManyDelegationsToAllOthersAndEndsThemAtOnce() {
        List<AccountId> others = openOthers(Limits.DELEGATIONS_GIVEN_MAX / Limits.DELEGATIONS_PER_PAIR_MAX);
        for (AccountId other : others) {
            applyAll(OWNER, delegations(other, Limits.DELEGATIONS_PER_PAIR_MAX));
        }
        assertThat(given(OWNER)).isEqualTo(Limits.DELEGATIONS_GIVEN_MAX);
        assertThat(entries(OWNER)).isEqualTo(Limits.DELEGATIONS_GIVEN_MAX);

        assertRefused(LedgerReason.TOO_MANY_DELEGATIONS, OWNER, delegate(account(GATEWAY), NOTES_A, START + 60_000));
        assertApplied(OWNER, delegate(others.getFirst(), resource(0), START + 90_000));
        assertApplied(OWNER, new EndDelegations());

        assertThat(events()).hasSize(Limits.DELEGATIONS_GIVEN_MAX).allMatch(LedgerEvent.DelegationEnded.class::isInstance);
        assertThat(given(OWNER)).isZero();
        assertThat(entries(OWNER)).isZero();
        assertThat(bench.ledger.rows(bench.ledger.view()))
                .containsEntry("ledger.delegations-given", 0L)
                .containsEntry("ledger.timers", 0L);
        assertApplied(OWNER, delegate(account(GATEWAY), NOTES_A, bench.ledger.timeMillis() + 60_000));
    }

    @Test
    void endingAllEndsOnesOwnOnly() {
        assertApplied(OWNER, new EndDelegations());
        assertApplied(OWNER, delegate(account(GATEWAY), NOTES_A, START + 60_000));
        assertApplied(OPERATOR, delegate(account(GATEWAY), NOTES_A, START + 60_000));

        assertApplied(OWNER, new EndDelegations());

        assertThat(acts(GATEWAY, OWNER, NOTES_A)).isFalse();
        assertThat(acts(GATEWAY, OPERATOR, NOTES_A)).isTrue();
    }

    @Test
    void anEndMayBeTenYearsAwayAndNotLonger() {
        long furthest = bench.ledger.timeMillis() + 10 + Limits.DELEGATION_MILLIS_MAX;

        assertApplied(OWNER, delegate(account(GATEWAY), NOTES_A, furthest));
        assertRefused(LedgerReason.END_TOO_FAR, OWNER, delegate(account(GATEWAY), NOTES_A, furthest + 10 + 1));
        assertRefused(LedgerReason.END_TOO_FAR, OWNER, delegate(account(GATEWAY), NOTES_A, Long.MAX_VALUE));
        assertThat(LedgerReason.END_TOO_FAR.advice()).contains("within 3650 days");
    }

    @Test
    void eachIsAnEntryOfItsGiverUntilItEnds() {
        apply(OPERATOR, OpenAccount.ofKey(Ed25519.publicKey(NEWCOMER), new Quota(0, 2, 100, 100_000)));
        assertApplied(NEWCOMER, delegate(account(GATEWAY), resource(0), START + 20_000));
        assertApplied(NEWCOMER, delegate(account(GATEWAY), resource(1), START + 60_000));

        assertRefused(LedgerReason.OVER_QUOTA, NEWCOMER, delegate(account(GATEWAY), resource(2), START + 60_000));
        assertApplied(NEWCOMER, delegate(account(GATEWAY), resource(0), START + 30_000));
        assertThat(entries(NEWCOMER)).isEqualTo(2);
        assertThat(entries(GATEWAY)).isZero();

        assertApplied(NEWCOMER, new EndDelegation(account(GATEWAY), resource(1)));
        assertThat(entries(NEWCOMER)).isEqualTo(1);
        assertApplied(NEWCOMER, delegate(account(GATEWAY), resource(2), START + 60_000));
        bench.round(0, START + 30_000, List.of());
        assertThat(entries(NEWCOMER)).isEqualTo(1);
        assertApplied(NEWCOMER, delegate(account(GATEWAY), resource(3), START + 60_000));
    }

    @Test
    void oneOfARefusedGroupCostsNothing() {
        Group group = group(
                delegate(account(GATEWAY), NOTES_A, START + 60_000), new EndDelegation(account(OPERATOR), NOTES_A));

        bench.after(10, bench.sign(OWNER, START + 30_000, group));

        assertThat(bench.last().settled().getFirst().receipt().outcomes())
                .containsExactly(new GroupOutcome.Refused(1, Accounts.TAG, LedgerReason.NO_SUCH_DELEGATION.code()));
        assertThat(entries(OWNER)).isZero();
        assertThat(given(OWNER)).isZero();
    }

    /** So many timers are due before its own that this fires a round later: it is over all the same. */
    @Test
    void itsTimeIsOverThoughItsTimerHasNotFired() {
        TokenId token = TokenId.of(account(OWNER), "T");
        Scope scope = new Scope(Tokens.TAG, token.value());
        long end = START + 20_000;
        applyAll(
                OWNER,
                List.of(
                        new TokenOperation.Create("T", 0, Uint256.MAX),
                        new TokenOperation.Mint(token, account(OWNER), Uint256.of(9)),
                        delegate(account(GATEWAY), scope, end)));
        List<Group> timers = IntStream.range(0, Limits.TIMERS_PER_ROUND_MAX)
                .mapToObj(i -> group(new Request.EraseAt("%05d".formatted(i), end - 1)))
                .toList();
        for (int from = 0; from < timers.size(); from += Limits.TRANSACTION_GROUPS_MAX) {
            int to = Math.min(timers.size(), from + Limits.TRANSACTION_GROUPS_MAX);
            bench.after(10, bench.sign(timers.subList(from, to).toArray(Group[]::new)));
        }
        Group takes = group(new TokenOperation.Transfer(
                token, Optional.of(account(OWNER)), account(GATEWAY), Uint256.ONE));

        bench.round(0, end, List.of(bench.sign(GATEWAY, end + 1_000, takes).bytes()));

        assertThat(given(OWNER)).as("its timer has not fired").isEqualTo(1);
        assertThat(bench.last().settled().getFirst().receipt().outcomes())
                .containsExactly(new GroupOutcome.Refused(0, Tokens.TAG, TokenReason.NOT_ALLOWED.code()));
        bench.round(0, end, List.of());
        assertThat(events())
                .containsExactly(new LedgerEvent.DelegationEnded(account(OWNER), account(GATEWAY), scope, true));
    }

    @Test
    void aNewAuthorityLeavesDelegationsInForceUntilTheyAreEnded() {
        assertApplied(OWNER, delegate(account(GATEWAY), NOTES_A, START + 60_000));

        assertApplied(OWNER, new ChangeAuthority(new Authority.OneKey(Ed25519.publicKey(NEWCOMER))));
        assertThat(acts(GATEWAY, OWNER, NOTES_A)).isTrue();

        bench.after(
                10, bench.signFor(account(OWNER), NEWCOMER, START + 30_000, group(new EndDelegations())));
        assertThat(acts(GATEWAY, OWNER, NOTES_A)).isFalse();
    }

    private static Delegate delegate(AccountId to, Scope scope, long untilMillis) {
        return new Delegate(to, scope, Optional.empty(), untilMillis);
    }

    private static Scope resource(int number) {
        return new Scope(9, Bytes.utf8("resource-" + number));
    }

    private static List<Delegate> delegations(AccountId to, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> delegate(to, resource(i), START + 60_000))
                .toList();
    }

    private List<AccountId> openOthers(int count) {
        List<AccountId> others = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Bytes other = secret("other " + i);
            assertApplied(OPERATOR, OpenAccount.ofKey(Ed25519.publicKey(other), Quota.STANDARD));
            others.add(account(other));
        }
        return others;
    }

    private GroupOutcome apply(Bytes secret, LedgerOperation operation) {
        bench.after(10, bench.sign(secret, bench.ledger.timeMillis() + 30_000, group(operation)));
        return bench.last().settled().getFirst().receipt().outcomes().getFirst();
    }

    /** In one group. */
    private void applyAll(Bytes secret, List<? extends Operation> operations) {
        bench.after(10, bench.sign(secret, bench.ledger.timeMillis() + 30_000, new Group(List.copyOf(operations))));
        assertThat(bench.last().settled().getFirst().receipt().outcomes())
                .allMatch(GroupOutcome.Applied.class::isInstance);
    }

    private void assertApplied(Bytes secret, LedgerOperation operation) {
        assertThat(apply(secret, operation)).isInstanceOf(GroupOutcome.Applied.class);
    }

    private void assertRefused(LedgerReason reason, Bytes secret, LedgerOperation operation) {
        assertThat(apply(secret, operation)).isEqualTo(new GroupOutcome.Refused(0, Accounts.TAG, reason.code()));
    }

    private List<org.allmende.ledger.Event> events() {
        return bench.last().events().stream().map(Placed::event).toList();
    }

    private boolean acts(Bytes delegate, Bytes owner, Scope scope) {
        return bench.ledger.accounts().actsFor(
                account(delegate), account(owner), scope, Uint256.ONE, bench.ledger.timeMillis());
    }

    private int given(Bytes owner) {
        return bench.ledger.accounts().given(bench.ledger.view(), account(owner), Integer.MAX_VALUE).size();
    }

    private long entries(Bytes secret) {
        return bench.ledger.metering().usage(bench.ledger.view(), account(secret)).entries();
    }
}

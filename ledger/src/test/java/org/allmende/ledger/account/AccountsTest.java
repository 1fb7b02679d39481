package org.allmende.ledger.account;

import static org.allmende.ledger.Bench.GATEWAY;
import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.Bench.secret;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.LedgerOperation.Delegate;
import org.allmende.ledger.account.LedgerOperation.EndDelegation;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.signatures.Ed25519;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final Bytes NEWCOMER = secret("newcomer");
    private static final Scope NOTES_A = new Scope(9, Bytes.utf8("a/"));

    private final Bench bench = new Bench();

    @Test
    void atTheStartOperatorsMayOpenAccountsAndGatewaysAndOwnersAreOpen() {
        bench.after(10, bench.sign(group(new LedgerOperation.Barrier(1))));

        assertThat(found(OPERATOR).mayOpen()).isTrue();
        assertThat(found(GATEWAY).mayOpen()).isFalse();
        assertThat(found(OWNER).mayOpen()).isFalse();
    }

    @Test
    void anAccountIsOpenedByOneThatMayAndCanActFromThenOn() {
        GroupOutcome outcome = apply(OPERATOR, OpenAccount.ofKey(Ed25519.publicKey(NEWCOMER), Quota.STANDARD));

        assertThat(outcome).isEqualTo(new GroupOutcome.Applied(List.of(account(NEWCOMER).value())));
        assertThat(events()).containsExactly(new LedgerEvent.AccountOpened(account(NEWCOMER), account(OPERATOR)));
        assertThat(found(NEWCOMER))
                .isEqualTo(new Account(
                        new Authority.OneKey(Ed25519.publicKey(NEWCOMER)), Quota.STANDARD, account(OPERATOR), 1));
        assertThat(apply(NEWCOMER, new LedgerOperation.Barrier(0))).isInstanceOf(GroupOutcome.Applied.class);
    }

    @Test
    void openingIsRefusedInThisOrder() {
        Bytes weak = Bytes.of(new byte[32]);
        Bytes key = Ed25519.publicKey(NEWCOMER);
        assertRefused(LedgerReason.NO_RIGHT_TO_OPEN, OWNER, OpenAccount.ofKey(weak, Quota.STANDARD));
        assertRefused(LedgerReason.NO_RIGHT_TO_OPEN, OWNER, OpenAccount.ofKey(key, Quota.STANDARD));
        assertRefused(LedgerReason.WEAK_KEY, OPERATOR, OpenAccount.ofKey(weak, Quota.STANDARD));
        apply(OPERATOR, OpenAccount.ofKey(key, Quota.STANDARD.withAccounts(10)));
        assertRefused(LedgerReason.ACCOUNT_EXISTS, OPERATOR, OpenAccount.ofKey(key, Quota.STANDARD.withAccounts(10)));
        assertRefused(LedgerReason.ACCOUNT_EXISTS, NEWCOMER, OpenAccount.ofKey(Ed25519.publicKey(OWNER), Quota.STANDARD.withAccounts(10)));
    }

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
        assertRefused(LedgerReason.ACCOUNT_UNKNOWN, OWNER, delegate(account(NEWCOMER), tooLong, START));
        assertRefused(LedgerReason.OWN_ACCOUNT, OWNER, delegate(account(OWNER), tooLong, START));
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

    private static Delegate delegate(AccountId to, Scope scope, long untilMillis) {
        return new Delegate(to, scope, Optional.empty(), untilMillis);
    }

    private static Scope resource(int number) {
        return new Scope(9, Bytes.utf8("resource-" + number));
    }

    private GroupOutcome apply(Bytes secret, LedgerOperation operation) {
        bench.after(10, bench.sign(secret, bench.ledger.timeMillis() + 30_000, group(operation)));
        return bench.last().settled().getFirst().receipt().outcomes().getFirst();
    }

    private void assertRefused(LedgerReason reason, Bytes secret, LedgerOperation operation) {
        assertThat(apply(secret, operation)).isEqualTo(new GroupOutcome.Refused(0, Accounts.TAG, reason.code()));
    }

    private List<org.allmende.ledger.Event> events() {
        return bench.last().events().stream().map(Placed::event).toList();
    }

    private boolean acts(Bytes delegate, Bytes owner, Scope scope) {
        return bench.ledger.accounts().actsFor(account(delegate), account(owner), scope, Uint256.ONE);
    }

    private Account found(Bytes secret) {
        return bench.ledger.accounts().account(bench.ledger.view(), account(secret)).orElseThrow();
    }
}

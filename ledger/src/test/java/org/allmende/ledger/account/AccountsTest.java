package org.allmende.ledger.account;

import static org.allmende.ledger.Bench.GATEWAY;
import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.Bench.secret;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allmende.ledger.Bench;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.port.EventPage.Placed;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.signatures.Ed25519;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final Bytes NEWCOMER = secret("newcomer");

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

    private Account found(Bytes secret) {
        return bench.ledger.accounts().account(bench.ledger.view(), account(secret)).orElseThrow();
    }
}

package org.allmende.ledger.account;

import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.OWNER;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.Bench.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allmende.ledger.Bench;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.account.LedgerOperation.ChangeQuota;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.metering.Usage;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;
import org.junit.jupiter.api.Test;

/** What an account may use, who gives it, and what is counted. */
class QuotaTest {
    private static final Bytes GUILD = secret("guild");
    private static final Bytes MEMBER = secret("member");
    private static final Bytes THIRD = secret("third");

    private final Bench bench = new Bench();

    @Test
    void rightsToOpenAreAStockThatIsHandedOn() {
        applied(OPERATOR, open(GUILD, new Quota(3, 10, 100, 100_000)));
        assertThat(quota(OPERATOR).accounts()).isEqualTo(Quota.OF_OPERATORS.accounts() - 4);

        applied(GUILD, open(MEMBER, new Quota(1, 10, 100, 100_000)));
        assertThat(quota(GUILD).accounts()).isEqualTo(1);
        refused(LedgerReason.OVER_OWN_QUOTA, GUILD, open(THIRD, new Quota(1, 1, 1, 1)));
        refused(LedgerReason.OVER_OWN_QUOTA, GUILD, open(THIRD, new Quota(Long.MAX_VALUE, 1, 1, 1)));
        applied(GUILD, open(THIRD, new Quota(0, 1, 1, 1)));
        refused(LedgerReason.NO_RIGHT_TO_OPEN, GUILD, open(secret("fourth"), new Quota(0, 1, 1, 1)));
    }

    @Test
    void nobodyGivesMoreThanItHas() {
        applied(OPERATOR, open(GUILD, new Quota(3, 10, 100, 100_000)));

        refused(LedgerReason.OVER_OWN_QUOTA, GUILD, open(MEMBER, new Quota(0, 11, 100, 100_000)));
        refused(LedgerReason.OVER_OWN_QUOTA, GUILD, open(MEMBER, new Quota(0, 10, 101, 100_000)));
        refused(LedgerReason.OVER_OWN_QUOTA, GUILD, open(MEMBER, new Quota(0, 10, 100, 100_001)));
        assertThatThrownBy(() -> new Quota(-1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theOpenerChangesAQuotaAndNobodyElse() {
        applied(OPERATOR, open(GUILD, new Quota(3, 10, 100, 100_000)));
        applied(GUILD, open(MEMBER, new Quota(1, 10, 100, 100_000)));

        refused(LedgerReason.ACCOUNT_UNKNOWN, GUILD, change(THIRD, new Quota(9, 99, 9, 9)));
        refused(LedgerReason.NOT_THE_OPENER, OPERATOR, change(MEMBER, new Quota(9, 99, 9, 9)));
        refused(LedgerReason.NOT_THE_OPENER, OPERATOR, change(OPERATOR, new Quota(9, 99, 9, 9)));
        refused(LedgerReason.OVER_OWN_QUOTA, GUILD, change(MEMBER, new Quota(3, 10, 100, 100_000)));
        applied(GUILD, change(MEMBER, new Quota(2, 10, 100, 100_000)));
        assertThat(quota(GUILD).accounts()).isZero();
        applied(GUILD, change(MEMBER, new Quota(0, 5, 50, 50_000)));
        assertThat(quota(GUILD).accounts()).isEqualTo(2);
        assertThat(quota(MEMBER)).isEqualTo(new Quota(0, 5, 50, 50_000));
    }

    @Test
    void operationsOfAMinuteAreCountedAndNoMoreAreAdmitted() {
        applied(OPERATOR, open(GUILD, new Quota(0, 10, 3, 100_000)));

        assertThat(sent(GUILD, group(new Barrier(0), new Barrier(1)))).isTrue();
        assertThat(sent(GUILD, group(new Barrier(2), new Barrier(3)))).isFalse();
        assertThat(sent(GUILD, group(new Barrier(4)))).isTrue();
        assertThat(sent(GUILD, group(new Barrier(5)))).isFalse();
        assertThat(usage(GUILD).operationsInMinute()).isEqualTo(3);

        bench.after(60_000);
        assertThat(sent(GUILD, group(new Barrier(6)))).isTrue();
        assertThat(usage(GUILD).operations()).isEqualTo(4);
        assertThat(usage(GUILD).operationsInMinute()).isEqualTo(1);
    }

    @Test
    void bytesOfAMinuteLikewise() {
        int bytes = bench.sign(GUILD, 0, group(new Barrier(0))).bytes().length();
        applied(OPERATOR, open(GUILD, new Quota(0, 10, 100, 2L * bytes)));

        assertThat(sent(GUILD, group(new Barrier(0)))).isTrue();
        assertThat(sent(GUILD, group(new Barrier(1), new Barrier(2)))).isFalse();
        assertThat(sent(GUILD, group(new Barrier(3)))).isTrue();
        assertThat(sent(GUILD, group(new Barrier(4)))).isFalse();
        assertThat(usage(GUILD).bytes()).isEqualTo(2L * bytes);
    }

    @Test
    void refusedOperationsCountToo() {
        refused(LedgerReason.NO_RIGHT_TO_OPEN, OWNER, open(MEMBER, Quota.STANDARD));
        assertThat(usage(OWNER).operations()).isEqualTo(1);
    }

    private static OpenAccount open(Bytes secret, Quota quota) {
        return OpenAccount.ofKey(Ed25519.publicKey(secret), quota);
    }

    private static ChangeQuota change(Bytes secret, Quota quota) {
        return new ChangeQuota(account(secret), quota);
    }

    private boolean sent(Bytes secret, Group group) {
        bench.after(10, bench.sign(secret, bench.ledger.timeMillis() + 30_000, group));
        return !bench.last().settled().isEmpty();
    }

    private GroupOutcome outcome(Bytes secret, LedgerOperation operation) {
        assertThat(sent(secret, group(operation))).isTrue();
        return bench.last().settled().getFirst().receipt().outcomes().getFirst();
    }

    private void applied(Bytes secret, LedgerOperation operation) {
        assertThat(outcome(secret, operation)).isInstanceOf(GroupOutcome.Applied.class);
    }

    private void refused(LedgerReason reason, Bytes secret, LedgerOperation operation) {
        assertThat(outcome(secret, operation)).isEqualTo(new GroupOutcome.Refused(0, Accounts.TAG, reason.code()));
    }

    private Quota quota(Bytes secret) {
        return bench.ledger.accounts().account(bench.ledger.view(), account(secret)).orElseThrow().quota();
    }

    private Usage usage(Bytes secret) {
        return bench.ledger.metering().usage(bench.ledger.view(), account(secret));
    }
}

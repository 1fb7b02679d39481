package org.allmende.cli;

import org.allmende.ledger.account.Quota;
import org.allmende.node.Refusal;
import picocli.CommandLine.Option;

/** What an account may use, as options. */
final class QuotaWords {
    @Option(
            names = "--may-open",
            paramLabel = "N",
            description = "So many accounts, taken from those the signing account may still open (default: 0).")
    private long accounts = Quota.STANDARD.accounts();

    @Option(names = "--entries", paramLabel = "N", description = "Keys and tokens it may own (default: 1000000).")
    private long entries = Quota.STANDARD.entries();

    @Option(
            names = "--operations-per-minute",
            paramLabel = "N",
            description = "Operations it may send in a minute (default: 600000).")
    private long operations = Quota.STANDARD.operationsPerMinute();

    @Option(
            names = "--bytes-per-minute",
            paramLabel = "N",
            description = "Bytes of transactions it may send in a minute (default: 1073741824).")
    private long bytes = Quota.STANDARD.bytesPerMinute();

    Quota quota() throws Refusal {
        try {
            return new Quota(accounts, entries, operations, bytes);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), "name numbers from 0", e);
        }
    }
}

package org.allmende.ledger.account;

import org.allmende.ledger.Result;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Tag;

/** What the ledger's own operations answer. */
public sealed interface LedgerResult extends Result {
    /** Nothing to say. Summary: empty. */
    @Tag(0)
    record Done() implements LedgerResult {
        @Override
        public Bytes summary() {
            return Bytes.EMPTY;
        }
    }

    /** Summary: the 32 bytes of the account's id. */
    @Tag(1)
    record Opened(AccountId account) implements LedgerResult {
        @Override
        public Bytes summary() {
            return account.value();
        }
    }
}

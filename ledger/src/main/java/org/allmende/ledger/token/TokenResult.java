package org.allmende.ledger.token;

import org.allmende.ledger.Result;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.encoding.Tag;

/** What operations on tokens answer. */
public sealed interface TokenResult extends Result {
    /** Nothing to say. Summary: empty. */
    @Tag(0)
    record Done() implements TokenResult {
        @Override
        public Bytes summary() {
            return Bytes.EMPTY;
        }
    }

    /** Summary: the 32 bytes of the token's id. */
    @Tag(1)
    record Created(TokenId token) implements TokenResult {
        @Override
        public Bytes summary() {
            return token.value();
        }
    }

    /**
     * After a mint, burn or transfer. Summary: its 32 bytes, little-endian.
     *
     * @param balance what the account holds then that the units came from or, minted, went to
     */
    @Tag(2)
    record Moved(Uint256 balance) implements TokenResult {
        private static final Codec<Uint256> AMOUNTS = Schema.standard().codec(Uint256.class);

        @Override
        public Bytes summary() {
            return AMOUNTS.encode(balance);
        }
    }
}

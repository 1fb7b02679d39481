package org.allmende.ledger.token;

import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.encoding.Fixed;

/**
 * Names a token for ever: the SHA-256 of its domain, {@code allmende/1/token}, its creator's 32 bytes, and its symbol
 * in UTF-8. Who will create it knows it before; two accounts may use one symbol, so the id is what counts.
 */
public record TokenId(@Fixed(32) Bytes value) implements Comparable<TokenId> {
    /** Sorts before all others. */
    static final TokenId LOWEST = new TokenId(Bytes.wrap(new byte[32]));

    public static TokenId of(AccountId creator, String symbol) {
        return new TokenId(Digests.sha256("allmende/1/token", creator.value().concat(Bytes.utf8(symbol))));
    }

    /** @throws IllegalArgumentException when {@code text} is not 64 hexadecimal digits */
    public static TokenId parse(String text) {
        Bytes value = Bytes.hex(text);
        if (value.length() != 32) {
            throw new IllegalArgumentException("a token id is 64 hexadecimal digits");
        }
        return new TokenId(value);
    }

    @Override
    public int compareTo(TokenId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toHex();
    }
}

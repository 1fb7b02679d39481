package org.allmende.ledger.account;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Schema;

/**
 * Names an account for ever: the SHA-256 of its domain, {@code allmende/1/account}, and the Borsh bytes of the
 * {@link Authority} it was opened with. Its holder knows it before it is opened, and it stays when the authority is
 * changed.
 */
public record AccountId(@Fixed(32) Bytes value) implements Comparable<AccountId> {
    /** Sorts before all others. */
    public static final AccountId LOWEST = new AccountId(Bytes.wrap(new byte[32]));

    private static final Codec<Authority> AUTHORITIES = Schema.standard().codec(Authority.class);

    /** The id of the account opened with this authority. */
    public static AccountId of(Authority authority) {
        return new AccountId(Digests.sha256("allmende/1/account", AUTHORITIES.encode(authority)));
    }

    /** The id of the account opened with this Ed25519 public key (32 bytes) as its authority. */
    public static AccountId ofKey(Bytes publicKey) {
        return of(new Authority.OneKey(publicKey));
    }

    /** @throws IllegalArgumentException when {@code text} is not 64 hexadecimal digits */
    public static AccountId parse(String text) {
        Bytes value = Bytes.hex(text);
        if (value.length() != 32) {
            throw new IllegalArgumentException("an account id is 64 hexadecimal digits");
        }
        return new AccountId(value);
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toHex();
    }
}

package org.allmende.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;

/** An Ed25519 key pair, or several that sign together, and the account they speak for. Never shows its secret. Any thread. */
public final class Keys {
    private final Bytes secret;
    private final Signer signer;
    private final AccountId account;
    private final List<Signer> others;

    private Keys(Bytes secret) {
        this.secret = secret;
        this.signer = Signer.of(NetworkSchema.SCHEMA, secret);
        this.account = signer.account();
        this.others = List.of();
    }

    private Keys(Keys first, AccountId account, List<Signer> others) {
        this.secret = first.secret;
        this.signer = first.signer;
        this.account = account;
        this.others = List.copyOf(others);
    }

    /** This pair signing for an account whose authority it is now, or is part of. */
    public Keys actingAs(AccountId other) {
        return new Keys(this, other, others);
    }

    /** This pair and others signing together for the account that this one acts as. */
    public Keys together(List<Keys> more) {
        return new Keys(this, account, more.stream().map(keys -> keys.signer).toList());
    }

    /** A new pair from the system's source of randomness. */
    public static Keys generate() {
        return new Keys(Ed25519.newSecret(new SecureRandom()));
    }

    /** @param secret 32 bytes */
    public static Keys ofSecret(Bytes secret) {
        if (secret.length() != 32) {
            throw new IllegalArgumentException("an Ed25519 secret is 32 bytes, not " + secret.length());
        }
        return new Keys(secret);
    }

    /** @throws IOException as {@link KeyFile#read} */
    public static Keys read(Path file) throws IOException {
        return new Keys(KeyFile.read(file));
    }

    /** @throws IOException as {@link KeyFile#write} */
    public void write(Path file) throws IOException {
        KeyFile.write(file, secret);
    }

    /** 32 bytes. */
    public Bytes publicKey() {
        return signer.publicKey();
    }

    /** The account it acts as: without {@link #actingAs} the one that was, or can be, opened with this key. */
    public AccountId account() {
        return account;
    }

    /** The bytes of a {@link org.allmende.ledger.transaction.SignedTransaction}. */
    Bytes sign(Transaction transaction) {
        return signer.signWith(others, transaction);
    }

    @Override
    public String toString() {
        return "the keys of account " + account();
    }
}

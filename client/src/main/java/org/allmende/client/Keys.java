package org.allmende.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;

/** An Ed25519 key pair and the account it speaks for. Never shows its secret. Any thread. */
public final class Keys {
    private final Bytes secret;
    private final Signer signer;

    private Keys(Bytes secret) {
        this.secret = secret;
        this.signer = Signer.of(NetworkSchema.SCHEMA, secret);
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

    /** The account that was, or can be, opened with this key. */
    public AccountId account() {
        return signer.account();
    }

    /** The bytes of a {@link org.allmende.ledger.transaction.SignedTransaction}. */
    Bytes sign(Transaction transaction) {
        return signer.sign(transaction);
    }

    @Override
    public String toString() {
        return "the keys of account " + account();
    }
}

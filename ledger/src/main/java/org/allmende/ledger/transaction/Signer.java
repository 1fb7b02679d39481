package org.allmende.ledger.transaction;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.signatures.SigningKey;

/** Signs transactions with one Ed25519 key. Any thread. */
public final class Signer {
    private final SigningKey key;
    private final Codec<Transaction> codec;
    private final Codec<SignedTransaction> signedCodec;

    private Signer(Schema schema, Bytes secret) {
        this.key = SigningKey.of(secret);
        this.codec = schema.codec(Transaction.class);
        this.signedCodec = schema.codec(SignedTransaction.class);
    }

    /**
     * @param schema knows the operations that will be signed
     * @param secret 32 bytes
     */
    public static Signer of(Schema schema, Bytes secret) {
        return new Signer(schema, secret);
    }

    public Bytes publicKey() {
        return key.publicKey();
    }

    /** The account opened with this key. */
    public AccountId account() {
        return AccountId.ofKey(key.publicKey());
    }

    /** The bytes to submit. */
    public Bytes sign(Transaction transaction) {
        Bytes bytes = codec.encode(transaction);
        return signedCodec.encode(new SignedTransaction(bytes, signature(bytes)));
    }

    /** The bytes to submit, signed by this key and these others, each named once. */
    public Bytes signWith(List<Signer> others, Transaction transaction) {
        Bytes bytes = codec.encode(transaction);
        List<Proof.OneSignature> signatures = Stream.concat(Stream.of(this), others.stream())
                .map(signer -> signer.signature(bytes))
                .sorted(Comparator.comparing(Proof.OneSignature::publicKey))
                .toList();
        Proof proof = signatures.size() == 1 ? signatures.getFirst() : new Proof.ManySignatures(signatures);
        return signedCodec.encode(new SignedTransaction(bytes, proof));
    }

    /** This key's signature over the Borsh bytes of a {@link Transaction}. */
    public Proof.OneSignature signature(Bytes transaction) {
        return new Proof.OneSignature(key.publicKey(), key.sign(TransactionId.DOMAIN, transaction));
    }
}

package org.allmende.ledger.verification;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Proof;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;
import org.allmende.ledger.verification.Checked.Flaw;
import org.allmende.ledger.verification.Checked.Sound;
import org.allmende.ledger.verification.Checked.Unsound;
import org.jspecify.annotations.Nullable;

/**
 * Checks transactions ahead of the round that brings them, and keeps the verdicts until they are taken.
 *
 * <p>A verdict is a function of the bytes alone, so it does not matter who asks first, or whether a verdict was
 * already thrown away to make room: it is then made again. Any thread.
 */
public final class Verification {
    /** Verdicts kept at once. One that nobody takes, of an event that went stale, is pushed out by newer ones. */
    public static final int KEPT_MAX = 50_000;

    /** Bytes of the transactions whose verdicts are kept. */
    public static final long KEPT_BYTES_MAX = 128L * 1024 * 1024;

    private final NetworkId network;
    private final Codec<SignedTransaction> signedCodec;
    private final Codec<Transaction> codec;
    private final Executor executor;
    private final Map<Bytes, FutureTask<Checked>> kept = new LinkedHashMap<>();
    private long keptBytes;

    /**
     * @param schema knows the operations of every application of the network
     * @param executor runs checks beside the apply thread; a check that it has not come to when it is needed is made
     *     by who needs it
     */
    public Verification(NetworkId network, Schema schema, Executor executor) {
        this.network = network;
        this.signedCodec = schema.codec(SignedTransaction.class);
        this.codec = schema.codec(Transaction.class);
        this.executor = executor;
    }

    /** Has the bytes checked soon, unless that is under way. */
    public void ahead(Bytes signed) {
        FutureTask<Checked> check = enlist(signed);
        if (check != null) {
            executor.execute(check);
        }
    }

    /** The verdict, kept for {@link #take}. */
    public Checked look(Bytes signed) {
        ahead(signed);
        FutureTask<Checked> check;
        synchronized (kept) {
            check = kept.get(signed);
        }
        return check == null ? check(signed) : await(check, signed);
    }

    /** The verdict, kept no longer. */
    public Checked take(Bytes signed) {
        FutureTask<Checked> check;
        synchronized (kept) {
            check = kept.remove(signed);
            if (check != null) {
                keptBytes -= signed.length();
            }
        }
        return check == null ? check(signed) : await(check, signed);
    }

    private @Nullable FutureTask<Checked> enlist(Bytes signed) {
        if (signed.length() > Limits.SIGNED_TRANSACTION_BYTES_MAX) {
            return null;
        }
        synchronized (kept) {
            if (kept.containsKey(signed)) {
                return null;
            }
            FutureTask<Checked> check = new FutureTask<>(() -> check(signed));
            kept.put(signed, check);
            keptBytes += signed.length();
            for (var oldest = kept.entrySet().iterator(); kept.size() > KEPT_MAX || keptBytes > KEPT_BYTES_MAX; ) {
                Map.Entry<Bytes, FutureTask<Checked>> pushedOut = oldest.next();
                keptBytes -= pushedOut.getKey().length();
                // One that still waits for the executor holds its bytes there.
                pushedOut.getValue().cancel(false);
                oldest.remove();
            }
            return check;
        }
    }

    /** Runs the check here when no other thread has begun it: never waits behind a full queue. */
    private Checked await(FutureTask<Checked> check, Bytes signed) {
        check.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return check.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (CancellationException pushedOut) {
                    return check(signed);
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a check of bytes failed where it should have judged", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Checked check(Bytes signed) {
        if (signed.length() > Limits.SIGNED_TRANSACTION_BYTES_MAX) {
            return new Unsound(
                    Flaw.TOO_LARGE,
                    "a signed transaction is at most " + Limits.SIGNED_TRANSACTION_BYTES_MAX + " bytes, this one has "
                            + signed.length() + ": send it in parts");
        }
        SignedTransaction envelope;
        Transaction transaction;
        try {
            envelope = signedCodec.decode(signed);
            transaction = codec.decode(envelope.transaction());
        } catch (MalformedException e) {
            return new Unsound(
                    Flaw.MALFORMED,
                    "not the Borsh bytes of a signed transaction: " + e.getMessage()
                            + "; compare with what /v1/transactions/decode shows");
        }
        if (!transaction.network().equals(network)) {
            return new Unsound(
                    Flaw.WRONG_NETWORK,
                    "signed for network " + transaction.network() + ", this is " + network + ": sign it for this one");
        }
        return verified(envelope, transaction);
    }

    private static Checked verified(SignedTransaction envelope, Transaction transaction) {
        Set<Bytes> signers = new HashSet<>();
        for (Proof.OneSignature one : envelope.proof().all()) {
            if (!Ed25519.verify(one.publicKey(), TransactionId.DOMAIN, envelope.transaction(), one.signature())) {
                return new Unsound(
                        Flaw.BAD_SIGNATURE,
                        "the signature of key " + one.publicKey() + " is not over '" + TransactionId.DOMAIN
                                + "', a zero byte, and the transaction's bytes: sign exactly the bytes that are sent");
            }
            signers.add(one.publicKey());
        }
        TransactionId id = TransactionId.of(transaction.validUntilMillis(), envelope.transaction());
        return new Sound(id, transaction, signers);
    }
}

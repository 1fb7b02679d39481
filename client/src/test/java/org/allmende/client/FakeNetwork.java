package org.allmende.client;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.allmende.ledger.account.LedgerResult;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.receipt.Receipt;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/** What the fake nodes of one test have in common: a genesis, and what was applied. Applies at most once, as nodes do. */
final class FakeNetwork {
    static final long AGREED_MILLIS = 1_700_000_000_000L;

    /** With it the one node of the genesis vouches. */
    static final Bytes GATEWAY = Bytes.hex("11".repeat(32));

    private final Genesis genesis;
    private final Map<TransactionId, Receipt> receipts = new ConcurrentHashMap<>();
    private final AtomicLong height = new AtomicLong(100);

    FakeNetwork(String name) {
        this(name, 1);
    }

    /** @param nodes of its genesis */
    FakeNetwork(String name, int nodes) {
        Bytes key = Ed25519.publicKey(GATEWAY);
        NodeCard card = new NodeCard(
                "fake", "nobody", "nowhere", "here", "DE", 1, Bytes.EMPTY, key, key, "127.0.0.1", 1, "http://127.0.0.1:1");
        genesis = new Genesis(
                name,
                Bytes.hex("22".repeat(32)),
                true,
                AGREED_MILLIS,
                Parameters.DEFAULT,
                IntStream.range(0, nodes)
                        .mapToObj(number -> number == 0 ? card : card(number))
                        .toList(),
                List.of(new GenesisKeyspace("default", key)));
    }

    /** Of the gateway key of a node but the first. */
    static Bytes secret(int number) {
        return Bytes.hex("%02x".formatted(number).repeat(32));
    }

    static NodeCard card(int number) {
        Bytes key = Ed25519.publicKey(secret(number));
        return new NodeCard(
                "fake-" + number,
                "nobody",
                "nowhere",
                "here",
                "DE",
                1,
                Bytes.EMPTY,
                key,
                key,
                "127.0.0.1",
                1 + number,
                "http://127.0.0.1:" + (1 + number));
    }

    Genesis genesis() {
        return genesis;
    }

    long height() {
        return height.get();
    }

    int applied() {
        return receipts.size();
    }

    static TransactionId idOf(Bytes signed) {
        try {
            SignedTransaction transaction =
                    NetworkSchema.SCHEMA.codec(SignedTransaction.class).decode(signed);
            return TransactionId.of(transaction(signed).validUntilMillis(), transaction.transaction());
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Transaction transaction(Bytes signed) {
        try {
            return NetworkSchema.SCHEMA
                    .codec(Transaction.class)
                    .decode(NetworkSchema.SCHEMA
                            .codec(SignedTransaction.class)
                            .decode(signed)
                            .transaction());
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Orders and applies it, unless that has been done. */
    Receipt apply(TransactionId id) {
        receipts.computeIfAbsent(id, unseen -> new Receipt(
                id,
                height.incrementAndGet(),
                0,
                List.of(new GroupOutcome.Applied(List.of(Bytes.EMPTY)))));
        return Objects.requireNonNull(receipts.get(id));
    }

    Answer answer(TransactionId id) {
        Receipt receipt = receipts.get(id);
        return receipt == null ? new Answer.Pending(height()) : new Answer.Applied(height(), receipt);
    }

    static Settled settled(Answer answer) {
        return new Settled(answer, Optional.of(List.of(List.of(new LedgerResult.Done()))));
    }
}

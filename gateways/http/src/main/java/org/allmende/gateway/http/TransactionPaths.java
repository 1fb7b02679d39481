package org.allmende.gateway.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.allmende.ledger.Result;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.Batch;
import org.allmende.ledger.port.BatchAnswer;
import org.allmende.ledger.port.BatchAnswer.Submitted;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.port.LedgerPort.Settled;
import org.allmende.ledger.receipt.Answer;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.SignedTransaction;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/** Transactions in, and what became of them. */
final class TransactionPaths {
    static final String WAIT = "waitMillis";
    static final String RESULTS = "results";

    private final LedgerPort port;
    private final Formats formats;
    private final HttpMetrics metrics;
    private final HttpLimits limits;

    TransactionPaths(LedgerPort port, Formats formats, HttpMetrics metrics, HttpLimits limits) {
        this.port = port;
        this.formats = formats;
        this.metrics = metrics;
        this.limits = limits;
    }

    /** Accepted, 202; settled within the time asked for, 200 with its answer. */
    Reply submit(Call call) throws InterruptedException {
        long waitMillis = call.number(WAIT, 0, 0, limits.waitMillisMax());
        boolean wholeResults = call.flag(RESULTS);
        LedgerPort.Awaited awaited = port.submitAwaiting(call.body());
        metrics.admitted(awaited.admission());
        return switch (awaited.admission()) {
            case Admission.Accepted(TransactionId id) -> {
                Optional<Settled> settled = settled(awaited.settled(), waitMillis);
                yield settled.isPresent()
                        ? settled(call, settled.get(), wholeResults)
                        : formats.answer(call, 202, new Accepted(id), Accepted.class)
                                .withHeader("Location", "/v1/receipts/" + id);
            }
            case Admission.Refused(Admission.Reason reason, String detail) -> throw refused(reason, detail);
        };
    }

    /** How long to wait, as all paths here take it. */
    Parameter waiting() {
        return Parameter.number(WAIT, 0, 0, limits.waitMillisMax());
    }

    /** What the JSON of an answer has beside it, when this node saw the transaction applied. */
    record Results(List<List<Result>> results) {}

    /** In Borsh the id alone: 32 bytes. */
    record Accepted(TransactionId id) {}

    private static Optional<Settled> settled(CompletableFuture<Settled> settled, long waitMillis)
            throws InterruptedException {
        if (waitMillis <= 0 && !settled.isDone()) {
            return Optional.empty();
        }
        try {
            return Optional.of(settled.get(waitMillis, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a transaction failed", e);
        }
    }

    private Reply settled(Call call, Settled settled, boolean wholeResults) {
        if (call.wantsBorsh() && wholeResults) {
            return formats.answer(call, 200, settled, Settled.class);
        }
        Map<String, Object> results = new LinkedHashMap<>();
        settled.results().ifPresent(known -> results.put(RESULTS, known));
        return formats.answer(call, 200, settled.answer(), Answer.class, results);
    }

    /** Each is offered before any is waited for; the time is for all of them together. */
    Reply batch(Call call) throws InterruptedException {
        long waitMillis = call.number(WAIT, 0, 0, limits.waitMillisMax());
        Batch batch;
        try {
            batch = formats.codec(Batch.class).decode(call.body());
        } catch (MalformedException e) {
            throw new RefusedException(
                    Refusal.MALFORMED,
                    "not the Borsh bytes of a list of at most " + Batch.TRANSACTIONS_MAX
                            + " signed transactions, each with its length before it: " + e.getMessage());
        }
        List<LedgerPort.Awaited> offered = port.submitAwaiting(batch.transactions());
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        List<Submitted> submitted = new ArrayList<>(offered.size());
        for (LedgerPort.Awaited one : offered) {
            metrics.admitted(one.admission());
            submitted.add(
                    switch (one.admission()) {
                        case Admission.Accepted(TransactionId id) ->
                            settled(one.settled(), TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()))
                                    .<Submitted>map(settled -> new Submitted.Settled(id, settled.answer()))
                                    .orElse(new Submitted.Accepted(id));
                        case Admission.Refused(Admission.Reason reason, String detail) ->
                            new Submitted.Refused(reason, detail);
                    });
        }
        return formats.answer(call, 200, new BatchAnswer(submitted), BatchAnswer.class);
    }

    private RefusedException refused(Admission.Reason reason, String detail) {
        Problem problem = Problem.of(Refusal.of(reason), detail);
        return new RefusedException(
                problem.status() == 401
                        ? problem.withHeader("WWW-Authenticate", "Allmende realm=\"" + network() + "\"")
                        : problem);
    }

    private String network() {
        return port.networkId().toString();
    }

    /** What a body says, for people; it is not submitted. */
    Reply decode(Call call) {
        Bytes body = call.body();
        try {
            SignedTransaction signed = formats.codec(SignedTransaction.class).decode(body);
            Transaction transaction = formats.codec(Transaction.class).decode(signed.transaction());
            DecodedTransaction decoded = new DecodedTransaction(
                    TransactionId.of(transaction.validUntilMillis(), signed.transaction()),
                    body.length(),
                    transaction.network().equals(port.networkId()),
                    signed.proof().all().stream()
                            .allMatch(one -> Ed25519.verify(
                                    one.publicKey(), TransactionId.DOMAIN, signed.transaction(), one.signature())),
                    transaction,
                    signed.proof());
            return formats.json(200, formats.json().bytes(decoded));
        } catch (MalformedException e) {
            throw new RefusedException(Refusal.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** What became of a transaction; waits as long as asked while it can still be applied. */
    Reply receipt(Call call) throws InterruptedException {
        TransactionId id;
        try {
            id = TransactionId.parse(call.place("id"));
        } catch (IllegalArgumentException e) {
            throw Call.badParameter("'" + call.place("id") + "' is no transaction id: it has 64 hexadecimal digits");
        }
        long waitMillis = call.number(WAIT, 0, 0, limits.waitMillisMax());
        if (call.flag(RESULTS)) {
            return settled(call, settledWithin(id, waitMillis), true);
        }
        return formats.answer(call, 200, answerWithin(id, waitMillis), Answer.class);
    }

    /** With its results where this node sees it applied from here on: what it saw before, only the receipt tells. */
    private Settled settledWithin(TransactionId id, long waitMillis) throws InterruptedException {
        CompletableFuture<Settled> waiting = port.settled(id);
        try {
            return settled(waiting, waitMillis).orElseGet(() -> new Settled(port.receipt(id), Optional.empty()));
        } finally {
            waiting.cancel(false);
        }
    }

    /** Asks at every height instead of leaving a wait behind: ids are for anybody to make up. */
    private Answer answerWithin(TransactionId id, long waitMillis) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (true) {
            long height = port.view().height();
            Answer answer = port.receipt(id);
            long leftNanos = endNanos - System.nanoTime();
            if (!(answer instanceof Answer.Pending) || leftNanos <= 0) {
                return answer;
            }
            port.viewAbove(height, Duration.ofNanos(leftNanos));
        }
    }
}

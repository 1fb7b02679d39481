package org.allmende.cli;

import static com.google.protobuf.ByteString.copyFromUtf8;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.allmende.drills.history.Answer;
import org.allmende.drills.history.Answer.Reading;
import org.allmende.drills.history.Operation;
import org.allmende.drills.history.Transaction;
import org.allmende.drills.history.Transaction.Action;
import org.allmende.drills.history.Transaction.Comparison;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.ledger.seeds.Seed;

/**
 * A client of etcd that does this and that to a few keys which others use too, and notes what it was told. After a failure it
 * goes on at another address. One thread.
 */
final class RecordingClient {
    private static final int KEYS = 4;
    private static final long DEADLINE_SECONDS = 15;

    private final String name;
    private final List<Channel> gateways;
    private final Seed seed;
    private final Map<String, Long> seen = new HashMap<>();
    private final List<Operation> recorded = new ArrayList<>();
    private int at;
    private int values;

    /** @param gateways one after the other, beginning with a chosen one */
    RecordingClient(String name, List<Channel> gateways, Seed seed) {
        this.name = name;
        this.gateways = gateways;
        this.seed = seed;
        this.at = seed.between(0, gateways.size() - 1);
    }

    /** What was recorded so far, once the thread that did it is done. */
    List<Operation> recorded() {
        return recorded;
    }

    /** @return whether it was answered */
    boolean step() {
        Transaction transaction = anything();
        long invoked = System.nanoTime();
        try {
            Rpc.TxnResponse response = done(
                    KVGrpc.newBlockingStub(gateways.get(at % gateways.size()))
                            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
                    transaction);
            long completed = System.nanoTime();
            Answer answer = answer(transaction, response);
            recorded.add(Operation.ok(name, invoked, completed, transaction, answer));
            return true;
        } catch (StatusRuntimeException e) {
            at++;
            recorded.add(Operation.unknown(name, invoked, transaction));
            return false;
        }
    }

    private String key() {
        return "key-" + seed.between(1, KEYS);
    }

    private String value() {
        return name + "-" + ++values;
    }

    /** A register, a compare-and-set, a transaction over several keys. */
    private Transaction anything() {
        String key = key();
        return switch (seed.between(1, 6)) {
            case 1, 2 -> Transaction.get(key);
            case 3 -> Transaction.put(key, value());
            case 4 -> Transaction.compareAndSet(
                    new Comparison.ModRevisionIs(key, seen.getOrDefault(key, 0L)), key, value());
            case 5 -> seed.oneIn(3)
                    ? Transaction.delete(key)
                    : new Transaction(
                            List.of(new Comparison.ModRevisionIs(key, seen.getOrDefault(key, 0L))),
                            List.of(new Action.Put(key, value()), new Action.Get("key-1"), new Action.Get("key-2")),
                            List.of(new Action.Get(key)));
            default -> Transaction.of(new Action.Put("key-1", value()), new Action.Put("key-2", value()), new Action.Get("key-3"));
        };
    }

    /** What has a call of its own is done by that: a linearizable read goes another way than a transaction. */
    private static Rpc.TxnResponse done(KVGrpc.KVBlockingStub keys, Transaction transaction) {
        if (!transaction.comparisons().isEmpty() || transaction.actions().size() != 1) {
            return keys.txn(request(transaction));
        }
        Rpc.RequestOp operation = operation(transaction.actions().getFirst());
        Rpc.TxnResponse.Builder response = Rpc.TxnResponse.newBuilder().setSucceeded(true);
        return switch (transaction.actions().getFirst()) {
            case Action.Put _ -> {
                Rpc.PutResponse put = keys.put(operation.getRequestPut());
                yield response.setHeader(put.getHeader())
                        .addResponses(Rpc.ResponseOp.newBuilder().setResponsePut(put))
                        .build();
            }
            case Action.Get _ -> {
                Rpc.RangeResponse range = keys.range(operation.getRequestRange());
                yield response.setHeader(range.getHeader())
                        .addResponses(Rpc.ResponseOp.newBuilder().setResponseRange(range))
                        .build();
            }
            case Action.Delete _ -> {
                Rpc.DeleteRangeResponse delete = keys.deleteRange(operation.getRequestDeleteRange());
                yield response.setHeader(delete.getHeader())
                        .addResponses(Rpc.ResponseOp.newBuilder().setResponseDeleteRange(delete))
                        .build();
            }
        };
    }

    private static Rpc.TxnRequest request(Transaction transaction) {
        Rpc.TxnRequest.Builder request = Rpc.TxnRequest.newBuilder();
        for (Comparison comparison : transaction.comparisons()) {
            Rpc.Compare.Builder compare =
                    Rpc.Compare.newBuilder().setKey(copyFromUtf8(comparison.key())).setResult(Rpc.Compare.CompareResult.EQUAL);
            request.addCompare(
                    switch (comparison) {
                        case Comparison.ValueIs(String key, String value) ->
                            compare.setTarget(Rpc.Compare.CompareTarget.VALUE).setValue(copyFromUtf8(value));
                        case Comparison.ModRevisionIs(String key, long revision) ->
                            compare.setTarget(Rpc.Compare.CompareTarget.MOD).setModRevision(revision);
                        case Comparison.VersionIs(String key, long version) ->
                            compare.setTarget(Rpc.Compare.CompareTarget.VERSION).setVersion(version);
                    });
        }
        transaction.actions().forEach(action -> request.addSuccess(operation(action)));
        transaction.otherwise().forEach(action -> request.addFailure(operation(action)));
        return request.build();
    }

    private static Rpc.RequestOp operation(Action action) {
        ByteString key = copyFromUtf8(action.key());
        Rpc.RequestOp.Builder operation = Rpc.RequestOp.newBuilder();
        return switch (action) {
            case Action.Put put ->
                operation
                        .setRequestPut(Rpc.PutRequest.newBuilder()
                                .setKey(key)
                                .setValue(copyFromUtf8(put.value()))
                                .setPrevKv(true))
                        .build();
            case Action.Get _ ->
                operation.setRequestRange(Rpc.RangeRequest.newBuilder().setKey(key)).build();
            case Action.Delete _ ->
                operation
                        .setRequestDeleteRange(Rpc.DeleteRangeRequest.newBuilder().setKey(key).setPrevKv(true))
                        .build();
        };
    }

    private Answer answer(Transaction transaction, Rpc.TxnResponse response) {
        List<Action> done = response.getSucceeded() ? transaction.actions() : transaction.otherwise();
        long revision = response.getHeader().getRevision();
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < done.size(); i++) {
            Rpc.ResponseOp each = response.getResponses(i);
            String key = done.get(i).key();
            List<Mvcc.KeyValue> before =
                    switch (done.get(i)) {
                        case Action.Put _ -> {
                            seen.put(key, revision);
                            yield each.getResponsePut().hasPrevKv()
                                    ? List.of(each.getResponsePut().getPrevKv())
                                    : List.of();
                        }
                        case Action.Get _ -> {
                            List<Mvcc.KeyValue> found = each.getResponseRange().getKvsList();
                            seen.put(key, found.isEmpty() ? 0 : found.getFirst().getModRevision());
                            yield found;
                        }
                        case Action.Delete _ -> {
                            seen.put(key, 0L);
                            yield each.getResponseDeleteRange().getPrevKvsList();
                        }
                    };
            readings.add(
                    before.isEmpty()
                            ? Reading.ABSENT
                            : new Reading.Found(
                                    before.getFirst().getValue().toStringUtf8(),
                                    before.getFirst().getModRevision(),
                                    before.getFirst().getVersion()));
        }
        return new Answer.Transacted(response.getSucceeded(), revision, readings);
    }
}

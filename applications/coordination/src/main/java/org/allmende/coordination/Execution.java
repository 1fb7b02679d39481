package org.allmende.coordination;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.Branches.Taken;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.ledger.encoding.Bytes;

/**
 * One operation at work on the keys of one keyspace, as etcd's applier does it. Whatever the state has against it is
 * said to its {@link Effort}; what was written until then is rolled back by the ledger.
 */
final class Execution {
    private final Keyspace keyspace;
    private final Effort effort;
    private final KeyReader reader;
    private final KeyWriter writer;

    Execution(CoordinationTables tables, Keyspace keyspace, Effort effort) {
        this.keyspace = keyspace;
        this.effort = effort;
        reader = new KeyReader(tables.versions, keyspace.number(), effort);
        writer = new KeyWriter(tables, keyspace.number(), keyspace.revision());
    }

    /** Changes made. */
    int changes() {
        return writer.changes();
    }

    /** Keys there are more, or fewer, than before. */
    int keysMore() {
        return writer.keysMore();
    }

    /** The keyspace's revision after what was done so far. */
    long revision() {
        return writer.revision();
    }

    /** A put on its own. Unlike one in a transaction etcd asks for its lease first, seen on etcd 3.4. */
    PutResult put(PutRequest request) {
        checkLease(request);
        return write(request);
    }

    DeleteRangeResult deleteRange(DeleteRangeRequest request) {
        List<KeyValue> prevKvs = new ArrayList<>();
        List<Bytes> keys = new ArrayList<>();
        reader.walk(new KeyRange(request.key(), request.rangeEnd()), KeyReader.NOW, (at, version) -> {
            keys.add(at.key());
            KeyValue before = version.of(at);
            return !request.prevKv() || prevKvs.add(before) && effort.answer(before);
        });
        keys.forEach(writer::delete);
        return new DeleteRangeResult(writer.revision(), keys.size(), prevKvs);
    }

    /** Decides, then checks what the taken branches need, then changes anything at all: etcd's three passes. */
    TxnResult txn(TxnRequest request) {
        Taken taken = new Branches(reader).taken(request);
        checkPuts(taken);
        checkRanges(taken);
        return run(taken);
    }

    private void checkPuts(Taken taken) {
        Iterator<Taken> nested = taken.nested().iterator();
        for (Request request : taken.requests()) {
            switch (request) {
                case PutRequest put -> {
                    if (needsKey(put) && reader.get(put.key(), KeyReader.NOW).isEmpty()) {
                        effort.refuse(CoordinationReason.KEY_NOT_FOUND);
                    }
                    checkLease(put);
                }
                case TxnRequest txn -> checkPuts(nested.next());
                case RangeRequest range -> {}
                case DeleteRangeRequest delete -> {}
            }
        }
    }

    private void checkRanges(Taken taken) {
        Iterator<Taken> nested = taken.nested().iterator();
        for (Request request : taken.requests()) {
            switch (request) {
                case RangeRequest range -> checkRevision(range.revision());
                case TxnRequest txn -> checkRanges(nested.next());
                case PutRequest put -> {}
                case DeleteRangeRequest delete -> {}
            }
        }
    }

    /** In a transaction, and only there, etcd takes a negative revision for one before the compacted. */
    private void checkRevision(long revision) {
        if (revision > keyspace.revision()) {
            effort.refuse(CoordinationReason.FUTURE_REVISION);
        }
        if (revision != 0 && revision < keyspace.compacted()) {
            effort.refuse(CoordinationReason.COMPACTED);
        }
    }

    private void checkLease(PutRequest put) {
        if (put.lease() != 0) {
            effort.refuse(CoordinationReason.LEASE_NOT_FOUND);
        }
    }

    private TxnResult run(Taken taken) {
        List<Response> responses = new ArrayList<>();
        Iterator<Taken> nested = taken.nested().iterator();
        for (Request request : taken.requests()) {
            responses.add(
                    switch (request) {
                        case PutRequest put -> write(put);
                        case RangeRequest range -> Ranges.answer(range, writer.revision(), reader, effort);
                        case DeleteRangeRequest delete -> deleteRange(delete);
                        case TxnRequest txn -> run(nested.next());
                    });
        }
        return new TxnResult(writer.revision(), taken.succeeded(), responses);
    }

    private PutResult write(PutRequest request) {
        Optional<KeyValue> before = reader.get(request.key(), KeyReader.NOW);
        if (needsKey(request) && before.isEmpty()) {
            effort.refuse(CoordinationReason.KEY_NOT_FOUND);
        }
        Bytes value = request.ignoreValue() ? before.map(KeyValue::value).orElse(Bytes.EMPTY) : request.value();
        long lease = request.ignoreLease() ? before.map(KeyValue::lease).orElse(0L) : request.lease();
        writer.put(request.key(), value, lease, before);
        return new PutResult(writer.revision(), before.filter(key -> request.prevKv() && effort.answer(key)));
    }

    private static boolean needsKey(PutRequest request) {
        return request.ignoreValue() || request.ignoreLease();
    }
}

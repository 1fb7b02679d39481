package org.allmende.coordination;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.allmende.coordination.Branches.Taken;
import org.allmende.coordination.CoordinationTables.Keyspace;
import org.allmende.coordination.CoordinationTables.Lease;
import org.allmende.coordination.CoordinationTables.LeaseKey;
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
    private final CoordinationTables tables;
    private final Predicate<Lease> mayAttach;

    /** @param mayAttach whether the caller may attach keys to this lease */
    Execution(CoordinationTables tables, Keyspace keyspace, Effort effort, Predicate<Lease> mayAttach) {
        this.tables = tables;
        this.keyspace = keyspace;
        this.effort = effort;
        this.mayAttach = mayAttach;
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

    /** Bytes of the versions made. */
    long bytesMore() {
        return writer.bytesMore();
    }

    /** Likewise, without those of deletions. */
    long bytesPut() {
        return writer.bytesPut();
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
        List<KeyValue> found = new ArrayList<>();
        reader.walk(new KeyRange(request.key(), request.rangeEnd()), KeyReader.NOW, (at, version) -> {
            KeyValue before = version.of(at);
            found.add(before);
            return !request.prevKv() || effort.answer(before);
        });
        found.forEach(each -> writer.delete(each.key(), each.lease()));
        return new DeleteRangeResult(writer.revision(), found.size(), request.prevKv() ? found : List.of());
    }

    /** Deletes all keys of a lease, in their order. @return how many */
    int deleteKeys(LeaseKey lease) {
        List<Bytes> keys = Leases.keys(tables.leased, lease);
        keys.forEach(key -> writer.delete(key, lease.lease()));
        return keys.size();
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
            Optional<Lease> lease = lease(put.lease());
            if (lease.isEmpty()) {
                effort.refuse(CoordinationReason.LEASE_NOT_FOUND);
            } else if (!mayAttach.test(lease.get())) {
                effort.refuse(CoordinationReason.NOT_ALLOWED);
            }
        }
    }

    private Optional<Lease> lease(long id) {
        return tables.leases.get(LeaseKey.of(keyspace.number(), id));
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
        long leaseBefore = before.map(KeyValue::lease).orElse(0L);
        long lease = request.ignoreLease() ? leaseBefore : request.lease();
        if (lease == 0 || lease == leaseBefore || hasRoom(lease)) {
            writer.put(request.key(), value, lease, before);
        }
        return new PutResult(writer.revision(), before.filter(key -> request.prevKv() && effort.answer(key)));
    }

    private boolean hasRoom(long lease) {
        Optional<Lease> found = lease(lease);
        if (found.isPresent() && found.get().keys() >= CoordinationLimits.LEASE_KEYS_MAX) {
            effort.refuse(CoordinationReason.LEASE_FULL);
        }
        return effort.refusal().isEmpty();
    }

    private static boolean needsKey(PutRequest request) {
        return request.ignoreValue() || request.ignoreLease();
    }
}

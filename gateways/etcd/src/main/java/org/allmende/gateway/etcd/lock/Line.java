package org.allmende.gateway.etcd.lock;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.Compare;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationResult.Granted;
import org.allmende.coordination.DeleteRangeRequest;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.PutRequest;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.RangeRequest.SortOrder;
import org.allmende.coordination.RangeRequest.SortTarget;
import org.allmende.coordination.RangeResult;
import org.allmende.coordination.Request;
import org.allmende.coordination.TxnRequest;
import org.allmende.coordination.TxnResult;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.watch.Following;
import org.allmende.gateway.etcd.watch.WatchService;
import org.allmende.ledger.encoding.Bytes;

/**
 * The keys under a name, in the order they were created: the first one's owner has what the name stands for, everybody
 * else waits for the key just before the own one to be deleted. So a deletion wakes one waiter, however many there are.
 *
 * <p>No reading here need be newer than the own key: nobody comes before it any more, so an old reading shows too many,
 * never too few. Any thread; all of it waits.
 */
final class Line {
    /** etcd's life of a lease that is granted to whoever brings none; nobody renews it for them. */
    static final long SESSION_SECONDS = 60;

    private static final Bytes SLASH = Bytes.of((byte) '/');

    private final Store store;
    private final Bytes granting;
    private final WatchService watches;
    private final SecureRandom random = new SecureRandom();

    /** @param granting prefix of the keys that this gateway may write: what gives it the right to grant leases */
    Line(Store store, Bytes granting, WatchService watches) {
        this.store = store;
        this.granting = granting;
        this.watches = watches;
    }

    /** What all keys of the line begin with. */
    static KeyRange keys(Bytes name) {
        return KeyRange.prefix(name.concat(SLASH));
    }

    /** This lease, or a new one that ends by itself when it is 0. */
    long session(long lease) {
        if (lease != 0) {
            return lease;
        }
        long id = 1 + (random.nextLong() & (Long.MAX_VALUE >> 1));
        Answering.await(
                store.write(new CoordinationOperation.GrantLease(store.keyspace(), id, SESSION_SECONDS, granting)),
                Granted.class);
        return id;
    }

    /** Puts a key at the end of the line; one that this lease has there already stays where and what it is. */
    Contender join(Bytes name, long lease, Bytes value) {
        long session = session(lease);
        // As Go writes it in base 16, which for negative numbers is a minus and the number without it.
        Bytes key = name.concat(SLASH)
                .concat(Bytes.wrap(Long.toString(session, 16).getBytes(StandardCharsets.US_ASCII)));
        TxnResult result = txn(
                Compare.absent(key),
                new PutRequest(key, value, session, false, false, false),
                List.of(RangeRequest.of(key)));
        if (result.succeeded()) {
            return new Contender(key, session, result.revision(), result.revision(), value);
        }
        KeyValue there = ((RangeResult) result.responses().getFirst()).keyValues().getFirst();
        return new Contender(key, session, there.createRevision(), result.revision(), there.value());
    }

    /**
     * Waits until everybody who came earlier is gone. Who asks no more loses the place, but not when it is this gateway
     * that goes: another one can be asked with the same lease.
     *
     * @param lost what is answered when the contender's own key is gone
     * @return a reading in which the contender is the first
     */
    Reading awaitTurn(Bytes name, Contender contender, Refusal lost) throws InterruptedException {
        while (true) {
            Reading reading = store.local();
            if (!stands(contender, reading)) {
                throw lost.exception();
            }
            Optional<KeyValue> before = before(name, contender, reading);
            if (before.isEmpty()) {
                return reading;
            }
            try {
                awaitDeletion(contender.key(), before.get().key(), reading.revision());
            } finally {
                if (Context.current().isCancelled()) {
                    leave(contender.key(), contender.createRevision());
                }
            }
        }
    }

    private static boolean stands(Contender contender, Reading reading) {
        return find(reading, RangeRequest.of(contender.key()).withKeysOnly())
                .filter(key -> key.createRevision() == contender.createRevision())
                .isPresent();
    }

    private static Optional<KeyValue> before(Bytes name, Contender contender, Reading reading) {
        KeyRange line = keys(name);
        return find(
                reading,
                RangeRequest.of(line.key(), line.rangeEnd())
                        .createdAt(0, contender.createRevision() - 1)
                        .sorted(SortOrder.DESCEND, SortTarget.CREATE)
                        .withLimit(1)
                        .withKeysOnly());
    }

    private void awaitDeletion(Bytes own, Bytes other, long after) throws InterruptedException {
        Context caller = Context.current();
        List<KeyRange> keys = List.of(KeyRange.single(own), KeyRange.single(other));
        try (Following deletions = watches.follow(keys, true, after + 1)) {
            Context.CancellationListener gone = _ -> deletions.end(Status.CANCELLED.asRuntimeException());
            caller.addListener(gone, Runnable::run);
            try {
                deletions.take();
            } finally {
                caller.removeListener(gone);
            }
        }
    }

    /** Deletes a key if it is still the one created then. @return the keyspace's revision afterwards */
    long leave(Bytes key, long createRevision) {
        return txn(created(key, createRevision), DeleteRangeRequest.of(key), List.of()).revision();
    }

    /**
     * Gives a key a value if it is still the one created then.
     *
     * @return the revision that did it
     * @throws StatusRuntimeException when it is another one, or gone
     */
    long proclaim(Bytes key, long createRevision, long lease, Bytes value) {
        PutRequest put = new PutRequest(key, value, lease, false, false, false);
        TxnResult result = txn(created(key, createRevision), put, List.of());
        if (!result.succeeded()) {
            throw Refusal.NOT_LEADER.exception();
        }
        return result.revision();
    }

    /** Asks for the first of the line. */
    static RangeRequest first(Bytes name) {
        KeyRange line = keys(name);
        return RangeRequest.of(line.key(), line.rangeEnd())
                .sorted(SortOrder.ASCEND, SortTarget.CREATE)
                .withLimit(1);
    }

    private static Compare created(Bytes key, long revision) {
        return Compare.of(key, Compare.Relation.EQUAL, new Compare.Expected.CreateRevision(revision));
    }

    /** The first key of an answer. */
    static Optional<KeyValue> find(Reading reading, RangeRequest request) {
        return switch (reading.range(request)) {
            case RangeAnswer.Found found -> found.result().keyValues().stream().findFirst();
            case RangeAnswer.Refused refused -> throw EtcdError.of(refused.reason());
        };
    }

    private TxnResult txn(Compare compare, Request success, List<Request> failure) {
        TxnRequest request = new TxnRequest(List.of(compare), List.of(success), failure);
        Coordination.objection(request).ifPresent(reason -> {
            throw EtcdError.of(reason);
        });
        return Answering.await(store.write(new CoordinationOperation.Txn(store.keyspace(), request)), TxnResult.class);
    }
}

package org.allmende.gateway.etcd.auth;

import io.grpc.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.allmende.coordination.AuthReading;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.CoordinationOperation.AsUser;
import org.allmende.coordination.CoordinationOperation.OfAUser;
import org.allmende.coordination.HistoryAnswer;
import org.allmende.coordination.HistoryRequest;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.LeaseAnswer;
import org.allmende.coordination.LeasesAnswer;
import org.allmende.coordination.RangeAnswer;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.SpaceAnswer;
import org.allmende.gateway.etcd.store.ForwardingStore;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.gateway.etcd.store.Written;

/**
 * Another store, as the caller of the current call may use it: what is changed says for whom, and coordination judges
 * it; what is read is judged here, by the users and roles of the same height.
 */
public final class GuardedStore extends ForwardingStore {
    private final Guard guard;

    public GuardedStore(Store store, Guard guard) {
        super(store);
        this.guard = guard;
    }

    /** In a keyspace that never had users an operation is as it always was. */
    @Override
    public CompletableFuture<Written> write(CoordinationOperation operation) {
        AuthReading auth = super.local().auth();
        boolean neverHadUsers = !auth.enabled() && auth.revision() == 1;
        if (neverHadUsers || !(operation instanceof OfAUser plain)) {
            return super.write(operation);
        }
        Optional<Caller> caller = guard.caller(auth);
        return super.write(new AsUser(
                caller.map(Caller::user).orElse(""),
                caller.map(Caller::authRevision).orElse(0L),
                plain));
    }

    @Override
    public Reading linearizable() throws InterruptedException {
        return new GuardedReading(super.linearizable(), Context.current());
    }

    @Override
    public Reading local() {
        return new GuardedReading(super.local(), Context.current());
    }

    @Override
    public Reading above(long height, Duration patience) throws InterruptedException {
        return new GuardedReading(super.above(height, patience), Context.current());
    }

    private final class GuardedReading implements Reading {
        private final Reading reading;
        private final Context call;

        GuardedReading(Reading reading, Context call) {
            this.reading = reading;
            this.call = call;
        }

        @Override
        public long height() {
            return reading.height();
        }

        @Override
        public long revision() {
            return reading.revision();
        }

        @Override
        public AuthReading auth() {
            return reading.auth();
        }

        @Override
        public SpaceAnswer space() {
            return reading.space();
        }

        @Override
        public RangeAnswer range(RangeRequest request) {
            requireRead(new KeyRange(request.key(), request.rangeEnd()));
            return reading.range(request);
        }

        @Override
        public HistoryAnswer history(HistoryRequest request) {
            requireRead(new KeyRange(request.key(), request.rangeEnd()));
            return reading.history(request);
        }

        private void requireRead(KeyRange range) {
            call.run(() -> guard.requireRead(reading.auth(), range));
        }

        /** That a lease lives is told to every user; its keys to those who may read all of them. */
        @Override
        public LeaseAnswer lease(long lease, boolean withKeys) {
            call.run(guard::requireUser);
            LeaseAnswer answer = reading.lease(lease, withKeys);
            if (answer instanceof LeaseAnswer.Found found) {
                found.keys().forEach(key -> requireRead(KeyRange.single(key)));
            }
            return answer;
        }

        @Override
        public LeasesAnswer leases(long from, int limit) {
            call.run(guard::requireUser);
            return reading.leases(from, limit);
        }
    }
}

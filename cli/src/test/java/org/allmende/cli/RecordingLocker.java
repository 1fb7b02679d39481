package org.allmende.cli;

import static com.google.protobuf.ByteString.copyFromUtf8;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.allmende.drills.history.Answer;
import org.allmende.drills.history.Call;
import org.allmende.drills.history.Operation;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.LockGrpc;
import org.allmende.etcd.protocol.Lockpb;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;

/**
 * Takes a lock that others want too, and gives it back, each time for a lease of its own; the revision at which its key was
 * created is the fence. One thread.
 */
final class RecordingLocker {
    /** Longer than all of it: no lease ends by itself. */
    private static final long LEASE_SECONDS = 3_600;

    private static final long DEADLINE_SECONDS = 30;

    private final String name;
    private final String lock;
    private final List<Channel> gateways;
    private final List<Operation> recorded = new ArrayList<>();
    private int at;

    RecordingLocker(String name, String lock, List<Channel> gateways, int first) {
        this.name = name;
        this.lock = lock;
        this.gateways = gateways;
        this.at = first;
    }

    List<Operation> recorded() {
        return recorded;
    }

    /** @return whether all of it was answered */
    boolean step() {
        int before = at;
        Channel gateway = gateways.get(at % gateways.size());
        long lease;
        try {
            lease = LeaseGrpc.newBlockingStub(gateway)
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .leaseGrant(Rpc.LeaseGrantRequest.newBuilder().setTTL(LEASE_SECONDS).build())
                    .getID();
        } catch (StatusRuntimeException e) {
            at++;
            return false;
        }
        acquire(gateway, lease);
        release(lease);
        return at == before;
    }

    private void acquire(Channel gateway, long lease) {
        Call call = new Call.Acquire(lock, Long.toHexString(lease));
        long invoked = System.nanoTime();
        try {
            Lockpb.LockResponse held = LockGrpc.newBlockingStub(gateway)
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .lock(Lockpb.LockRequest.newBuilder()
                            .setName(copyFromUtf8(lock))
                            .setLease(lease)
                            .build());
            long completed = System.nanoTime();
            List<Mvcc.KeyValue> key = KVGrpc.newBlockingStub(gateway)
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .range(Rpc.RangeRequest.newBuilder().setKey(held.getKey()).build())
                    .getKvsList();
            long fence = key.isEmpty() ? 0 : key.getFirst().getCreateRevision();
            recorded.add(Operation.ok(name, invoked, completed, call, new Answer.Acquired(fence)));
        } catch (StatusRuntimeException e) {
            at++;
            recorded.add(Operation.unknown(name, invoked, call));
        }
    }

    /** With the lease its key ends, and so does a wait that goes on somewhere. Until that is known it may end at any time. */
    private void release(long lease) {
        Call call = new Call.Release(lock, Long.toHexString(lease));
        for (int attempt = 0; attempt < 10; attempt++) {
            long invoked = System.nanoTime();
            try {
                var _ = LeaseGrpc.newBlockingStub(gateways.get(at % gateways.size()))
                        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .leaseRevoke(Rpc.LeaseRevokeRequest.newBuilder().setID(lease).build());
                recorded.add(Operation.ok(name, invoked, System.nanoTime(), call, new Answer.Released()));
                return;
            } catch (StatusRuntimeException e) {
                at++;
                recorded.add(Operation.unknown(name, invoked, call));
                if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                    return; // an attempt before this one did it
                }
            }
        }
    }
}

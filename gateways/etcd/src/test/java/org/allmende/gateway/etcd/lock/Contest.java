package org.allmende.gateway.etcd.lock;

import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.allmende.etcd.protocol.ElectionGrpc;
import org.allmende.etcd.protocol.Electionpb;
import org.allmende.etcd.protocol.Electionpb.LeaderKey;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.LockGrpc;
import org.allmende.etcd.protocol.Lockpb;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;

/** Asks a server, ours or the original, as many clients would. */
final class Contest {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LONG_SECONDS = 600;

    private final Channel channel;
    private final KVGrpc.KVBlockingStub keys;
    private final LeaseGrpc.LeaseBlockingStub leases;
    private final LockGrpc.LockBlockingStub locks;
    private final ElectionGrpc.ElectionBlockingStub elections;

    Contest(Channel channel) {
        this.channel = channel;
        keys = KVGrpc.newBlockingStub(channel);
        leases = LeaseGrpc.newBlockingStub(channel);
        locks = LockGrpc.newBlockingStub(channel);
        elections = ElectionGrpc.newBlockingStub(channel);
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    void grant(long... ids) {
        for (long id : ids) {
            grantFor(id, LONG_SECONDS);
        }
    }

    void grantFor(long id, long seconds) {
        leases.leaseGrant(Rpc.LeaseGrantRequest.newBuilder().setID(id).setTTL(seconds).build());
    }

    void revoke(long id) {
        leases.leaseRevoke(Rpc.LeaseRevokeRequest.newBuilder().setID(id).build());
    }

    long lifeOf(long id) {
        return leases.leaseTimeToLive(
                        Rpc.LeaseTimeToLiveRequest.newBuilder().setID(id).build())
                .getGrantedTTL();
    }

    Rpc.PutResponse put(String key, String value) {
        return keys.put(Rpc.PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)).build());
    }

    void delete(String key) {
        keys.deleteRange(Rpc.DeleteRangeRequest.newBuilder().setKey(bytes(key)).build());
    }

    /** Those under a name, by the order they were created in. */
    List<Mvcc.KeyValue> line(String name) {
        return keys.range(Rpc.RangeRequest.newBuilder()
                        .setKey(bytes(name + "/"))
                        .setRangeEnd(bytes(name + "0"))
                        .setSortTarget(Rpc.RangeRequest.SortTarget.CREATE)
                        .setSortOrder(Rpc.RangeRequest.SortOrder.ASCEND)
                        .build())
                .getKvsList();
    }

    List<String> lineKeys(String name) {
        return line(name).stream().map(key -> key.getKey().toStringUtf8()).toList();
    }

    void awaitLine(String name, int length) {
        await().atMost(PATIENCE).until(() -> line(name).size() == length);
    }

    private void awaitInLine(String name, long lease) {
        await().atMost(PATIENCE).until(() -> lineKeys(name).contains(name + "/" + Long.toHexString(lease)));
    }

    Lockpb.LockResponse lock(String name, long lease) {
        return locks.withDeadlineAfter(PATIENCE).lock(lockRequest(name, lease));
    }

    ListenableFuture<Lockpb.LockResponse> locking(String name, long lease) {
        return LockGrpc.newFutureStub(channel).lock(lockRequest(name, lease));
    }

    ListenableFuture<Lockpb.LockResponse> lockingFor(String name, long lease, Duration patience) {
        return LockGrpc.newFutureStub(channel)
                .withDeadlineAfter(patience)
                .lock(lockRequest(name, lease));
    }

    /** Asks, and waits until it stands in the line behind those that are there. */
    ListenableFuture<Lockpb.LockResponse> queue(String name, long lease) {
        ListenableFuture<Lockpb.LockResponse> answer = locking(name, lease);
        awaitInLine(name, lease);
        return answer;
    }

    private static Lockpb.LockRequest lockRequest(String name, long lease) {
        return Lockpb.LockRequest.newBuilder().setName(bytes(name)).setLease(lease).build();
    }

    Lockpb.UnlockResponse unlock(String key) {
        return locks.unlock(Lockpb.UnlockRequest.newBuilder().setKey(bytes(key)).build());
    }

    Electionpb.CampaignResponse campaign(String name, long lease, String value) {
        return elections.withDeadlineAfter(PATIENCE).campaign(campaignRequest(name, lease, value));
    }

    /** Asks, and waits until it stands in the line behind those that are there. */
    ListenableFuture<Electionpb.CampaignResponse> stand(String name, long lease, String value) {
        ListenableFuture<Electionpb.CampaignResponse> answer =
                ElectionGrpc.newFutureStub(channel).campaign(campaignRequest(name, lease, value));
        awaitInLine(name, lease);
        return answer;
    }

    private static Electionpb.CampaignRequest campaignRequest(String name, long lease, String value) {
        return Electionpb.CampaignRequest.newBuilder()
                .setName(bytes(name))
                .setLease(lease)
                .setValue(bytes(value))
                .build();
    }

    Electionpb.ProclaimResponse proclaim(LeaderKey leader, String value) {
        return elections.proclaim(Electionpb.ProclaimRequest.newBuilder()
                .setLeader(leader)
                .setValue(bytes(value))
                .build());
    }

    Electionpb.ResignResponse resign(LeaderKey leader) {
        return elections.resign(Electionpb.ResignRequest.newBuilder().setLeader(leader).build());
    }

    Electionpb.ProclaimResponse proclaimOfNobody() {
        return elections.proclaim(Electionpb.ProclaimRequest.getDefaultInstance());
    }

    Electionpb.ResignResponse resignOfNobody() {
        return elections.resign(Electionpb.ResignRequest.getDefaultInstance());
    }

    Electionpb.LeaderResponse leader(String name) {
        return elections.leader(leaderRequest(name));
    }

    Observed observe(String name) {
        Observed observed = new Observed();
        ElectionGrpc.newStub(channel).observe(leaderRequest(name), observed);
        return observed;
    }

    private static Electionpb.LeaderRequest leaderRequest(String name) {
        return Electionpb.LeaderRequest.newBuilder().setName(bytes(name)).build();
    }

    /** Waits for it. */
    static <T> T answered(ListenableFuture<T> answer) throws InterruptedException, TimeoutException {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (StatusRuntimeException) e.getCause();
        }
    }

    /** What it is refused with: code and text. */
    static String refused(Callable<?> call) throws Exception {
        try {
            return "answered: " + call.call();
        } catch (StatusRuntimeException e) {
            Status status = e.getStatus();
            return status.getCode() + ": " + status.getDescription();
        }
    }
}

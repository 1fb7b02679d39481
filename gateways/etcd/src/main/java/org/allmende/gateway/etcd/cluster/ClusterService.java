package org.allmende.gateway.etcd.cluster;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Supplier;
import org.allmende.etcd.protocol.ClusterGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.auth.Guard;
import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.ledger.genesis.NodeCard;

/** Members: etcd's {@code Cluster} service. Who is one is decided by the members' votes, never by a client. */
public final class ClusterService extends ClusterGrpc.ClusterImplBase {
    private final Store store;
    private final Guard guard;
    private final Headers headers;
    private final EtcdSettings settings;

    public ClusterService(Store store, Guard guard, Headers headers, EtcdSettings settings) {
        this.store = store;
        this.guard = guard;
        this.headers = headers;
        this.settings = settings;
    }

    @Override
    public void memberList(Rpc.MemberListRequest request, StreamObserver<Rpc.MemberListResponse> observer) {
        Answering.answer(observer, () -> {
            guard.requireUser();
            if (request.getLinearizable()) {
                store.linearizable();
            }
            return Rpc.MemberListResponse.newBuilder()
                    .setHeader(headers.now())
                    .addAllMembers(members())
                    .build();
        });
    }

    private List<Rpc.Member> members() {
        return store.members().stream().map(this::member).toList();
    }

    private Rpc.Member member(NodeCard node) {
        List<String> peers = settings.peerUrls(node.name());
        return Rpc.Member.newBuilder()
                .setID(Identity.member(node))
                .setName(node.name())
                .addAllPeerURLs(peers.isEmpty() ? List.of("https://" + node.gossipAddress()) : peers)
                .addAllClientURLs(settings.clientUrls(node.name()))
                .build();
    }

    @Override
    public void memberAdd(Rpc.MemberAddRequest request, StreamObserver<Rpc.MemberAddResponse> observer) {
        refuse(observer, () -> byVote("joins"));
    }

    @Override
    public void memberRemove(Rpc.MemberRemoveRequest request, StreamObserver<Rpc.MemberRemoveResponse> observer) {
        refuse(
                observer,
                () -> isMember(request.getID()) ? byVote("leaves") : EtcdError.MEMBER_NOT_FOUND.exception());
    }

    @Override
    public void memberUpdate(Rpc.MemberUpdateRequest request, StreamObserver<Rpc.MemberUpdateResponse> observer) {
        refuse(
                observer,
                () -> isMember(request.getID())
                        ? byVote("changes its address")
                        : EtcdError.MEMBER_NOT_FOUND.exception());
    }

    @Override
    public void memberPromote(Rpc.MemberPromoteRequest request, StreamObserver<Rpc.MemberPromoteResponse> observer) {
        refuse(
                observer,
                () -> (isMember(request.getID()) ? EtcdError.MEMBER_NOT_LEARNER : EtcdError.MEMBER_NOT_FOUND)
                        .exception());
    }

    /** Root is told why, and others that they may not. */
    private <T> void refuse(StreamObserver<T> observer, Supplier<StatusRuntimeException> why) {
        Answering.<T>answer(observer, () -> {
            guard.requireRoot();
            throw why.get();
        });
    }

    private boolean isMember(long id) {
        return store.members().stream().anyMatch(node -> Identity.member(node) == id);
    }

    private static StatusRuntimeException byVote(String what) {
        return Status.FAILED_PRECONDITION
                .withDescription("etcdserver: a node " + what + " by the members' votes, signed with their operator keys, and"
                        + " not through a client: see 'allmende node --help'")
                .asRuntimeException();
    }
}

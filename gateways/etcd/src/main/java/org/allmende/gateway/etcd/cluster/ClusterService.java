package org.allmende.gateway.etcd.cluster;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.allmende.etcd.protocol.ClusterGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.store.Identity;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.ledger.genesis.NodeCard;

/** Members: etcd's {@code Cluster} service. Who is one is decided by the members' votes, never by a client. */
public final class ClusterService extends ClusterGrpc.ClusterImplBase {
    private final Store store;
    private final Headers headers;
    private final EtcdSettings settings;

    public ClusterService(Store store, Headers headers, EtcdSettings settings) {
        this.store = store;
        this.headers = headers;
        this.settings = settings;
    }

    @Override
    public void memberList(Rpc.MemberListRequest request, StreamObserver<Rpc.MemberListResponse> observer) {
        Answering.answer(observer, () -> {
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
        return Rpc.Member.newBuilder()
                .setID(Identity.member(node))
                .setName(node.name())
                .addPeerURLs("https://" + node.gossipAddress())
                .addAllClientURLs(settings.clientUrls(node.name()))
                .build();
    }

    @Override
    public void memberAdd(Rpc.MemberAddRequest request, StreamObserver<Rpc.MemberAddResponse> observer) {
        observer.onError(byVote("joins"));
    }

    @Override
    public void memberRemove(Rpc.MemberRemoveRequest request, StreamObserver<Rpc.MemberRemoveResponse> observer) {
        observer.onError(isMember(request.getID()) ? byVote("leaves") : EtcdError.MEMBER_NOT_FOUND.exception());
    }

    @Override
    public void memberUpdate(Rpc.MemberUpdateRequest request, StreamObserver<Rpc.MemberUpdateResponse> observer) {
        observer.onError(
                isMember(request.getID()) ? byVote("changes its address") : EtcdError.MEMBER_NOT_FOUND.exception());
    }

    @Override
    public void memberPromote(Rpc.MemberPromoteRequest request, StreamObserver<Rpc.MemberPromoteResponse> observer) {
        observer.onError((isMember(request.getID()) ? EtcdError.MEMBER_NOT_LEARNER : EtcdError.MEMBER_NOT_FOUND)
                .exception());
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

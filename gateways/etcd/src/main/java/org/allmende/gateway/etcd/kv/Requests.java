package org.allmende.gateway.etcd.kv;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import org.allmende.coordination.Compare;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationLimits;
import org.allmende.coordination.CoordinationReason;
import org.allmende.coordination.DeleteRangeRequest;
import org.allmende.coordination.PutRequest;
import org.allmende.coordination.RangeRequest;
import org.allmende.coordination.Request;
import org.allmende.coordination.TxnRequest;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.ledger.encoding.Bytes;

/** etcd's requests in coordination's words. What cannot be one is refused as etcd refuses it. */
public final class Requests {
    /**
     * What is wrong with the first part that has no key, in the order in which etcd looks at them. A part that cannot be
     * said in coordination's words is given none, so that coordination comes to it when etcd does.
     */
    private Optional<EtcdError> firstWithoutKey = Optional.empty();

    private Requests() {}

    public static Bytes bytes(ByteString bytes) {
        return Bytes.wrap(bytes.toByteArray());
    }

    /** @throws StatusRuntimeException when nothing need be looked at to refuse it */
    public static PutRequest put(Rpc.PutRequest request) {
        Requests requests = new Requests();
        return requests.checked(requests.of(request));
    }

    /** @throws StatusRuntimeException as {@link #put} */
    public static DeleteRangeRequest deleteRange(Rpc.DeleteRangeRequest request) {
        Requests requests = new Requests();
        return requests.checked(requests.of(request));
    }

    /** @throws StatusRuntimeException as {@link #put} */
    public static RangeRequest range(Rpc.RangeRequest request) {
        Requests requests = new Requests();
        return requests.checked(requests.of(request));
    }

    /** @throws StatusRuntimeException as {@link #put} */
    public static TxnRequest txn(Rpc.TxnRequest request) {
        Requests requests = new Requests();
        return requests.checked(requests.of(request, 1));
    }

    private <R extends Request> R checked(R request) {
        Coordination.objection(request).ifPresent(reason -> {
            throw reason == CoordinationReason.EMPTY_KEY
                    ? firstWithoutKey.orElse(EtcdError.EMPTY_KEY).exception()
                    : EtcdError.of(reason);
        });
        return request;
    }

    private Bytes key(ByteString key) {
        return key.isEmpty() ? noKey(EtcdError.EMPTY_KEY) : bytes(key);
    }

    private Bytes noKey(EtcdError why) {
        firstWithoutKey = firstWithoutKey.or(() -> Optional.of(why));
        return Bytes.EMPTY;
    }

    private PutRequest of(Rpc.PutRequest request) {
        return new PutRequest(
                key(request.getKey()),
                bytes(request.getValue()),
                request.getLease(),
                request.getPrevKv(),
                request.getIgnoreValue(),
                request.getIgnoreLease());
    }

    private DeleteRangeRequest of(Rpc.DeleteRangeRequest request) {
        return new DeleteRangeRequest(key(request.getKey()), bytes(request.getRangeEnd()), request.getPrevKv());
    }

    private RangeRequest of(Rpc.RangeRequest request) {
        // etcd's checkRangeRequest since 3.5: the key first, then the order.
        boolean sortable = request.getSortOrder() != Rpc.RangeRequest.SortOrder.UNRECOGNIZED
                && request.getSortTarget() != Rpc.RangeRequest.SortTarget.UNRECOGNIZED;
        return new RangeRequest(
                sortable || request.getKey().isEmpty() ? key(request.getKey()) : noKey(EtcdError.INVALID_SORT),
                bytes(request.getRangeEnd()),
                request.getLimit(),
                request.getRevision(),
                switch (request.getSortOrder()) {
                    case NONE, UNRECOGNIZED -> RangeRequest.SortOrder.NONE;
                    case ASCEND -> RangeRequest.SortOrder.ASCEND;
                    case DESCEND -> RangeRequest.SortOrder.DESCEND;
                },
                switch (request.getSortTarget()) {
                    case KEY, UNRECOGNIZED -> RangeRequest.SortTarget.KEY;
                    case VERSION -> RangeRequest.SortTarget.VERSION;
                    case CREATE -> RangeRequest.SortTarget.CREATE;
                    case MOD -> RangeRequest.SortTarget.MOD;
                    case VALUE -> RangeRequest.SortTarget.VALUE;
                },
                request.getKeysOnly(),
                request.getCountOnly(),
                request.getMinModRevision(),
                request.getMaxModRevision(),
                request.getMinCreateRevision(),
                request.getMaxCreateRevision());
    }

    private TxnRequest of(Rpc.TxnRequest request, int depth) {
        if (depth > CoordinationLimits.TXN_DEPTH_MAX) {
            throw EtcdError.TOO_MANY_OPERATIONS.exception();
        }
        return new TxnRequest(
                request.getCompareList().stream().map(this::of).toList(),
                operations(request.getSuccessList(), depth),
                operations(request.getFailureList(), depth));
    }

    private List<Request> operations(List<Rpc.RequestOp> operations, int depth) {
        return operations.stream().map(operation -> of(operation, depth)).toList();
    }

    private Request of(Rpc.RequestOp operation, int depth) {
        return switch (operation.getRequestCase()) {
            case REQUEST_RANGE -> of(operation.getRequestRange());
            case REQUEST_PUT -> of(operation.getRequestPut());
            case REQUEST_DELETE_RANGE -> of(operation.getRequestDeleteRange());
            case REQUEST_TXN -> of(operation.getRequestTxn(), depth + 1);
            // etcd's checkRequestOp: an operation that holds nothing has no key.
            case REQUEST_NOT_SET -> RangeRequest.of(noKey(EtcdError.KEY_NOT_FOUND));
        };
    }

    private Compare of(Rpc.Compare compare) {
        return new Compare(
                key(compare.getKey()),
                bytes(compare.getRangeEnd()),
                switch (compare.getResult()) {
                    case EQUAL -> Compare.Relation.EQUAL;
                    case GREATER -> Compare.Relation.GREATER;
                    case LESS -> Compare.Relation.LESS;
                    case NOT_EQUAL, UNRECOGNIZED -> Compare.Relation.NOT_EQUAL;
                },
                // etcd's applyCompare takes what the target names, and zero where another one was given.
                switch (compare.getTarget()) {
                    case VERSION -> new Compare.Expected.Version(compare.getVersion());
                    case CREATE -> new Compare.Expected.CreateRevision(compare.getCreateRevision());
                    case MOD -> new Compare.Expected.ModRevision(compare.getModRevision());
                    case VALUE -> new Compare.Expected.Value(bytes(compare.getValue()));
                    case LEASE, UNRECOGNIZED -> new Compare.Expected.Lease(compare.getLease());
                });
    }
}

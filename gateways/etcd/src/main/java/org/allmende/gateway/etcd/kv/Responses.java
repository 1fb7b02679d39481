package org.allmende.gateway.etcd.kv;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.allmende.coordination.DeleteRangeResult;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.KeyValue;
import org.allmende.coordination.PutResult;
import org.allmende.coordination.RangeResult;
import org.allmende.coordination.Response;
import org.allmende.coordination.TxnResult;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.Rpc.ResponseHeader;
import org.allmende.ledger.encoding.Bytes;

/** Coordination's answers in etcd's words. */
public final class Responses {
    private Responses() {}

    /** The same bytes, not copied: neither of the two is ever changed. */
    public static ByteString bytes(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.unsafeArray());
    }

    static Rpc.RangeResponse range(ResponseHeader header, RangeResult result) {
        return of(result).setHeader(header).build();
    }

    static Rpc.PutResponse put(ResponseHeader header, PutResult result) {
        return of(result).setHeader(header).build();
    }

    static Rpc.DeleteRangeResponse deleteRange(ResponseHeader header, DeleteRangeResult result) {
        return of(result).setHeader(header).build();
    }

    static Rpc.TxnResponse txn(ResponseHeader header, TxnResult result) {
        return of(result).setHeader(header).build();
    }

    private static Rpc.RangeResponse.Builder of(RangeResult result) {
        Rpc.RangeResponse.Builder response =
                Rpc.RangeResponse.newBuilder().setCount(result.count()).setMore(result.more());
        result.keyValues().forEach(keyValue -> response.addKvs(keyValue(keyValue)));
        return response;
    }

    private static Rpc.PutResponse.Builder of(PutResult result) {
        Rpc.PutResponse.Builder response = Rpc.PutResponse.newBuilder();
        result.prevKv().ifPresent(before -> response.setPrevKv(keyValue(before)));
        return response;
    }

    private static Rpc.DeleteRangeResponse.Builder of(DeleteRangeResult result) {
        Rpc.DeleteRangeResponse.Builder response =
                Rpc.DeleteRangeResponse.newBuilder().setDeleted(result.deleted());
        result.prevKvs().forEach(before -> response.addPrevKvs(keyValue(before)));
        return response;
    }

    private static Rpc.TxnResponse.Builder of(TxnResult result) {
        Rpc.TxnResponse.Builder response = Rpc.TxnResponse.newBuilder().setSucceeded(result.succeeded());
        result.responses().forEach(each -> response.addResponses(of(each)));
        return response;
    }

    /** etcd's apply: what is inside a transaction has a header with nothing but the revision. */
    private static Rpc.ResponseOp of(Response response) {
        return switch (response) {
            case RangeResult range ->
                Rpc.ResponseOp.newBuilder()
                        .setResponseRange(of(range).setHeader(revision(range.revision())))
                        .build();
            case PutResult put ->
                Rpc.ResponseOp.newBuilder()
                        .setResponsePut(of(put).setHeader(revision(put.revision())))
                        .build();
            case DeleteRangeResult delete ->
                Rpc.ResponseOp.newBuilder()
                        .setResponseDeleteRange(of(delete).setHeader(revision(delete.revision())))
                        .build();
            case TxnResult txn ->
                Rpc.ResponseOp.newBuilder()
                        .setResponseTxn(of(txn).setHeader(ResponseHeader.getDefaultInstance()))
                        .build();
        };
    }

    private static ResponseHeader revision(long revision) {
        return ResponseHeader.newBuilder().setRevision(revision).build();
    }

    public static Mvcc.KeyValue keyValue(KeyValue keyValue) {
        return Mvcc.KeyValue.newBuilder()
                .setKey(bytes(keyValue.key()))
                .setCreateRevision(keyValue.createRevision())
                .setModRevision(keyValue.modRevision())
                .setVersion(keyValue.version())
                .setValue(bytes(keyValue.value()))
                .setLease(keyValue.lease())
                .build();
    }

    public static Mvcc.Event event(KeyEvent event, boolean prevKv) {
        Mvcc.Event.Builder built = Mvcc.Event.newBuilder()
                .setType(
                        switch (event.kind()) {
                            case PUT -> Mvcc.Event.EventType.PUT;
                            case DELETE -> Mvcc.Event.EventType.DELETE;
                        })
                .setKv(keyValue(event.keyValue()));
        if (prevKv) {
            event.prevKv().ifPresent(before -> built.setPrevKv(keyValue(before)));
        }
        return built.build();
    }
}

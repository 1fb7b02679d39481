package org.allmende.gateway.etcd.differential;

import com.google.protobuf.Message;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.MetadataUtils;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.allmende.etcd.protocol.AuthGrpc;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.LeaseGrpc;
import org.allmende.etcd.protocol.Rpc;

/** One of the two servers, as its users see it: each shows the last token it was given, whatever became of that. */
final class AuthSide {
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    private final Channel channel;
    private final Numbers numbers = new Numbers();
    private final Map<String, String> tokens = new HashMap<>();

    /** Where users are not asked for 3.4 still looks at tokens, and 3.5 does not: none is shown then. */
    private boolean enabled;

    AuthSide(Channel channel) {
        this.channel = channel;
    }

    /** What it said, as text that is the same on both sides when they said the same. */
    String ask(String user, Message request) {
        try {
            Message answer = send(user, request);
            if (request instanceof Rpc.AuthenticateRequest asked && answer instanceof Rpc.AuthenticateResponse given) {
                tokens.put(asked.getName(), given.getToken());
                boolean looksLikeOne = given.getToken().matches("[A-Za-z]{16}\\.[0-9]+");
                answer = given.toBuilder().setToken(looksLikeOne ? "a token" : given.getToken()).build();
            }
            enabled = request instanceof Rpc.AuthEnableRequest
                    || enabled && !(request instanceof Rpc.AuthDisableRequest);
            return new Answer.Given(numbers.comparable(answer)).toString();
        } catch (StatusRuntimeException e) {
            Status status = e.getStatus();
            return new Answer.Failed(status.getCode(), String.valueOf(status.getDescription())).toString();
        }
    }

    private <S extends AbstractBlockingStub<S>> S as(String user, S stub) {
        S patient = stub.withDeadlineAfter(Side.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (user.isEmpty() || !enabled) {
            return patient;
        }
        Metadata metadata = new Metadata();
        metadata.put(TOKEN, tokens.getOrDefault(user, "never.1"));
        return patient.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private Message send(String user, Message request) {
        KVGrpc.KVBlockingStub kv = as(user, KVGrpc.newBlockingStub(channel));
        AuthGrpc.AuthBlockingStub auth = as(user, AuthGrpc.newBlockingStub(channel));
        return switch (request) {
            case Rpc.RangeRequest range -> kv.range(range);
            case Rpc.PutRequest put -> kv.put(put);
            case Rpc.DeleteRangeRequest delete -> kv.deleteRange(delete);
            case Rpc.TxnRequest txn -> kv.txn(txn);
            case Rpc.LeaseRevokeRequest revoke -> as(user, LeaseGrpc.newBlockingStub(channel)).leaseRevoke(revoke);
            case Rpc.AuthEnableRequest enable -> auth.authEnable(enable);
            case Rpc.AuthDisableRequest disable -> auth.authDisable(disable);
            case Rpc.AuthenticateRequest authenticate -> auth.authenticate(authenticate);
            case Rpc.AuthUserAddRequest add -> auth.userAdd(add);
            case Rpc.AuthUserGetRequest get -> auth.userGet(get);
            case Rpc.AuthUserListRequest list -> auth.userList(list);
            case Rpc.AuthUserDeleteRequest delete -> auth.userDelete(delete);
            case Rpc.AuthUserChangePasswordRequest password -> auth.userChangePassword(password);
            case Rpc.AuthUserGrantRoleRequest grant -> auth.userGrantRole(grant);
            case Rpc.AuthUserRevokeRoleRequest revoke -> auth.userRevokeRole(revoke);
            case Rpc.AuthRoleAddRequest add -> auth.roleAdd(add);
            case Rpc.AuthRoleGetRequest get -> auth.roleGet(get);
            case Rpc.AuthRoleListRequest list -> auth.roleList(list);
            case Rpc.AuthRoleDeleteRequest delete -> auth.roleDelete(delete);
            case Rpc.AuthRoleGrantPermissionRequest grant -> auth.roleGrantPermission(grant);
            case Rpc.AuthRoleRevokePermissionRequest revoke -> auth.roleRevokePermission(revoke);
            default -> throw new IllegalArgumentException("nobody takes a " + request.getDescriptorForType().getName());
        };
    }
}

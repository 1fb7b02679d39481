package org.allmende.gateway.etcd.auth;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import org.allmende.coordination.AuthChange;
import org.allmende.coordination.AuthReading;
import org.allmende.coordination.AuthRole;
import org.allmende.coordination.AuthUser;
import org.allmende.coordination.CoordinationLimits;
import org.allmende.coordination.CoordinationOperation.ChangeAuth;
import org.allmende.coordination.CoordinationResult.Done;
import org.allmende.coordination.KeyPermission;
import org.allmende.etcd.protocol.AuthGrpc;
import org.allmende.etcd.protocol.Authpb;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.Rpc.ResponseHeader;
import org.allmende.gateway.etcd.Answering;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.Headers;
import org.allmende.gateway.etcd.kv.Requests;
import org.allmende.gateway.etcd.kv.Responses;
import org.allmende.gateway.etcd.store.Reading;
import org.allmende.gateway.etcd.store.Store;
import org.allmende.ledger.encoding.Bytes;

/** Users, roles and what they may: etcd's {@code Auth} service. Passwords do not leave it but as what bcrypt makes of them. */
public final class AuthService extends AuthGrpc.AuthImplBase {
    private static final Bytes ZERO = Bytes.of((byte) 0);

    private final Store store;
    private final Guard guard;
    private final Headers headers;
    private final Passwords passwords;

    /** @param store guarded */
    public AuthService(GuardedStore store, Guard guard, Headers headers, AuthSettings settings) {
        this.store = store;
        this.guard = guard;
        this.headers = headers;
        this.passwords = new Passwords(settings.bcryptCost());
    }

    /** @param change made only when the caller may make it, for it may take long */
    private <T> void change(
            StreamObserver<T> observer, Supplier<AuthChange> change, Function<ResponseHeader, T> answer) {
        Answering.answer(observer, () -> {
            guard.requireRoot();
            Done done = Answering.await(store.write(new ChangeAuth(store.keyspace(), change.get())), Done.class);
            return answer.apply(headers.at(done.revision()));
        });
    }

    private static String name(String name) {
        return checked(
                name,
                name.getBytes(StandardCharsets.UTF_8).length <= CoordinationLimits.AUTH_NAME_BYTES_MAX,
                "a name has at most " + CoordinationLimits.AUTH_NAME_BYTES_MAX + " bytes; choose a shorter one");
    }

    private static Bytes key(Bytes key) {
        return checked(
                key,
                key.length() <= CoordinationLimits.PERMISSION_KEY_BYTES_MAX,
                "a key or range end of a permission has at most " + CoordinationLimits.PERMISSION_KEY_BYTES_MAX
                        + " bytes; permit a shorter prefix");
    }

    private static <T> T checked(T value, boolean fits, String otherwise) {
        if (!fits) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("etcdserver: " + otherwise)
                    .asRuntimeException();
        }
        return value;
    }

    @Override
    public void authEnable(Rpc.AuthEnableRequest request, StreamObserver<Rpc.AuthEnableResponse> observer) {
        change(observer, AuthChange.Enable::new, header -> Rpc.AuthEnableResponse.newBuilder()
                .setHeader(header)
                .build());
    }

    @Override
    public void authDisable(Rpc.AuthDisableRequest request, StreamObserver<Rpc.AuthDisableResponse> observer) {
        change(observer, AuthChange.Disable::new, header -> Rpc.AuthDisableResponse.newBuilder()
                .setHeader(header)
                .build());
    }

    @Override
    public void authStatus(Rpc.AuthStatusRequest request, StreamObserver<Rpc.AuthStatusResponse> observer) {
        Answering.answer(observer, () -> {
            Reading reading = store.linearizable();
            guard.requireRoot(reading.auth());
            return Rpc.AuthStatusResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .setEnabled(reading.auth().enabled())
                    .setAuthRevision(reading.auth().revision())
                    .build();
        });
    }

    @Override
    public void authenticate(Rpc.AuthenticateRequest request, StreamObserver<Rpc.AuthenticateResponse> observer) {
        Answering.answer(observer, () -> {
            Reading reading = store.linearizable();
            checkPassword(request.getName(), request.getPassword(), reading.auth());
            return Rpc.AuthenticateResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .setToken(guard.tokens().assign(request.getName(), reading.auth()))
                    .build();
        });
    }

    private void checkPassword(String name, String password, AuthReading auth) {
        if (!auth.enabled()) {
            throw EtcdError.AUTH_NOT_ENABLED.exception();
        }
        AuthUser user = auth.user(name).orElseThrow(EtcdError.AUTHENTICATION_FAILED::exception);
        if (!user.hasPassword()) {
            throw EtcdError.NO_PASSWORD_USER.exception();
        }
        Bytes hash = auth.passwordHash(name).orElseThrow(AuthService::notHere);
        if (!passwords.fits(password, hash)) {
            throw EtcdError.AUTHENTICATION_FAILED.exception();
        }
    }

    /** A gateway that reads from other nodes is not given what bcrypt made of passwords. */
    private static StatusRuntimeException notHere() {
        return Status.FAILED_PRECONDITION
                .withDescription("etcdserver: this gateway cannot check passwords; authenticate at a node's own, or come"
                        + " with a certificate")
                .asRuntimeException();
    }

    @Override
    public void userAdd(Rpc.AuthUserAddRequest request, StreamObserver<Rpc.AuthUserAddResponse> observer) {
        boolean noPassword = request.getOptions().getNoPassword();
        change(
                observer,
                () -> new AuthChange.AddUser(
                        name(request.getName()),
                        noPassword || request.getName().isEmpty()
                                ? Bytes.EMPTY
                                : passwords.hash(request.getPassword())),
                header -> Rpc.AuthUserAddResponse.newBuilder().setHeader(header).build());
    }

    /** etcd shows every user itself, and to root all. */
    @Override
    public void userGet(Rpc.AuthUserGetRequest request, StreamObserver<Rpc.AuthUserGetResponse> observer) {
        Answering.answer(observer, () -> {
            Reading reading = store.linearizable();
            requireRootUnless(name -> name.equals(request.getName()), reading.auth());
            AuthUser user =
                    reading.auth().user(request.getName()).orElseThrow(EtcdError.USER_NOT_FOUND::exception);
            return Rpc.AuthUserGetResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .addAllRoles(user.roles())
                    .build();
        });
    }

    private void requireRootUnless(Function<String, Boolean> exempt, AuthReading auth) {
        try {
            guard.requireRoot(auth);
        } catch (StatusRuntimeException e) {
            if (!exempt.apply(guard.caller(auth).map(Caller::user).orElse(""))) {
                throw e;
            }
        }
    }

    @Override
    public void userList(Rpc.AuthUserListRequest request, StreamObserver<Rpc.AuthUserListResponse> observer) {
        Answering.answer(observer, () -> {
            Reading reading = store.linearizable();
            guard.requireRoot(reading.auth());
            return Rpc.AuthUserListResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .addAllUsers(reading.auth().users())
                    .build();
        });
    }

    @Override
    public void userDelete(Rpc.AuthUserDeleteRequest request, StreamObserver<Rpc.AuthUserDeleteResponse> observer) {
        change(
                observer,
                () -> new AuthChange.DeleteUser(name(request.getName())),
                header -> Rpc.AuthUserDeleteResponse.newBuilder().setHeader(header).build());
    }

    @Override
    public void userChangePassword(
            Rpc.AuthUserChangePasswordRequest request,
            StreamObserver<Rpc.AuthUserChangePasswordResponse> observer) {
        change(
                observer,
                () -> new AuthChange.ChangePassword(
                        name(request.getName()), passwords.hash(request.getPassword())),
                header -> Rpc.AuthUserChangePasswordResponse.newBuilder()
                        .setHeader(header)
                        .build());
    }

    @Override
    public void userGrantRole(
            Rpc.AuthUserGrantRoleRequest request, StreamObserver<Rpc.AuthUserGrantRoleResponse> observer) {
        change(
                observer,
                () -> new AuthChange.GrantRole(name(request.getUser()), name(request.getRole())),
                header -> Rpc.AuthUserGrantRoleResponse.newBuilder()
                        .setHeader(header)
                        .build());
    }

    @Override
    public void userRevokeRole(
            Rpc.AuthUserRevokeRoleRequest request, StreamObserver<Rpc.AuthUserRevokeRoleResponse> observer) {
        change(
                observer,
                () -> new AuthChange.RevokeRole(name(request.getName()), name(request.getRole())),
                header -> Rpc.AuthUserRevokeRoleResponse.newBuilder()
                        .setHeader(header)
                        .build());
    }

    @Override
    public void roleAdd(Rpc.AuthRoleAddRequest request, StreamObserver<Rpc.AuthRoleAddResponse> observer) {
        change(
                observer,
                () -> new AuthChange.AddRole(name(request.getName())),
                header -> Rpc.AuthRoleAddResponse.newBuilder().setHeader(header).build());
    }

    /** etcd shows every user its own roles, and to root all. */
    @Override
    public void roleGet(Rpc.AuthRoleGetRequest request, StreamObserver<Rpc.AuthRoleGetResponse> observer) {
        Answering.answer(observer, () -> {
            Reading reading = store.linearizable();
            AuthReading auth = reading.auth();
            requireRootUnless(
                    name -> auth.user(name)
                            .filter(user -> user.roles().contains(request.getRole()))
                            .isPresent(),
                    auth);
            AuthRole role = auth.role(request.getRole()).orElseThrow(EtcdError.ROLE_NOT_FOUND::exception);
            Rpc.AuthRoleGetResponse.Builder response =
                    Rpc.AuthRoleGetResponse.newBuilder().setHeader(headers.at(reading.revision()));
            if (role.name().equals(AuthReading.ROOT)) {
                // etcd's: what root may do is in no permission.
                response.addPerm(Authpb.Permission.newBuilder()
                        .setPermType(Authpb.Permission.Type.READWRITE)
                        .setRangeEnd(Responses.bytes(ZERO)));
            } else {
                role.permissions().forEach(permission -> response.addPerm(of(permission)));
            }
            return response.build();
        });
    }

    private static Authpb.Permission of(KeyPermission permission) {
        return Authpb.Permission.newBuilder()
                .setPermType(
                        switch (permission.access()) {
                            case READ -> Authpb.Permission.Type.READ;
                            case WRITE -> Authpb.Permission.Type.WRITE;
                            case READWRITE -> Authpb.Permission.Type.READWRITE;
                        })
                .setKey(Responses.bytes(permission.key()))
                .setRangeEnd(Responses.bytes(permission.rangeEnd()))
                .build();
    }

    @Override
    public void roleList(Rpc.AuthRoleListRequest request, StreamObserver<Rpc.AuthRoleListResponse> observer) {
        Answering.answer(observer, () -> {
            Reading reading = store.linearizable();
            guard.requireRoot(reading.auth());
            return Rpc.AuthRoleListResponse.newBuilder()
                    .setHeader(headers.at(reading.revision()))
                    .addAllRoles(reading.auth().roles())
                    .build();
        });
    }

    @Override
    public void roleDelete(Rpc.AuthRoleDeleteRequest request, StreamObserver<Rpc.AuthRoleDeleteResponse> observer) {
        change(
                observer,
                () -> new AuthChange.DeleteRole(name(request.getRole())),
                header -> Rpc.AuthRoleDeleteResponse.newBuilder().setHeader(header).build());
    }

    @Override
    public void roleGrantPermission(
            Rpc.AuthRoleGrantPermissionRequest request,
            StreamObserver<Rpc.AuthRoleGrantPermissionResponse> observer) {
        change(
                observer,
                () -> new AuthChange.GrantPermission(name(request.getName()), permission(request)),
                header -> Rpc.AuthRoleGrantPermissionResponse.newBuilder()
                        .setHeader(header)
                        .build());
    }

    private static KeyPermission permission(Rpc.AuthRoleGrantPermissionRequest request) {
        if (!request.hasPerm()) {
            throw EtcdError.PERMISSION_NOT_GIVEN.exception();
        }
        Authpb.Permission permission = request.getPerm();
        return new KeyPermission(
                switch (permission.getPermType()) {
                    case READ -> KeyPermission.Access.READ;
                    case WRITE -> KeyPermission.Access.WRITE;
                    case READWRITE -> KeyPermission.Access.READWRITE;
                    case UNRECOGNIZED -> throw EtcdError.INVALID_AUTH_MANAGEMENT.exception();
                },
                key(Requests.bytes(permission.getKey())),
                key(Requests.bytes(permission.getRangeEnd())));
    }

    @Override
    public void roleRevokePermission(
            Rpc.AuthRoleRevokePermissionRequest request,
            StreamObserver<Rpc.AuthRoleRevokePermissionResponse> observer) {
        change(
                observer,
                () -> new AuthChange.RevokePermission(
                        name(request.getRole()),
                        key(Requests.bytes(request.getKey())),
                        key(Requests.bytes(request.getRangeEnd()))),
                header -> Rpc.AuthRoleRevokePermissionResponse.newBuilder()
                        .setHeader(header)
                        .build());
    }
}

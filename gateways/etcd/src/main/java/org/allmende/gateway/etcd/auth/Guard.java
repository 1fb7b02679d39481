package org.allmende.gateway.etcd.auth;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.Optional;
import org.allmende.coordination.AuthReading;
import org.allmende.coordination.AuthUser;
import org.allmende.coordination.KeyRange;
import org.allmende.coordination.UserRights;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.gateway.etcd.http.ClientCertificate;
import org.allmende.gateway.etcd.store.Store;

/**
 * Who the current call's caller is, and whether it may what it asks; where users are not asked for, everybody may.
 * Everything here is of the calling thread's call, and throws in etcd's words.
 */
public final class Guard {
    private final Store store;
    private final Tokens tokens;

    Guard(Store store, Tokens tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    /** A guard of the users of this store, with tokens of the kind that is configured. */
    public static Guard of(Store store, AuthSettings settings) {
        return new Guard(store, Tokens.of(settings));
    }

    Tokens tokens() {
        return tokens;
    }

    /**
     * Whom a token names, or else a certificate; nobody where users are not asked for.
     *
     * @throws StatusRuntimeException when the token is nobody's
     */
    Optional<Caller> caller(AuthReading auth) {
        if (!auth.enabled()) {
            return Optional.empty();
        }
        Optional<String> token = CallCredentials.token();
        if (token.isPresent()) {
            return Optional.of(
                    tokens.caller(token.get(), auth).orElseThrow(EtcdError.INVALID_AUTH_TOKEN::exception));
        }
        return ClientCertificate.commonName().map(name -> new Caller(name, auth.revision()));
    }

    /** The caller is a user. */
    public void requireUser() {
        AuthReading auth = store.local().auth();
        if (auth.enabled()) {
            user(auth, caller(auth));
        }
    }

    /** The caller is a user with the role root. */
    public void requireRoot() {
        requireRoot(store.local().auth());
    }

    void requireRoot(AuthReading auth) {
        if (auth.enabled() && !user(auth, caller(auth)).isRoot()) {
            throw EtcdError.PERMISSION_DENIED.exception();
        }
    }

    /** The caller may see all keys of a range. */
    public void requireRead(KeyRange range) {
        requireRead(store.local().auth(), range);
    }

    void requireRead(AuthReading auth, KeyRange range) {
        if (auth.enabled() && !rights(auth).mayRead(range)) {
            throw EtcdError.PERMISSION_DENIED.exception();
        }
    }

    /** Why the caller may not watch a range, as etcd writes it for a watcher: an error of gRPC's, in Go's words. */
    public Optional<String> watchRefusal(KeyRange range) {
        try {
            requireRead(range);
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            return Optional.of("rpc error: code = " + name(e.getStatus().getCode()) + " desc = "
                    + e.getStatus().getDescription());
        }
    }

    /** As Go writes it. */
    private static String name(Status.Code code) {
        StringBuilder name = new StringBuilder();
        for (String word : code.name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    private UserRights rights(AuthReading auth) {
        Optional<Caller> caller = caller(auth);
        if (caller.isPresent() && caller.get().authRevision() < auth.revision()) {
            throw EtcdError.AUTH_REVISION_OLD.exception();
        }
        return UserRights.of(auth, user(auth, caller));
    }

    private static AuthUser user(AuthReading auth, Optional<Caller> caller) {
        return auth.user(caller.orElseThrow(EtcdError.USER_EMPTY::exception).user())
                .orElseThrow(EtcdError.PERMISSION_DENIED::exception);
    }
}

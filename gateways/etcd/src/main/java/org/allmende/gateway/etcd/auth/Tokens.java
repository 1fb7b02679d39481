package org.allmende.gateway.etcd.auth;

import java.time.InstantSource;
import java.util.Optional;
import org.allmende.coordination.AuthReading;

/** What a user is given for a password, and shows with every call. Any thread. */
interface Tokens {
    /** A new token for a user that has shown its password. */
    String assign(String user, AuthReading auth);

    /** Whose token it is; empty: nobody's, or nobody's any more. */
    Optional<Caller> caller(String token, AuthReading auth);

    /** The kind that is configured. */
    static Tokens of(AuthSettings settings) {
        return settings.jwt() == null
                ? new SimpleTokens(settings.tokenLife(), System::nanoTime)
                : new JwtTokens(settings.jwt(), InstantSource.system());
    }
}

package org.allmende.node;

import java.io.IOException;
import java.time.Duration;
import org.allmende.gateway.etcd.auth.AuthSettings;

/**
 * How users of etcd's interface show who they are, as etcd's flags of the same names say it.
 *
 * @param authToken {@code simple}, or {@code jwt,pub-key=FILE,priv-key=FILE,sign-method=RS256,ttl=10m}
 * @param tokenSeconds how long a simple token lives after it was used
 * @param bcryptCost two to the power of it are the rounds that a password costs
 */
public record EtcdUsers(String authToken, int tokenSeconds, int bcryptCost) {
    /** etcd's standards. */
    public static final EtcdUsers STANDARD = new EtcdUsers("simple", 300, 10);

    public EtcdUsers {
        if (!authToken.equals("simple") && !authToken.startsWith("jwt,")) {
            throw new IllegalArgumentException(
                    "--auth-token is 'simple', or 'jwt,' and its options, not '" + authToken + "'");
        }
        if (tokenSeconds < 1) {
            throw new IllegalArgumentException("--auth-token-ttl is a number of seconds, 1 at least, not " + tokenSeconds);
        }
        if (bcryptCost < AuthSettings.BCRYPT_COST_MIN || bcryptCost > AuthSettings.BCRYPT_COST_MAX) {
            throw new IllegalArgumentException("--bcrypt-cost is " + AuthSettings.BCRYPT_COST_MIN + " to "
                    + AuthSettings.BCRYPT_COST_MAX + ", not " + bcryptCost);
        }
    }

    /** @throws IOException when a key cannot be read, or an option is none; says which and what to do */
    public AuthSettings settings() throws IOException {
        return AuthSettings.parse(authToken, Duration.ofSeconds(tokenSeconds), bcryptCost);
    }
}

package org.allmende.gateway.etcd.auth;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How users show who they are.
 *
 * @param jwt null: by simple tokens, which this process alone knows
 * @param tokenLife how long a simple token lives after it was used
 * @param bcryptCost two to the power of it are the rounds a password costs; {@link #BCRYPT_COST_MIN} to
 *     {@link #BCRYPT_COST_MAX}
 */
public record AuthSettings(@Nullable JwtSettings jwt, Duration tokenLife, int bcryptCost) {
    /** bcrypt's own. */
    public static final int BCRYPT_COST_MIN = 4;

    /** bcrypt's own. */
    public static final int BCRYPT_COST_MAX = 31;

    /** etcd's standards. */
    public static final AuthSettings DEFAULT = new AuthSettings(null, Duration.ofMinutes(5), 10);

    public AuthSettings {
        if (bcryptCost < BCRYPT_COST_MIN || bcryptCost > BCRYPT_COST_MAX) {
            throw new IllegalArgumentException(
                    "bcrypt's cost is " + BCRYPT_COST_MIN + " to " + BCRYPT_COST_MAX + ", not " + bcryptCost);
        }
        if (!tokenLife.isPositive()) {
            throw new IllegalArgumentException("a token lives for a second at least, not " + tokenLife);
        }
    }

    /**
     * @param token {@code simple}, or {@code jwt,} and its options
     * @throws IOException when a key cannot be read, or an option is none; says which and what to do
     */
    public static AuthSettings parse(String token, Duration tokenLife, int bcryptCost) throws IOException {
        if (token.equals("simple")) {
            return new AuthSettings(null, tokenLife, bcryptCost);
        }
        try {
            return new AuthSettings(JwtSettings.parse(token.substring("jwt,".length())), tokenLife, bcryptCost);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    public AuthSettings withBcryptCost(int cost) {
        return new AuthSettings(jwt, tokenLife, cost);
    }
}

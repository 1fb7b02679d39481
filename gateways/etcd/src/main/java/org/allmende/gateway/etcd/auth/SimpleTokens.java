package org.allmende.gateway.etcd.auth;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.allmende.coordination.AuthReading;
import org.allmende.gateway.etcd.EtcdError;
import org.allmende.ledger.encoding.Bytes;

/**
 * etcd's simple tokens: letters by chance, known to this process only. A token lives as long as it is used, until the
 * password of its user changes, or users are no longer asked for.
 */
final class SimpleTokens implements Tokens {
    /** Tokens that are known at once; above, etcd's "too many requests". */
    static final int TOKENS_MAX = 100_000;

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 16;

    /** @param enabledAt the auth revision at which users came to be asked for */
    private record Given(String user, Bytes passwordHash, long enabledAt, long usedNanos) {}

    private final Map<String, Given> tokens = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Duration life;
    private final LongSupplier nanos;

    SimpleTokens(Duration life, LongSupplier nanos) {
        this.life = life;
        this.nanos = nanos;
    }

    @Override
    public String assign(String user, AuthReading auth) {
        if (tokens.size() >= TOKENS_MAX) {
            tokens.values().removeIf(this::isOver);
        }
        if (tokens.size() >= TOKENS_MAX) {
            throw EtcdError.TOO_MANY_REQUESTS.exception();
        }
        StringBuilder token = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            token.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        token.append('.').append(auth.revision());
        tokens.put(token.toString(), new Given(user, hash(user, auth), auth.enabledAt(), nanos.getAsLong()));
        return token.toString();
    }

    private static Bytes hash(String user, AuthReading auth) {
        return auth.passwordHash(user).orElse(Bytes.EMPTY);
    }

    /** A simple token says who it is and nothing of when: it is taken as of now, as etcd does. */
    @Override
    public Optional<Caller> caller(String token, AuthReading auth) {
        Given used = tokens.computeIfPresent(
                token,
                (_, given) -> isOver(given)
                                || given.enabledAt() != auth.enabledAt()
                                || !given.passwordHash().equals(hash(given.user(), auth))
                        ? null
                        : new Given(given.user(), given.passwordHash(), given.enabledAt(), nanos.getAsLong()));
        return Optional.ofNullable(used).map(given -> new Caller(given.user(), auth.revision()));
    }

    private boolean isOver(Given given) {
        return nanos.getAsLong() - given.usedNanos() >= life.toNanos();
    }
}

package org.allmende.gateway.etcd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;

class SimpleTokensTest {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final HandAuth AUTH = new HandAuth(7, 3, Bytes.utf8("hash"));

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleTokens tokens = new SimpleTokens(LIFE, nanos::get);

    @Test
    void aTokenIsOfItsUserAsOfNow() {
        String token = tokens.assign("ann", AUTH);
        assertThat(token).matches("[A-Za-z]{16}\\.7");
        assertThat(tokens.caller(token, new HandAuth(9, 3, Bytes.utf8("hash")))).contains(new Caller("ann", 9));
        assertThat(tokens.caller("never.7", AUTH)).isEmpty();
        assertThat(tokens.assign("ann", AUTH)).isNotEqualTo(token);
    }

    @Test
    void itLivesAsLongAsItIsUsed() {
        String token = tokens.assign("ann", AUTH);
        for (int i = 0; i < 3; i++) {
            nanos.addAndGet(LIFE.toNanos() - 1);
            assertThat(tokens.caller(token, AUTH)).isPresent();
        }
        nanos.addAndGet(LIFE.toNanos());
        assertThat(tokens.caller(token, AUTH)).isEmpty();
    }

    @Test
    void itEndsWithThePasswordAndWhenUsersAreNotAskedForAnyMore() {
        String changed = tokens.assign("ann", AUTH);
        assertThat(tokens.caller(changed, new HandAuth(8, 3, Bytes.utf8("other")))).isEmpty();
        assertThat(tokens.caller(changed, AUTH)).as("for good").isEmpty();
        String disabled = tokens.assign("ann", AUTH);
        assertThat(tokens.caller(disabled, new HandAuth(8, 8, Bytes.utf8("hash")))).isEmpty();
    }

    @Test
    void thereAreOnlySoManyAtOnce() {
        String first = tokens.assign("ann", AUTH);
        for (int i = 1; i < SimpleTokens.TOKENS_MAX; i++) {
            tokens.assign("ann", AUTH);
        }
        assertThatThrownBy(() -> tokens.assign("ann", AUTH))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("too many requests");
        nanos.addAndGet(LIFE.toNanos() - 1);
        assertThat(tokens.caller(first, AUTH)).isPresent();
        nanos.addAndGet(1);
        assertThat(tokens.assign("ann", AUTH)).as("the others are over").isNotEmpty();
        assertThat(tokens.caller(first, AUTH)).isPresent();
    }
}

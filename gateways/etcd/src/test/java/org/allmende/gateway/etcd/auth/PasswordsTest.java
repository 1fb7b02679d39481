package org.allmende.gateway.etcd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private final Passwords passwords = new Passwords(AuthSettings.BCRYPT_COST_MIN);

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "\u00fc\u20ac", "a longer one with spaces"})
    void whatWasHashedFitsAndNothingElse(String password) {
        Bytes hash = passwords.hash(password);
        assertThat(hash.toText()).startsWith("$2a$04$").hasSize(60);
        assertThat(passwords.fits(password, hash)).isTrue();
        assertThat(passwords.fits(password + "x", hash)).isFalse();
        assertThat(passwords.hash(password)).as("with another salt").isNotEqualTo(hash);
    }

    /** Made by libxcrypt. */
    @Test
    void aHashOfAnotherLibraryFits() {
        Bytes hash = Bytes.utf8("$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.");
        assertThat(passwords.fits("", hash)).isTrue();
        assertThat(passwords.fits("a", hash)).isFalse();
    }

    @Test
    void ofALongPasswordTheFirst72BytesCount() {
        String longest = "p".repeat(72);
        Bytes hash = passwords.hash(longest);
        assertThat(passwords.fits(longest + "and more", hash)).isTrue();
        assertThat(passwords.fits("p".repeat(71), hash)).isFalse();
    }

    @Test
    void nothingFitsWhatIsNoHash() {
        for (String other : new String[] {"hash", "$2a$06$short", "$2a$06$" + "!".repeat(53)}) {
            assertThat(passwords.fits(other, Bytes.utf8(other))).isFalse();
        }
    }

    @Test
    void theCostHasLimits() {
        for (int cost : new int[] {AuthSettings.BCRYPT_COST_MIN, AuthSettings.BCRYPT_COST_MAX}) {
            assertThat(AuthSettings.DEFAULT.withBcryptCost(cost).bcryptCost()).isEqualTo(cost);
        }
        for (int cost : new int[] {AuthSettings.BCRYPT_COST_MIN - 1, AuthSettings.BCRYPT_COST_MAX + 1}) {
            assertThatThrownBy(() -> AuthSettings.DEFAULT.withBcryptCost(cost))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new AuthSettings(null, Duration.ZERO, 10))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

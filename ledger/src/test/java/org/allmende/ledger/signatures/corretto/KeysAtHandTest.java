package org.allmende.ledger.signatures.corretto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.signatures.Ed25519;
import org.junit.jupiter.api.Test;

class KeysAtHandTest {
    private static final String DOMAIN = "d";

    /** What is signed of an empty message: the domain and a zero. */
    private static final byte[] MESSAGE = {'d', 0};

    @Test
    void manySignersDoNotFillTheMemoryOutsideOfTheHeap() {
        assumeThat(Corretto.here()).as("AWS-LC for this machine").isPresent();
        Corretto quick = Corretto.here().orElseThrow();
        for (int i = 0; i < Corretto.KEYS_MAX + 100; i++) {
            assertThat(quick.takes(signature(i), MESSAGE, key(i))).isTrue();
        }
        assertThat(quick.keysRead()).isLessThanOrEqualTo(Corretto.KEYS_MAX);
        assertThat(quick.takes(signature(0), MESSAGE, key(0))).isTrue();
    }

    @Test
    void whatACallerDoesToItsBytesLaterChangesNoKey() {
        assumeThat(Corretto.here()).as("AWS-LC for this machine").isPresent();
        Corretto quick = Corretto.here().orElseThrow();
        byte[] mine = key(-1);
        assertThat(quick.takes(signature(-1), MESSAGE, mine)).isTrue();
        System.arraycopy(key(-2), 0, mine, 0, mine.length);
        assertThat(quick.takes(signature(-2), MESSAGE, mine)).isTrue();
        assertThat(quick.takes(signature(-1), MESSAGE, mine)).isFalse();
    }

    private static Bytes secret(int number) {
        return Bytes.wrap(ByteBuffer.allocate(32).putInt(number).array());
    }

    private static byte[] key(int number) {
        return Ed25519.publicKey(secret(number)).toArray();
    }

    private static byte[] signature(int number) {
        return Ed25519.sign(secret(number), DOMAIN, Bytes.EMPTY).toArray();
    }
}

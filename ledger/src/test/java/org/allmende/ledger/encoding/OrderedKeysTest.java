package org.allmende.ledger.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderedKeysTest {
    record Key(@Max(8) Bytes first, int second, @Max(8) Bytes last) {}

    @Test
    void escapesInsideAndStandsAtTheEnd() throws Exception {
        var keys = OrderedKeys.of(Key.class);
        var key = new Key(Bytes.hex("610062"), 258, Bytes.hex("6100"));
        assertThat(keys.encode(key).toHex()).isEqualTo("6100ff62" + "0000" + "00000102" + "6100");
        assertThat(keys.decode(keys.encode(key))).isEqualTo(key);
    }
}

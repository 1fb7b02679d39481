package org.allmende.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRangeTest {
    @ParameterizedTest(name = "[{0}, {1}) all begin with \"{2}\"")
    @CsvSource(
            nullValues = "none",
            value = {
                "61, '', 61", // one key
                "61, 6100, 61", // the same in other words
                "61, 62, 61", // a prefix
                "6162, 6163, 6162",
                "61, 63, ''",
                "6161, 6163, 61",
                "6161, 62, 61", // up to the end of the prefix 61
                "61ff, 62, 61ff", // likewise, but nothing of it is below 61ff
                "61ffff01, 62, 61ffff",
                "61, 6162, 61",
                "61, 6161ff, 61",
                "61, 00, ''", // from a key on
                "ff, 00, ff",
                "ffff61, 00, ffff",
                "00, 00, ''", // all keys
                "63, 61, 63", // none
                "61, 61, 61",
            })
    void commonPrefix(String key, String rangeEnd, String prefix) {
        assertThat(new KeyRange(Bytes.hex(key), Bytes.hex(rangeEnd)).commonPrefix()).isEqualTo(Bytes.hex(prefix));
    }

    @Seeds(100)
    void theCommonPrefixIsTheLongestWhoseRangeCoversIt(Seed seed) {
        for (int i = 0; i < 100; i++) {
            checkCommonPrefix(seed);
        }
    }

    private static void checkCommonPrefix(Seed seed) {
        KeyRange range = new KeyRange(seed.bytes(seed.between(1, 4)), seed.bytes(seed.between(0, 4)));
        Bytes prefix = range.commonPrefix();
        assertThat(range.key().startsWith(prefix)).as(range + " " + prefix).isTrue();
        if (range.end().map(end -> end.compareTo(range.key()) <= 0).orElse(false)) {
            return;
        }
        assertThat(covers(prefix, range)).as(range + " by " + prefix).isTrue();
        if (prefix.length() < range.key().length()) {
            Bytes longer = range.key().slice(0, prefix.length() + 1);
            assertThat(covers(longer, range)).as(range + " by " + longer).isFalse();
        }
    }

    private static boolean covers(Bytes prefix, KeyRange range) {
        var end = KeyRange.prefix(prefix).end();
        return range.key().startsWith(prefix)
                && (end.isEmpty()
                        || range.end().map(to -> to.compareTo(end.get()) <= 0).orElse(false));
    }

    @Seeds(100)
    void aPrefixRangeHoldsExactlyTheKeysThatBeginWithIt(Seed seed) {
        for (int i = 0; i < 100; i++) {
            Bytes prefix = seed.bytes(seed.between(0, 3));
            Bytes key = seed.oneIn(2) ? seed.bytes(seed.between(1, 4)) : prefix.concat(seed.bytes(seed.between(1, 2)));
            assertThat(KeyRange.prefix(prefix).contains(key)).isEqualTo(key.startsWith(prefix));
        }
    }

    @ParameterizedTest(name = "[{0}, {1}) holds {2}: {3}")
    @CsvSource({
        "61, '', 61, true",
        "61, '', 6100, false",
        "61, 63, 62ff, true",
        "61, 63, 63, false",
        "61, 63, 60, false",
        "61, 00, ff, true",
        "61, 00, 60ff, false",
        "00, 00, 00, true",
        "63, 61, 62, false",
    })
    void contains(String key, String rangeEnd, String candidate, boolean held) {
        assertThat(new KeyRange(Bytes.hex(key), Bytes.hex(rangeEnd)).contains(Bytes.hex(candidate))).isEqualTo(held);
    }
}

package org.allmende.gateway.etcd.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.allmende.coordination.KeyRange;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;

/** Against a list that is searched from beginning to end. */
class RangeIndexTest {
    private record Interest(KeyRange range, int who) {}

    private final RangeIndex<Integer> index = new RangeIndex<>();
    private final List<Interest> list = new ArrayList<>();

    @Seeds(100)
    void whoIsInterestedIsWhomASearchOfAllFinds(Seed seed) {
        for (int step = 0; step < 300; step++) {
            if (seed.oneIn(3) && !list.isEmpty()) {
                Interest gone = list.remove(seed.between(0, list.size() - 1));
                index.remove(gone.range(), gone.who());
            } else {
                Interest added = new Interest(anyRange(seed), seed.between(0, 40));
                index.add(added.range(), added.who());
                if (!list.contains(added)) {
                    list.add(added);
                }
            }
            Bytes key = anyKey(seed);
            List<Integer> found = new ArrayList<>();
            index.interestedIn(key, found::add);
            assertThat(found)
                    .as("interested in %s", key)
                    .containsExactlyInAnyOrderElementsOf(list.stream()
                            .filter(each -> each.range().contains(key))
                            .map(Interest::who)
                            .toList());
            assertThat(index.size()).isEqualTo(list.size());
        }
        assertThat(index.all())
                .containsExactlyInAnyOrderElementsOf(
                        list.stream().map(Interest::who).toList());
    }

    private static KeyRange anyRange(Seed seed) {
        Bytes key = anyKey(seed);
        return switch (seed.between(0, 3)) {
            case 0 -> KeyRange.single(key);
            case 1 -> KeyRange.prefix(key);
            case 2 -> KeyRange.from(key);
            default -> new KeyRange(key, anyKey(seed));
        };
    }

    /** Few letters, so that ranges meet; 0xff too, which ends prefixes. */
    private static Bytes anyKey(Seed seed) {
        byte[] key = new byte[seed.between(1, 3)];
        for (int i = 0; i < key.length; i++) {
            key[i] = seed.pick((byte) 'a', (byte) 'b', (byte) 'c', (byte) 0xff);
        }
        return Bytes.wrap(key);
    }
}

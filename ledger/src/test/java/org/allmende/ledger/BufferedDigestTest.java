package org.allmende.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;

class BufferedDigestTest {
    @Seeds(50)
    void itIsTheHashOfAllThatWasAdded(Seed seed) {
        BufferedDigest digest = new BufferedDigest();
        Bytes all = Bytes.EMPTY;
        for (int i = 0; i < seed.between(0, 60); i++) {
            switch (seed.between(0, 3)) {
                case 0 -> {
                    int number = seed.nextInt();
                    digest.addInt(number);
                    all = all.concat(Bytes.wrap(ByteBuffer.allocate(4).putInt(number).array()));
                }
                case 1 -> {
                    long number = seed.nextLong();
                    digest.addLong(number);
                    all = all.concat(Bytes.wrap(ByteBuffer.allocate(8).putLong(number).array()));
                }
                default -> {
                    // Up to a bit more than is gathered at once.
                    Bytes bytes = seed.bytes(seed.oneIn(5) ? seed.between(8_000, 9_000) : seed.between(0, 700));
                    digest.addBytes(bytes);
                    all = all.concat(bytes);
                }
            }
        }
        assertThat(digest.finish()).isEqualTo(Bytes.wrap(Digests.sha256().digest(all.toArray())));
    }
}

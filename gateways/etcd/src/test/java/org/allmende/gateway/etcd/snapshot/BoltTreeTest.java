package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees of every shape: they are read as they were written, and are such as bbolt can go on with. */
class BoltTreeTest {
    private static final Bytes BUCKET = Bytes.utf8("bucket");

    @TempDir
    Path dir;

    @Seeds(60)
    void isReadAsItWasWritten(Seed seed) throws IOException {
        int keyBytesMax = seed.pick(3, 18, 300, 2_000, 20_000);
        int valueBytesMax = seed.pick(0, 10, 1_000, 10_000);
        TreeSet<Bytes> keys = new TreeSet<>();
        for (int i = seed.between(0, seed.pick(5, 100, 300)); i > 0; i--) {
            keys.add(seed.bytes(seed.between(1, keyBytesMax)));
        }
        List<BoltEntry> entries = new ArrayList<>();
        keys.forEach(key -> entries.add(new BoltEntry(key, seed.bytes(seed.between(0, valueBytesMax)))));
        assertReadAsWritten(entries);
    }

    /** Whatever the number of leaves, of which a branch takes four: up to four levels of them. */
    @Test
    void everyBranchHasTwoBelowIt() throws IOException {
        for (int leaves = 1; leaves <= 130; leaves++) {
            List<BoltEntry> entries = new ArrayList<>();
            for (int i = 0; i < leaves; i++) {
                Bytes key = Buckets.bigEndian(i).concat(Bytes.wrap(new byte[900]));
                entries.add(new BoltEntry(key, Bytes.wrap(new byte[2_500])));
            }
            assertReadAsWritten(entries);
        }
    }

    private void assertReadAsWritten(List<BoltEntry> entries) throws IOException {
        Image image = Image.of(dir, new TreeMap<>(Map.of(BUCKET.toText(), entries)));
        assertBranches(image);
        try (BoltFile bolt = BoltFile.open(image.write(dir.resolve("file")))) {
            BitSet seen = bolt.seenByRoot();
            BoltCursor cursor = bolt.cursor(BUCKET, seen);
            int count = 0;
            for (Optional<BoltEntry> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                assertThat(next.get().equals(entries.get(count))).as("entry %d", count).isTrue();
                count++;
            }
            assertThat(count).isEqualTo(entries.size());
            seen.set(0, 3);
            assertThat(seen.nextClearBit(0)).as("every page is used").isEqualTo(image.length() / Image.PAGE);
            bolt.checkFreelist(new BitSet());
        }
    }

    private static void assertBranches(Image image) {
        int pages = image.length() / Image.PAGE;
        for (int page = 3; page < pages; page += 1 + image.bytes().getInt(Image.at(page, 12))) {
            int count = image.bytes().getShort(Image.at(page, 10));
            if (image.bytes().getShort(Image.at(page, 8)) == BoltPage.BRANCH) {
                assertThat(count).as("below page %d", page).isGreaterThanOrEqualTo(2);
            }
        }
    }
}

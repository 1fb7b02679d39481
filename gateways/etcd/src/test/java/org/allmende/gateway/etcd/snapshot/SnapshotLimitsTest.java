package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.allmende.ledger.encoding.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At each limit, and one past it. */
class SnapshotLimitsTest {
    @TempDir
    Path dir;

    /** The file has a hole where nothing was written, and takes no room. */
    @Test
    void databaseBytes() throws IOException {
        Path file = Image.of(dir, "key").writeBare(dir.resolve("large"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), SnapshotLimits.DATABASE_BYTES_MAX - 1);
            SnapshotFile.open(file).close();
            channel.write(ByteBuffer.allocate(1), SnapshotLimits.DATABASE_BYTES_MAX);
            assertRefused(file, "its database has 17179869185 bytes, 17179869184 are taken");
        }
    }

    @Test
    void databaseBytesWritten() throws IOException {
        for (long bytesMax : List.of(5L * Image.PAGE, 5L * Image.PAGE - 1)) {
            Path file = dir.resolve("written" + bytesMax);
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                BoltWriter bolt = new BoltWriter(file, channel, bytesMax);
                bolt.bucket(Buckets.KEY, Collections.emptyIterator());
                if (bytesMax == 5L * Image.PAGE) {
                    bolt.finish();
                    assertThat(channel.size()).isEqualTo(bytesMax);
                } else {
                    assertThatThrownBy(bolt::finish)
                            .isInstanceOf(SnapshotException.class)
                            .hasMessageEndingWith("Compact the keyspace, and try again");
                }
            }
        }
    }

    @Test
    void keyBytes() throws IOException {
        Bytes longest = Bytes.wrap(new byte[SnapshotLimits.KEY_BYTES_MAX]);
        Image image = Image.of(dir, "a", new BoltEntry(longest, Bytes.EMPTY));
        SnapshotFile.open(image.write(dir.resolve("key"))).close();
        image.putInt(Image.at(3, 24), SnapshotLimits.KEY_BYTES_MAX + 1);
        assertRefused(image.write(dir.resolve("key")), "longer than bbolt's keys");
        assertThatThrownBy(() -> Image.of(dir, "a", new BoltEntry(longest.concat(Bytes.of((byte) 0)), Bytes.EMPTY)))
                .hasMessageContaining("a name has 32769 bytes, a snapshot takes 32768");
    }

    @Test
    void valueBytes() throws IOException {
        Bytes longest = Bytes.wrap(new byte[SnapshotLimits.VALUE_BYTES_MAX]);
        Image image = Image.of(dir, "a", new BoltEntry(Buckets.KEY, longest));
        SnapshotFile.open(image.write(dir.resolve("value"))).close();
        image.putInt(Image.at(3, 28), SnapshotLimits.VALUE_BYTES_MAX + 1);
        assertRefused(image.write(dir.resolve("value")), "has a value of 33554433 bytes, 33554432 are taken");
        assertThatThrownBy(() -> Image.of(dir, "a", new BoltEntry(Buckets.KEY, longest.concat(Bytes.of((byte) 0)))))
                .hasMessageContaining("a key with its value has 33554433 bytes");
    }

    /** A page that says it goes on, over what is nothing: it is looked at only when it is not too large. */
    @Test
    void leafAndBranchBytes() throws IOException {
        assertPages(BoltPage.LEAF, SnapshotLimits.LEAF_BYTES_MAX);
        assertPages(BoltPage.BRANCH, SnapshotLimits.BRANCH_BYTES_MAX);
    }

    private void assertPages(short kind, int bytesMax) throws IOException {
        Image image = Image.of(dir, "a", new BoltEntry(Buckets.KEY, Bytes.EMPTY));
        int pages = image.length() / Image.PAGE;
        int further = bytesMax / Image.PAGE - 1;
        Path file = dir.resolve("pages");
        for (int more = 0; more < 2; more++) {
            // Behind the last page comes one of the kind, and is made the root.
            image.inBothMetas(32, pages).inBothMetas(56, pages + 1 + further + more);
            image.writeBare(file);
            ByteBuffer page = BoltPage.allocate(Image.PAGE);
            BoltPage.putHeader(page, pages, kind, 1, further + more);
            page.putInt(BoltPage.HEADER_BYTES + (kind == BoltPage.LEAF ? 4 : 0), BoltPage.ELEMENT_BYTES);
            page.putInt(BoltPage.HEADER_BYTES + (kind == BoltPage.LEAF ? 8 : 4), 1);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(page, image.length());
                channel.write(ByteBuffer.allocate(1), image.length() + (1L + further + more) * Image.PAGE - 1);
            }
            assertRefused(file, more == 1 ? bytesMax + " are taken" : kind == BoltPage.LEAF ? "beside" : "no page 0");
        }
    }

    @Test
    void buckets() throws IOException {
        TreeMap<String, List<BoltEntry>> buckets = new TreeMap<>();
        for (int i = 1; i < SnapshotLimits.BUCKETS_MAX; i++) {
            buckets.put("bucket " + i, List.of());
        }
        List<String> unknown = List.copyOf(buckets.keySet());
        buckets.put("key", List.of());
        try (SnapshotFile file = SnapshotFile.open(Image.of(dir, buckets).write(dir.resolve("buckets")))) {
            assertThat(file.unknownBuckets()).isEqualTo(unknown);
        }
        buckets.put("one more", List.of());
        assertRefused(Image.of(dir, buckets).write(dir.resolve("buckets")), "over 64 buckets");
    }

    @Test
    void depth() throws IOException {
        try (BoltFile bolt = BoltFile.open(chain(SnapshotLimits.DEPTH_MAX))) {
            assertThat(bolt.cursor(Bytes.utf8("a"), new BitSet()).next()).isPresent();
        }
        assertRefused(chain(SnapshotLimits.DEPTH_MAX + 1), "more than 24 pages deep");
    }

    /** Branches of one each, from the root of a bucket to its leaf. */
    private Path chain(int depth) throws IOException {
        Image image = Image.of(dir, "a", new BoltEntry(Bytes.of((byte) 'k'), Bytes.EMPTY));
        int first = image.length() / Image.PAGE;
        int leaf = 3;
        Image longer = image.cut((first + depth - 1) * Image.PAGE);
        for (int i = 0; i < depth - 1; i++) {
            ByteBuffer page = BoltPage.allocate(Image.PAGE);
            BoltPage.putHeader(page, first + i, BoltPage.BRANCH, 1, 0);
            page.putInt(16, BoltPage.ELEMENT_BYTES).putInt(20, 1).putLong(24, i == depth - 2 ? leaf : first + i + 1);
            page.put(32, (byte) 'k');
            longer.bytes().put(Image.at(first + i, 0), page, 0, Image.PAGE);
        }
        // The root of all has two buckets. The name of the first has one byte, and its own root follows.
        longer.putLong(Image.at(first - 1, BoltPage.HEADER_BYTES + 2 * BoltPage.ELEMENT_BYTES + 1), first);
        return longer.inBothMetas(56, first + depth - 1).write(dir.resolve("chain"));
    }

    @Test
    void pageBytes() throws IOException {
        for (int bytes = SnapshotLimits.PAGE_BYTES_MIN; bytes <= SnapshotLimits.PAGE_BYTES_MAX; bytes *= 2) {
            for (int meta = 0; meta < 2; meta++) {
                try (BoltFile bolt = BoltFile.open(emptyWithPagesOf(bytes, meta))) {
                    assertThat(bolt.buckets()).isEmpty();
                }
            }
        }
        assertRefused(emptyWithPagesOf(SnapshotLimits.PAGE_BYTES_MIN / 2, 0), "neither of its first two pages");
        assertRefused(emptyWithPagesOf(SnapshotLimits.PAGE_BYTES_MAX * 2, 0), "neither of its first two pages");
    }

    /** Only one of the metas is there; no bucket is. */
    private Path emptyWithPagesOf(int bytes, int meta) throws IOException {
        byte[] whole = new byte[4 * bytes];
        ByteBuffer database = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        new BoltMeta(bytes, 3, BoltMeta.NO_FREELIST, 4, 1)
                .encode(database.slice(meta * bytes, bytes).order(database.order()));
        BoltPage.putHeader(database.slice(3 * bytes, bytes).order(database.order()), 3, BoltPage.LEAF, 0, 0);
        return Files.write(dir.resolve("pages"), whole);
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> SnapshotFile.open(file).close())
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining(why)
                .hasMessageMatching("(?s).*\\. [A-Z][^.]*");
    }
}

package org.allmende.gateway.etcd.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that somebody changed and then made hashes that fit: each is refused, or can be read, written again and read as
 * the same; and whatever it pretends to be, reading it allocates no more than a small multiple of its length.
 * {@code -Dseeds=100000} tries so many.
 */
class SnapshotFuzzTest {
    private static final int CHANGED_PER_SEED = 25;

    /** Bytes that reading may allocate for each byte of the file: pages, copies of them, and what is decoded. */
    private static final int ALLOCATED_PER_BYTE = 64;

    /** Besides: buffers and refusals. */
    private static final int ALLOCATED_BESIDES = 4 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path dir;

    /** What is allocated once only is not counted. */
    @BeforeAll
    static void classesAreLoaded(@TempDir Path dir) throws IOException {
        Content.read(Image.ofEtcd().write(dir.resolve("first")));
    }

    @Seeds(40)
    void everyFileIsRefusedOrReadAsItIs(Seed seed) throws IOException {
        Image sound = seed.nextBoolean() ? Image.ofEtcd() : ours(seed);
        assertThat(isRefused(sound.write(dir.resolve("sound")))).isFalse();
        int refused = 0;
        for (int i = 0; i < CHANGED_PER_SEED; i++) {
            Image changed = sound.copy();
            for (int change = seed.between(1, 3); change > 0; change--) {
                change(changed, seed);
            }
            if (!seed.oneIn(10)) {
                changed.sealed();
            }
            Path file = dir.resolve("changed");
            refused += isRefused(seed.nextBoolean() ? changed.write(file) : changed.writeBare(file)) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    private Image ours(Seed seed) throws IOException {
        ModelStore store = ModelStore.random(seed, seed.between(1, 300), 3_000);
        store.compact(seed.between(1, (int) store.revision()));
        return Image.of(dir, store.content());
    }

    /** Where what bbolt goes by stands: in a meta, in the header of a page, in its first elements; or anywhere. */
    private static void change(Image image, Seed seed) {
        int page = seed.nextInt(image.length() / Image.PAGE);
        int reach = seed.pick(16, 80, 400, Image.PAGE);
        int at = Image.at(page, seed.nextInt(reach / 4) * 4);
        switch (seed.between(0, 5)) {
            case 0 -> image.bytes().put(at + seed.nextInt(4), (byte) (1 << seed.nextInt(8)));
            case 1 -> image.putInt(at, seed.pick(-1, 0, 1, 2, 16, 4_096, 1 << 20, 1 << 30, Integer.MAX_VALUE));
            case 2 -> image.putInt(at, image.bytes().getInt(at) + seed.pick(-16, -1, 1, 16));
            case 3 -> image.putShort(at, seed.pick(0, 1, 2, 4, 16, 0xffff));
            case 4 -> image.putInt(at, seed.nextInt(image.length() / Image.PAGE));
            default -> copy(image, seed, at);
        }
    }

    private static void copy(Image image, Seed seed, int to) {
        int from = Image.at(seed.nextInt(image.length() / Image.PAGE), 0);
        int length = Math.min(seed.pick(8, 16, 512, Image.PAGE), image.length() - Math.max(from, to));
        byte[] all = image.bytes().array();
        System.arraycopy(all, from, all, to, length);
    }

    private boolean isRefused(Path file) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Content content;
        try (SnapshotFile snapshot = SnapshotFile.open(file)) {
            content = Content.of(snapshot);
        } catch (SnapshotException e) {
            return true;
        } finally {
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .isLessThan(ALLOCATED_BESIDES + ALLOCATED_PER_BYTE * Files.size(file));
        }
        Path again = dir.resolve("again");
        SnapshotWriter.write(again, content);
        try (SnapshotFile snapshot = SnapshotFile.open(again)) {
            assertThat(Content.of(snapshot).equals(content)).isTrue();
        }
        return false;
    }

    @Seeds(100)
    void noBytesAreTakenForASnapshot(Seed seed) throws IOException {
        Bytes bytes = seed.bytes(seed.pick(seed.between(0, 100), 512, 8_192 + 32, seed.between(0, 20_000)));
        Path file = Files.write(dir.resolve("random"), bytes.toArray());
        assertThatThrownBy(() -> SnapshotFile.open(file).close()).isInstanceOf(SnapshotException.class);
    }
}

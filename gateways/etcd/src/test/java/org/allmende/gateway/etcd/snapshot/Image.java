package org.allmende.gateway.etcd.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.allmende.ledger.encoding.Bytes;

/** The bytes of a database, to be changed, and written with checksums that fit whatever was done to it. */
final class Image {
    /** Where the buckets begin that {@link SnapshotWriter} writes into one page each. */
    static final int KEY_PAGE = 8;

    static final int PAGE = BoltWriter.PAGE_BYTES;

    private final ByteBuffer bytes;

    Image(byte[] database) {
        bytes = ByteBuffer.wrap(database).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Image of(Path folder, SnapshotSource source) throws IOException {
        Path file = folder.resolve("of");
        SnapshotWriter.write(file, source);
        return withoutHash(Files.readAllBytes(file));
    }

    /** Of buckets with anything in them. */
    static Image of(Path folder, SortedMap<String, List<BoltEntry>> buckets) throws IOException {
        Path file = folder.resolve("of");
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            BoltWriter bolt = new BoltWriter(file, channel, SnapshotLimits.DATABASE_BYTES_MAX);
            for (var bucket : buckets.entrySet()) {
                bolt.bucket(Bytes.utf8(bucket.getKey()), bucket.getValue().iterator());
            }
            bolt.finish();
        }
        return new Image(Files.readAllBytes(file));
    }

    /** Of one bucket, and that of the keys, without which it were none of an etcd. */
    static Image of(Path folder, String bucket, BoltEntry... entries) throws IOException {
        TreeMap<String, List<BoltEntry>> buckets = new TreeMap<>(Map.of("key", List.of()));
        buckets.put(bucket, List.of(entries));
        return of(folder, buckets);
    }

    /**
     * What etcd 3.4.23 wrote after these: put colour red, put colour green, put shape round, delete shape, put size
     * with 6,000 times x, a transaction of put a 1 and put b 2, leases of 4,000 and 3,600 seconds, put session alive
     * with the second, compact 4; roles root and reader; users root, alice and certified, who has no password; auth on.
     */
    static Image ofEtcd() throws IOException {
        try (InputStream in = Objects.requireNonNull(Image.class.getResourceAsStream("etcd-3.4.23.snapshot.gz"))) {
            return withoutHash(new GZIPInputStream(in).readAllBytes());
        }
    }

    private static Image withoutHash(byte[] file) {
        return new Image(Arrays.copyOf(file, file.length - SnapshotHash.BYTES));
    }

    static int at(int page, int offset) {
        return page * PAGE + offset;
    }

    Image copy() {
        return new Image(bytes.array().clone());
    }

    Image cut(int length) {
        return new Image(Arrays.copyOf(bytes.array(), length));
    }

    int length() {
        return bytes.capacity();
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** Makes the checksums of both metas fit. */
    Image sealed() {
        for (int page = 0; page < 2 && (page + 1) * PAGE <= length(); page++) {
            bytes.putLong(at(page, 72), BoltMeta.checksum(bytes.slice(at(page, 0), PAGE)));
        }
        return this;
    }

    Image putLong(int at, long value) {
        bytes.putLong(at, value);
        return this;
    }

    Image putInt(int at, int value) {
        bytes.putInt(at, value);
        return this;
    }

    Image putShort(int at, int value) {
        bytes.putShort(at, (short) value);
        return this;
    }

    Image inBothMetas(int offset, long value) {
        return putLong(at(0, offset), value).putLong(at(1, offset), value).sealed();
    }

    /** As etcd keeps it. */
    Path writeBare(Path file) throws IOException {
        return Files.write(file, bytes.array());
    }

    /** As {@code etcdctl snapshot save} writes it. */
    Path write(Path file) throws IOException {
        try {
            byte[] whole = Arrays.copyOf(bytes.array(), length() + SnapshotHash.BYTES);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            System.arraycopy(hash, 0, whole, length(), hash.length);
            return Files.write(file, whole);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}

package org.allmende.gateway.etcd.snapshot;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A bbolt database in a file, for reading: either with its SHA-256 behind it, as {@code etcdctl snapshot save} writes
 * it, or bare, as etcd itself keeps it. Whatever the file holds, reading it ends and takes memory for one page of each
 * level. Used by one thread.
 */
final class BoltFile implements Closeable {
    /** The pages of both metas. */
    static final int FIRST_PAGE = 2;

    private final Path file;
    private final FileChannel channel;
    private final boolean hashed;
    private final BoltMeta meta;
    private final SortedMap<Bytes, Bytes> buckets = new TreeMap<>();
    private final BitSet seenByRoot = new BitSet();

    private BoltFile(Path file, FileChannel channel, boolean hashed, BoltMeta meta) {
        this.file = file;
        this.channel = channel;
        this.hashed = hashed;
        this.meta = meta;
    }

    /**
     * Reads the whole file where it has a hash, and the names of the buckets.
     *
     * @throws SnapshotException when that shows that it is not whole
     */
    static BoltFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = channel.size();
            boolean hashed = SnapshotHash.isBehind(size);
            long database = hashed ? size - SnapshotHash.BYTES : size;
            if (database > SnapshotLimits.DATABASE_BYTES_MAX) {
                throw SnapshotException.overLimit(
                        file,
                        "its database has " + database + " bytes, " + SnapshotLimits.DATABASE_BYTES_MAX + " are taken",
                        "Compact and defragment the etcd it is of, and take it again");
            }
            if (hashed && !SnapshotHash.fits(channel, database)) {
                throw SnapshotException.damaged(file, "its bytes are not those its SHA-256 was made of");
            }
            BoltFile bolt = new BoltFile(file, channel, hashed, meta(file, channel, database));
            bolt.readBuckets();
            return bolt;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static BoltMeta meta(Path file, FileChannel channel, long database) throws IOException {
        @Nullable BoltMeta meta = null;
        for (int at = 0; at <= SnapshotLimits.PAGE_BYTES_MAX; at = at == 0 ? SnapshotLimits.PAGE_BYTES_MIN : at * 2) {
            BoltMeta found = metaAt(channel, database, at).orElse(null);
            if (found != null
                    && (at == 0 || at == found.pageBytes())
                    && (meta == null
                            || found.pageBytes() == meta.pageBytes() && found.transaction() > meta.transaction())) {
                meta = found;
            }
        }
        if (meta == null) {
            throw SnapshotException.damaged(
                    file, "neither of its first two pages says where a database begins, or is whole");
        }
        if (database % meta.pageBytes() != 0) {
            throw SnapshotException.damaged(
                    file, "its " + database + " bytes are no whole number of pages of " + meta.pageBytes());
        }
        if (meta.pages() <= FIRST_PAGE || meta.pages() > database / meta.pageBytes()) {
            throw SnapshotException.damaged(
                    file,
                    "it has " + database / meta.pageBytes() + " pages, not the "
                            + Long.toUnsignedString(meta.pages()) + " it says it has");
        }
        return meta;
    }

    private static Optional<BoltMeta> metaAt(FileChannel channel, long database, long at) throws IOException {
        if (at + BoltMeta.BYTES > database) {
            return Optional.empty();
        }
        ByteBuffer bytes = BoltPage.allocate(BoltMeta.BYTES);
        readFully(channel, bytes, at);
        return BoltMeta.decode(bytes);
    }

    private void readBuckets() throws IOException {
        BoltCursor root = new BoltCursor(this, seenByRoot, meta.root());
        for (Optional<BoltEntry> next = root.next(); next.isPresent(); next = root.next()) {
            BoltEntry entry = next.get();
            int bytes = entry.value().length(); // of a small bucket: all of it
            if (!entry.bucket() || bytes < BoltEntry.BUCKET_HEADER_BYTES || bytes > meta.pageBytes()) {
                throw SnapshotException.damaged(file, "an entry beside its buckets is none");
            }
            buckets.put(entry.key(), entry.value());
            if (buckets.size() > SnapshotLimits.BUCKETS_MAX) {
                throw SnapshotException.overLimit(
                        file,
                        "it has over " + SnapshotLimits.BUCKETS_MAX + " buckets",
                        "No etcd writes so many: name the file that 'etcdctl snapshot save' wrote");
            }
        }
    }

    Path file() {
        return file;
    }

    /** Whether it had a hash, which fitted. */
    boolean hashed() {
        return hashed;
    }

    /** By name, each with its own root. */
    SortedMap<Bytes, Bytes> buckets() {
        return Collections.unmodifiableSortedMap(buckets);
    }

    /** The entries of a bucket; none when there is no such bucket. */
    BoltCursor cursor(Bytes bucket, BitSet seen) throws IOException {
        Bytes value = buckets.get(bucket);
        if (value == null) {
            return new BoltCursor(this, seen);
        }
        ByteBuffer bytes = BoltPage.allocate(value.length());
        bytes.put(value.unsafeArray()).flip();
        long root = bytes.getLong(0);
        return root == 0 ? new BoltCursor(this, seen, inline(bucket, bytes)) : new BoltCursor(this, seen, root);
    }

    /** A small bucket has no page of its own, but one in its value. */
    private BoltPage inline(Bytes bucket, ByteBuffer value) throws SnapshotException {
        String place = "the page in bucket " + bucket.toText();
        if (value.limit() < BoltEntry.BUCKET_HEADER_BYTES + BoltPage.HEADER_BYTES) {
            throw SnapshotException.damaged(file, place + " is not there");
        }
        BoltPage page = BoltPage.of(file, place, value.position(BoltEntry.BUCKET_HEADER_BYTES)
                .slice()
                .order(value.order()));
        if (!page.isLeaf()) {
            throw SnapshotException.damaged(file, place + " is no leaf");
        }
        return page;
    }

    /** The pages of the tree of buckets, a new set of them: where a walk over everything begins. */
    BitSet seenByRoot() {
        return (BitSet) seenByRoot.clone();
    }

    /**
     * A leaf or a branch.
     *
     * @param seen the pages that were read on this walk, each of which a tree has once
     */
    BoltPage page(long number, BitSet seen) throws IOException {
        ByteBuffer bytes = pages(number, seen, SnapshotLimits.LEAF_BYTES_MAX);
        BoltPage page = BoltPage.of(file, "page " + number, bytes);
        if (!page.isLeaf() && bytes.limit() > SnapshotLimits.BRANCH_BYTES_MAX) {
            throw overRun(number, bytes.limit(), SnapshotLimits.BRANCH_BYTES_MAX);
        }
        return page;
    }

    /**
     * Checks that no page is both free and used. That none is neither is not asked: it would only be room lost.
     *
     * @param seen all pages that are used
     */
    void checkFreelist(BitSet seen) throws IOException {
        if (meta.freelist() == BoltMeta.NO_FREELIST) {
            return;
        }
        ByteBuffer list = pages(meta.freelist(), seen, SnapshotLimits.LEAF_BYTES_MAX);
        if (list.getShort(8) != BoltPage.FREELIST) {
            throw SnapshotException.damaged(file, "its list of free pages is none");
        }
        BitSet free = new BitSet();
        int first = BoltPage.HEADER_BYTES;
        long count = Short.toUnsignedInt(list.getShort(10));
        if (count == 0xffff) { // the count does not fit in its place, and stands before the list
            count = list.getLong(first);
            first += Long.BYTES;
        }
        if (count < 0 || count > (list.limit() - first) / Long.BYTES) {
            throw SnapshotException.damaged(file, "its list of free pages ends behind its page");
        }
        for (int i = 0; i < count; i++) {
            long page = list.getLong(first + i * Long.BYTES);
            if (page < FIRST_PAGE || page >= meta.pages() || seen.get((int) page) || free.get((int) page)) {
                throw SnapshotException.damaged(
                        file, "page " + Long.toUnsignedString(page) + " is free and used, twice free, or not there");
            }
            free.set((int) page);
        }
    }

    private ByteBuffer pages(long number, BitSet seen, int bytesMax) throws IOException {
        if (number < FIRST_PAGE || number >= meta.pages()) {
            throw SnapshotException.damaged(file, "there is no page " + Long.toUnsignedString(number));
        }
        ByteBuffer header = BoltPage.allocate(BoltPage.HEADER_BYTES);
        long at = number * meta.pageBytes();
        readFully(channel, header, at);
        if (header.getLong(0) != number) {
            throw SnapshotException.damaged(
                    file, "page " + number + " says it is page " + Long.toUnsignedString(header.getLong(0)));
        }
        long end = number + 1 + Integer.toUnsignedLong(header.getInt(12));
        if (end > meta.pages()) {
            throw SnapshotException.damaged(file, "page " + number + " goes on behind the last page");
        }
        if ((end - number) * meta.pageBytes() > bytesMax) {
            throw overRun(number, (end - number) * meta.pageBytes(), bytesMax);
        }
        int again = seen.nextSetBit((int) number);
        if (again >= 0 && again < end) {
            throw SnapshotException.damaged(file, "page " + again + " is used twice");
        }
        seen.set((int) number, (int) end);
        ByteBuffer bytes = BoltPage.allocate((int) (end - number) * meta.pageBytes());
        readFully(channel, bytes, at);
        return bytes;
    }

    private SnapshotException overRun(long number, long bytes, int bytesMax) {
        return SnapshotException.overLimit(
                file,
                "page " + number + " with what belongs to it has " + bytes + " bytes, " + bytesMax + " are taken",
                "Delete the keys with the largest values from the etcd it is of, compact, and take it again");
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long at) throws IOException {
        for (long next = at; into.hasRemaining(); ) {
            int read = channel.read(into, next);
            if (read < 0) {
                throw new EOFException("the file became shorter while it was read: wait until it is whole");
            }
            next += read;
        }
        into.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.allmende.gateway.etcd.snapshot;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;

/**
 * Writes a bbolt database from its beginning to its end: both metas, an empty list of free pages, the trees of the
 * buckets, the tree of their roots; then the metas again, which now know where that is. Holds one page of each level.
 * Every bucket has pages of its own, however small it is: bbolt would put it into its value, and does once it writes.
 */
final class BoltWriter {
    static final int PAGE_BYTES = 4_096;

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int FREELIST_PAGE = 2;

    private final Path file;
    private final FileChannel channel;
    private final long bytesMax;
    private final OutputStream out;
    private final List<BoltEntry> roots = new ArrayList<>();
    private long pages;

    /**
     * @param file names it in a refusal
     * @param channel of an empty file
     * @param bytesMax bytes of the database
     */
    BoltWriter(Path file, FileChannel channel, long bytesMax) throws IOException {
        this.file = file;
        this.channel = channel;
        this.bytesMax = bytesMax;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
        for (int i = 0; i < BoltFile.FIRST_PAGE; i++) {
            append(BoltPage.META, 0, BoltPage.allocate(PAGE_BYTES));
        }
        append(BoltPage.FREELIST, 0, BoltPage.allocate(PAGE_BYTES));
    }

    /**
     * @param name after those of all buckets so far
     * @param entries ascending by key, none twice
     */
    void bucket(Bytes name, Iterator<BoltEntry> entries) throws IOException {
        Bytes root = Bytes.wrap(BoltPage.allocate(BoltEntry.BUCKET_HEADER_BYTES)
                .putLong(0, write(entries))
                .array());
        roots.add(new BoltEntry(true, name, root));
    }

    /** Writes what only now is known. The channel's position is the end of the database. */
    void finish() throws IOException {
        long root = write(roots.iterator());
        out.flush();
        for (int i = 0; i < BoltFile.FIRST_PAGE; i++) {
            ByteBuffer page = BoltPage.allocate(PAGE_BYTES);
            BoltPage.putHeader(page, i, BoltPage.META, 0, 0);
            // The first is the younger: bbolt writes its next transaction over the other.
            long transaction = (long) BoltFile.FIRST_PAGE - i;
            new BoltMeta(PAGE_BYTES, root, FREELIST_PAGE, pages, transaction).encode(page);
            for (long at = (long) i * PAGE_BYTES; page.hasRemaining(); ) {
                at += channel.write(page, at);
            }
        }
    }

    private long write(Iterator<BoltEntry> entries) throws IOException {
        BoltTreeWriter tree = new BoltTreeWriter(this);
        Bytes last = Bytes.EMPTY;
        while (entries.hasNext()) {
            BoltEntry entry = entries.next();
            if (entry.key().compareTo(last) <= 0) {
                String wrong = entry.key().isEmpty() ? "a key is empty" : "keys are not in their order";
                throw SnapshotException.unwritable(file, wrong + ", after " + last);
            }
            checkLimit("a name", entry.key(), SnapshotLimits.KEY_BYTES_MAX);
            checkLimit("a key with its value", entry.value(), SnapshotLimits.VALUE_BYTES_MAX);
            last = entry.key();
            tree.add(entry);
        }
        return tree.finish();
    }

    private void checkLimit(String what, Bytes bytes, int bytesMax) throws SnapshotException {
        if (bytes.length() > bytesMax) {
            throw SnapshotException.overLimit(
                    file,
                    what + " has " + bytes.length() + " bytes, a snapshot takes " + bytesMax,
                    "Put a shorter one in its place, or compact once it is gone");
        }
    }

    /**
     * @param page with room for its header, which is filled in; whole pages
     * @return its number
     */
    long append(short kind, int count, ByteBuffer page) throws IOException {
        long number = pages;
        pages += page.capacity() / PAGE_BYTES;
        if (pages * PAGE_BYTES > bytesMax) {
            throw SnapshotException.overLimit(
                    file, "it would have more than " + bytesMax + " bytes", "Compact the keyspace, and try again");
        }
        BoltPage.putHeader(page, number, kind, count, page.capacity() / PAGE_BYTES - 1);
        out.write(page.array(), page.arrayOffset(), page.capacity());
        return number;
    }
}

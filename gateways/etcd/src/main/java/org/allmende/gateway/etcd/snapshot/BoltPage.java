package org.allmende.gateway.etcd.snapshot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.allmende.ledger.encoding.Bytes;

/**
 * A leaf or a branch with all its bytes, over as many pages as they take. All numbers are little-endian:
 *
 * <pre>
 *  8  number of the page
 *  2  kind: 1 branch, 2 leaf, 4 meta, 16 list of free pages
 *  2  number of elements
 *  4  number of further pages that belong to it
 *     each element of a leaf: 4 kind of entry: 1 bucket, 4 where its key is, from here, 4 length of the key,
 *     4 length of the value, which follows the key
 *     each element of a branch: 4 where its key is, from here, 4 length of the key, 8 page below it
 * </pre>
 */
final class BoltPage {
    static final int HEADER_BYTES = 16;
    static final int ELEMENT_BYTES = 16;
    static final short BRANCH = 0x01;
    static final short LEAF = 0x02;
    static final short META = 0x04;
    static final short FREELIST = 0x10;

    private static final int ENTRY_IS_BUCKET = 1;

    private final ByteBuffer bytes;
    private final boolean isLeaf;
    private final int count;

    private BoltPage(ByteBuffer bytes, boolean isLeaf, int count) {
        this.bytes = bytes;
        this.isLeaf = isLeaf;
        this.count = count;
    }

    /**
     * Looks at every element, so that all later calls find what they need inside of {@code bytes}.
     *
     * @param bytes of the page and all that belong to it, little-endian
     * @param place names it in a refusal
     */
    static BoltPage of(Path file, String place, ByteBuffer bytes) throws SnapshotException {
        short kind = bytes.getShort(8);
        if (kind != LEAF && kind != BRANCH) {
            throw SnapshotException.damaged(file, place + " is neither a leaf nor a branch but " + kind);
        }
        int count = Short.toUnsignedInt(bytes.getShort(10));
        if (kind == BRANCH && count == 0) {
            throw SnapshotException.damaged(file, place + " is a branch with nothing below it");
        }
        BoltPage page = new BoltPage(bytes, kind == LEAF, count);
        long free = HEADER_BYTES + (long) count * ELEMENT_BYTES;
        if (free > bytes.limit()) {
            throw SnapshotException.damaged(file, place + " has no room for its " + count + " elements");
        }
        for (int i = 0; i < count; i++) {
            if (page.keyAt(i) < free) {
                throw SnapshotException.damaged(file, "element " + i + " of " + place + " lies where another does");
            }
            page.checkSizes(file, place, i);
            free = page.keyAt(i) + page.keyBytes(i) + page.valueBytes(i);
            if (free > bytes.limit()) {
                throw SnapshotException.damaged(file, "element " + i + " of " + place + " ends behind its page");
            }
        }
        return page;
    }

    private void checkSizes(Path file, String place, int index) throws SnapshotException {
        if (isLeaf && (bytes.getInt(at(index)) & ~ENTRY_IS_BUCKET) != 0) {
            throw SnapshotException.damaged(file, "element " + index + " of " + place + " is of no known kind");
        }
        if (keyBytes(index) == 0) {
            throw SnapshotException.damaged(file, "element " + index + " of " + place + " has no key");
        }
        if (keyBytes(index) > SnapshotLimits.KEY_BYTES_MAX) {
            throw SnapshotException.damaged(
                    file, "the key of element " + index + " of " + place + " is longer than bbolt's keys can be");
        }
        if (valueBytes(index) > SnapshotLimits.VALUE_BYTES_MAX) {
            throw SnapshotException.overLimit(
                    file,
                    "element " + index + " of " + place + " has a value of " + valueBytes(index) + " bytes, "
                            + SnapshotLimits.VALUE_BYTES_MAX + " are taken",
                    "Delete the keys with such values from the etcd it is of, compact, and take it again");
        }
    }

    boolean isLeaf() {
        return isLeaf;
    }

    int count() {
        return count;
    }

    Bytes key(int index) {
        return copy(keyAt(index), keyBytes(index));
    }

    BoltEntry entry(int index) {
        boolean bucket = (bytes.getInt(at(index)) & ENTRY_IS_BUCKET) != 0;
        return new BoltEntry(bucket, key(index), copy(keyAt(index) + keyBytes(index), valueBytes(index)));
    }

    /** The page below, of a branch. */
    long child(int index) {
        return bytes.getLong(at(index) + 8);
    }

    private Bytes copy(long from, long length) {
        byte[] copy = new byte[(int) length];
        bytes.get((int) from, copy);
        return Bytes.wrap(copy);
    }

    private static int at(int index) {
        return HEADER_BYTES + index * ELEMENT_BYTES;
    }

    private long keyAt(int index) {
        return at(index) + number(at(index) + (isLeaf ? 4 : 0));
    }

    private long keyBytes(int index) {
        return number(at(index) + (isLeaf ? 8 : 4));
    }

    private long valueBytes(int index) {
        return isLeaf ? number(at(index) + 12) : 0;
    }

    private long number(int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void putHeader(ByteBuffer page, long number, short kind, int count, int furtherPages) {
        page.putLong(0, number).putShort(8, kind).putShort(10, (short) count).putInt(12, furtherPages);
    }
}

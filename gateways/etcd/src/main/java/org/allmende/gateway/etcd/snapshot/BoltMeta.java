package org.allmende.gateway.etcd.snapshot;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where a database begins. Page 0 and page 1 hold one each, and the younger that is whole counts. All numbers are
 * little-endian:
 *
 * <pre>
 * 16  header of the page
 *  4  magic
 *  4  version
 *  4  bytes of a page
 *  4  0
 *  8  page of the root
 *  8  0
 *  8  page of the list of free pages, or -1: there is none
 *  8  number of pages
 *  8  transaction
 *  8  FNV-1a, of 64 bits, over the above but the header
 * </pre>
 *
 * @param pageBytes a power of two
 * @param pages all pages have smaller numbers
 * @param transaction that wrote this one
 */
record BoltMeta(int pageBytes, long root, long freelist, long pages, long transaction) {
    static final int BYTES = 80;
    static final long NO_FREELIST = -1;

    private static final int MAGIC = 0xED0CDAED;
    private static final int VERSION = 2;
    private static final int BODY_AT = 16;
    private static final int CHECKSUM_AT = 72;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** @param page its first {@value #BYTES} bytes, little-endian; empty when they are no meta that is whole */
    static Optional<BoltMeta> decode(ByteBuffer page) {
        int pageBytes = page.getInt(24);
        boolean whole = page.getInt(BODY_AT) == MAGIC
                && page.getInt(20) == VERSION
                && page.getLong(CHECKSUM_AT) == checksum(page)
                && pageBytes >= SnapshotLimits.PAGE_BYTES_MIN
                && pageBytes <= SnapshotLimits.PAGE_BYTES_MAX
                && Integer.bitCount(pageBytes) == 1;
        return whole
                ? Optional.of(new BoltMeta(
                        pageBytes, page.getLong(32), page.getLong(48), page.getLong(56), page.getLong(64)))
                : Optional.empty();
    }

    /** Into a page of its own, little-endian, whose header is there already. */
    void encode(ByteBuffer page) {
        page.putInt(BODY_AT, MAGIC).putInt(20, VERSION).putInt(24, pageBytes);
        page.putLong(32, root).putLong(48, freelist).putLong(56, pages).putLong(64, transaction);
        page.putLong(CHECKSUM_AT, checksum(page));
    }

    static long checksum(ByteBuffer page) {
        long hash = FNV_OFFSET;
        for (int i = BODY_AT; i < CHECKSUM_AT; i++) {
            hash = (hash ^ (page.get(i) & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}

package org.allmende.gateway.etcd.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;

/**
 * Writes one tree from below: a leaf when it is full, and when enough of what is below it is written, a branch. Of each
 * level only the page that is being filled is held.
 */
final class BoltTreeWriter {
    /**
     * A branch is not written with fewer: the last is left to the next, so that both have two at least. bbolt counts on
     * that, and would end its process on a branch of one when it deletes below it.
     */
    private static final int CHILDREN_MIN = 4;

    private record Child(Bytes key, long page) {}

    private final BoltWriter out;
    private final List<BoltEntry> leaf = new ArrayList<>();
    private long leafBytes = BoltPage.HEADER_BYTES;
    /** The branches that are being filled, lowest first. */
    private final List<List<Child>> levels = new ArrayList<>();

    BoltTreeWriter(BoltWriter out) {
        this.out = out;
    }

    /** @param entry behind all so far */
    void add(BoltEntry entry) throws IOException {
        long bytes = BoltPage.ELEMENT_BYTES + (long) entry.key().length() + entry.value().length();
        if (!leaf.isEmpty() && leafBytes + bytes > BoltWriter.PAGE_BYTES) {
            writeLeaf();
        }
        leaf.add(entry);
        leafBytes += bytes;
    }

    /** @return the page of the root; an empty tree has an empty leaf */
    long finish() throws IOException {
        writeLeaf();
        int level = 0;
        while (level < levels.size() - 1 || levels.get(level).size() > 1) {
            writeBranch(level, levels.get(level).size());
            level++;
        }
        return levels.get(level).getFirst().page();
    }

    private void writeLeaf() throws IOException {
        ByteBuffer page = pageOf(leafBytes);
        int at = BoltPage.HEADER_BYTES;
        int data = at + leaf.size() * BoltPage.ELEMENT_BYTES;
        for (BoltEntry entry : leaf) {
            page.putInt(at, entry.bucket() ? 1 : 0)
                    .putInt(at + 4, data - at)
                    .putInt(at + 8, entry.key().length())
                    .putInt(at + 12, entry.value().length());
            data = put(page, data, entry.key());
            data = put(page, data, entry.value());
            at += BoltPage.ELEMENT_BYTES;
        }
        Bytes first = leaf.isEmpty() ? Bytes.EMPTY : leaf.getFirst().key();
        long number = out.append(BoltPage.LEAF, leaf.size(), page);
        leaf.clear();
        leafBytes = BoltPage.HEADER_BYTES;
        addChild(0, new Child(first, number));
    }

    private void addChild(int level, Child child) throws IOException {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<Child> branch = levels.get(level);
        if (branch.size() >= CHILDREN_MIN && branchBytes(branch) + bytes(child) > BoltWriter.PAGE_BYTES) {
            writeBranch(level, branch.size() - 1);
        }
        branch.add(child);
    }

    private void writeBranch(int level, int count) throws IOException {
        List<Child> children = levels.get(level).subList(0, count);
        ByteBuffer page = pageOf(branchBytes(children));
        int at = BoltPage.HEADER_BYTES;
        int data = at + count * BoltPage.ELEMENT_BYTES;
        for (Child child : children) {
            page.putInt(at, data - at).putInt(at + 4, child.key().length()).putLong(at + 8, child.page());
            data = put(page, data, child.key());
            at += BoltPage.ELEMENT_BYTES;
        }
        Bytes first = children.getFirst().key();
        long number = out.append(BoltPage.BRANCH, count, page);
        children.clear();
        addChild(level + 1, new Child(first, number));
    }

    private static long branchBytes(List<Child> children) {
        long bytes = BoltPage.HEADER_BYTES;
        for (Child child : children) {
            bytes += bytes(child);
        }
        return bytes;
    }

    private static long bytes(Child child) {
        return BoltPage.ELEMENT_BYTES + (long) child.key().length();
    }

    private static ByteBuffer pageOf(long bytes) {
        long pages = (bytes + BoltWriter.PAGE_BYTES - 1) / BoltWriter.PAGE_BYTES;
        return BoltPage.allocate((int) (pages * BoltWriter.PAGE_BYTES));
    }

    private static int put(ByteBuffer page, int at, Bytes bytes) {
        page.put(at, bytes.unsafeArray());
        return at + bytes.length();
    }
}

package org.allmende.ledger.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link Tree}: keys in ascending order and beside each an item. In a leaf (level 0) the items are the
 * values of rows. In a branch they are nodes of the level below, and the key beside a child separates it from its
 * left neighbour: no key of the child is less, every key of the neighbour is. The first key of a branch separates
 * the branch itself from its neighbour and is never compared within it.
 *
 * <p>A node is written to only while its owner is the tree's present owner; from then on it is shared by views and
 * never changes.
 */
final class Node {
    /** Items a node can hold: a larger node is copied at more cost, a smaller one makes the tree higher (ADR-008). */
    static final int CAPACITY = 64;

    /**
     * Items below which a node is joined with a neighbour; only a root may hold fewer. A quarter, not half, so
     * that rows put and removed in turn at the edge do not split and join the same nodes for ever.
     */
    static final int FILL_MIN = CAPACITY / 4;

    /** Neighbours that hold no more than this together become one node; others share their items evenly. */
    private static final int JOIN_MAX = CAPACITY * 3 / 4;

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    final Tree.Owner owner;
    final int level;
    final byte[][] keys;
    final @Nullable Object[] items;
    int count;

    /** How many bytes all compared keys begin with in common, or fewer. */
    int shared;

    /** Of every compared key the four bytes after the shared ones, so that a search seldom has to fetch a key. */
    final int[] heads;

    Node(Tree.Owner owner, int level) {
        this.owner = owner;
        this.level = level;
        this.keys = new byte[CAPACITY][];
        this.heads = new int[CAPACITY];
        this.items = new Object[CAPACITY];
    }

    private Node(Tree.Owner owner, Node original) {
        this.owner = owner;
        this.level = original.level;
        this.keys = original.keys.clone();
        this.heads = original.heads.clone();
        this.items = original.items.clone();
        this.count = original.count;
        this.shared = original.shared;
    }

    /** This node, or a copy of it that {@code present} owns. */
    Node ownedBy(Tree.Owner present) {
        return owner == present ? this : new Node(present, this);
    }

    boolean isLeaf() {
        return level == 0;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    Node child(int index) {
        return (Node) item(index);
    }

    Object item(int index) {
        Object item = items[index];
        if (item == null) {
            throw new IllegalStateException("no item " + index + " of " + count + " in a node of level " + level);
        }
        return item;
    }

    /** The child at {@code index}, writable: copied and put in its place when another round owns it. */
    Node ownChild(int index) {
        Node child = child(index);
        if (child.owner != owner) {
            child = child.ownedBy(owner);
            items[index] = child;
        }
        return child;
    }

    /** The value of the row in the tree under {@code root}, or null. */
    static @Nullable Object get(Node root, byte[] key) {
        Node leaf = root.leafFor(key);
        int found = leaf.rowAt(key);
        return found >= 0 ? leaf.items[found] : null;
    }

    /** The leaf of this subtree in which the key is, or would have to be. */
    Node leafFor(byte[] key) {
        Node node = this;
        while (!node.isLeaf()) {
            node = node.child(node.childFor(key));
        }
        return node;
    }

    /** Where the key is in this leaf, or minus one minus where it would have to be. */
    int rowAt(byte[] key) {
        return search(key, 0);
    }

    /** The first row of this leaf at or after the key. */
    private int rowFrom(byte[] key) {
        int found = search(key, 0);
        return found >= 0 ? found : -1 - found;
    }

    /** The child of this branch under which the key is, or would have to be. */
    int childFor(byte[] key) {
        int found = search(key, 1);
        return found >= 0 ? found : -2 - found;
    }

    /** Among the keys from {@code from} on: where the key is, or minus one minus where it would have to be. */
    private int search(byte[] key, int from) {
        int low = from;
        int high = count - 1;
        int head = head(key, shared);
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = Integer.compare(heads[middle], head);
            if (order == 0) {
                order = Arrays.compareUnsigned(keys[middle], key);
            }
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        // Only a key that begins as all others do lies where its head says.
        int order = shared == 0 || from == count ? 0 : compareBeginning(keys[count - 1], key);
        return order == 0 ? -1 - low : order > 0 ? -1 - from : -1 - count;
    }

    /** How what all keys share, taken from any of them, compares with the beginning of this key. */
    private int compareBeginning(byte[] any, byte[] key) {
        return Arrays.compareUnsigned(any, 0, shared, key, 0, Math.min(shared, key.length));
    }

    /** Four bytes of a key as a number that sorts as they do; zeros stand for those beyond its end. */
    static int head(byte[] key, int at) {
        if (at + Integer.BYTES <= key.length) {
            return (int) BIG_ENDIAN.get(key, at) ^ Integer.MIN_VALUE;
        }
        int head = 0;
        for (int i = at; i < at + Integer.BYTES; i++) {
            head = head << Byte.SIZE | (i < key.length ? key[i] & 0xff : 0);
        }
        return head ^ Integer.MIN_VALUE;
    }

    /** Finds out anew what the compared keys share, after some have come or gone by the half. */
    void reindex() {
        int first = comparedFrom();
        shared = first < count - 1 ? Arrays.mismatch(keys[first], keys[count - 1]) : 0;
        for (int i = first; i < count; i++) {
            heads[i] = head(keys[i], shared);
        }
    }

    /** Visits the rows of this subtree as {@link TableView#ascend} does. @return false when the visitor stopped */
    boolean ascend(byte @Nullable [] from, byte @Nullable [] to, RawVisitor visitor) {
        int first = first(from);
        int last = last(to);
        for (int i = first; i <= last; i++) {
            boolean goOn = isLeaf()
                    ? visitor.visit(keys[i], item(i))
                    : child(i).ascend(i == first ? from : null, i == last ? to : null, visitor);
            if (!goOn) {
                return false;
            }
        }
        return true;
    }

    /** Visits the rows of this subtree as {@link TableView#descend} does. @return false when the visitor stopped */
    boolean descend(byte @Nullable [] from, byte @Nullable [] to, RawVisitor visitor) {
        int first = first(from);
        int last = last(to);
        for (int i = last; i >= first; i--) {
            boolean goOn = isLeaf()
                    ? visitor.visit(keys[i], item(i))
                    : child(i).descend(i == first ? from : null, i == last ? to : null, visitor);
            if (!goOn) {
                return false;
            }
        }
        return true;
    }

    private int first(byte @Nullable [] from) {
        return from == null ? 0 : isLeaf() ? rowFrom(from) : childFor(from);
    }

    private int last(byte @Nullable [] to) {
        return to == null ? count - 1 : isLeaf() ? rowFrom(to) - 1 : childFor(to);
    }

    void insert(int at, byte[] key, Object item) {
        System.arraycopy(keys, at, keys, at + 1, count - at);
        System.arraycopy(items, at, items, at + 1, count - at);
        System.arraycopy(heads, at, heads, at + 1, count - at);
        keys[at] = key;
        items[at] = item;
        count++;
        if (sharesPrefix(key, at)) {
            heads[at] = head(key, shared);
        } else {
            reindex();
        }
    }

    /** Whether the key at {@code at} begins with what the others are known to share. */
    private boolean sharesPrefix(byte[] key, int at) {
        if (shared == 0) {
            return true;
        }
        int other = at == count - 1 ? at - 1 : at + 1;
        return other >= comparedFrom()
                && key.length >= shared
                && Arrays.mismatch(key, 0, shared, keys[other], 0, shared) < 0;
    }

    private int comparedFrom() {
        return isLeaf() ? 0 : 1;
    }

    void delete(int at) {
        delete(at, 1);
    }

    /** Makes two of the full child at {@code index}, which this node owns; this node must not be full. */
    void splitChild(int index) {
        Node left = child(index);
        Node right = new Node(owner, left.level);
        int half = left.count / 2;
        right.take(0, left, half, left.count - half);
        left.reindex();
        right.reindex();
        insert(index + 1, right.keys[0], right);
    }

    /**
     * Sees to it that the child at {@code index} can spare an item, by joining it with a neighbour or sharing that
     * one's items; both belong to this node afterwards.
     *
     * @return where the child is that now covers what the child at {@code index} covered
     */
    int refillChild(int index, byte[] key) {
        if (child(index).count > FILL_MIN) {
            return index;
        }
        int leftIndex = index > 0 ? index - 1 : index;
        Node left = ownChild(leftIndex);
        Node right = ownChild(leftIndex + 1);
        if (left.count + right.count <= JOIN_MAX) {
            left.take(left.count, right, 0, right.count);
            left.reindex();
            delete(leftIndex + 1);
            return leftIndex;
        }
        int surplus = (right.count - left.count) / 2;
        if (surplus > 0) {
            left.take(left.count, right, 0, surplus);
        } else {
            right.take(0, left, left.count + surplus, -surplus);
        }
        left.reindex();
        right.reindex();
        keys[leftIndex + 1] = right.keys[0];
        reindex();
        return childFor(key);
    }

    /** Moves {@code number} items of a neighbour, from {@code start} on, to where they belong here. */
    private void take(int at, Node neighbour, int start, int number) {
        System.arraycopy(keys, at, keys, at + number, count - at);
        System.arraycopy(items, at, items, at + number, count - at);
        System.arraycopy(neighbour.keys, start, keys, at, number);
        System.arraycopy(neighbour.items, start, items, at, number);
        count += number;
        neighbour.delete(start, number);
    }

    private void delete(int start, int number) {
        int end = start + number;
        System.arraycopy(keys, end, keys, start, count - end);
        System.arraycopy(items, end, items, start, count - end);
        System.arraycopy(heads, end, heads, start, count - end);
        Arrays.fill(keys, count - number, count, null);
        Arrays.fill(items, count - number, count, null);
        count -= number;
    }

    /** Receives rows as they are stored. */
    interface RawVisitor {
        /** @return false to stop */
        boolean visit(byte[] key, Object value);
    }
}

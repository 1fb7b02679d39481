package org.allmende.ledger.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A persistent ordered map from bytes to values that are not null: a B+ tree whose root, once {@linkplain #freeze
 * frozen}, never changes. A write copies the nodes on the way to its row, each at most once between two freezes:
 * nodes made since the last freeze carry the present owner and are changed in place.
 *
 * <p>Nodes are split and refilled on the way down, so that a write never has to climb back up. There are no links
 * between neighbours, as every change would have to copy the whole chain.
 *
 * <p>For one thread; what {@link #freeze} returned is for any.
 */
final class Tree<V> {
    /** Of bulk-loaded nodes: room for later rows, so that the first ones do not split every node. */
    private static final int LOAD_FILL = Node.CAPACITY * 3 / 4;

    private Owner owner = new Owner();
    private Node root = new Node(new Owner(), 0);
    private long size;
    private Frozen frozen = new Frozen(root, size);

    /**
     * The row that was looked at last, by its key array, and where it is: who reads a row to write it anew finds it once.
     * It holds while its leaf is of the present owner, and until a row comes or goes.
     */
    private byte @Nullable [] lastKey;

    private Node lastLeaf = root;
    private int lastAt;

    /** A root that never changes and the number of rows under it. */
    record Frozen(Node root, long size) {}

    /** Who may write to a node: the writes between two freezes of one tree. Known by identity. */
    static final class Owner {}

    /** A row to be loaded. */
    static final class Loaded<V> {
        final byte[] key;
        final V value;

        Loaded(byte[] key, V value) {
            this.key = key;
            this.value = value;
        }
    }

    Node root() {
        return root;
    }

    long size() {
        return size;
    }

    /** Nodes of this owner are of this tree alone and may be written to. */
    Owner owner() {
        return owner;
    }

    /** The rows as they are now, for ever. */
    Frozen freeze() {
        // The first write after a freeze replaces the root: as long as it is the same there was none.
        if (frozen.root != root) {
            frozen = new Frozen(root, size);
            owner = new Owner();
        }
        return frozen;
    }

    @SuppressWarnings("unchecked")
    @Nullable V get(byte[] key) {
        if (isLast(key)) {
            return (V) lastLeaf.item(lastAt);
        }
        Node leaf = root.leafFor(key);
        int at = leaf.rowAt(key);
        if (at < 0) {
            return null;
        }
        remember(key, leaf, at);
        return (V) leaf.item(at);
    }

    @SuppressWarnings("ReferenceEquality") // The same array is the same key; comparing the bytes is what a search does.
    private boolean isLast(byte[] key) {
        return key == lastKey && lastLeaf.owner == owner;
    }

    private void remember(byte[] key, Node leaf, int at) {
        lastKey = key;
        lastLeaf = leaf;
        lastAt = at;
    }

    /** @return the value before, or null when there was no such row */
    @Nullable V put(byte[] key, V value) {
        if (isLast(key)) {
            return replace(value);
        }
        root = root.ownedBy(owner);
        if (root.isFull()) {
            Node taller = new Node(owner, root.level + 1);
            taller.insert(0, root.keys[0], root);
            taller.splitChild(0);
            root = taller;
        }
        Node node = root;
        while (!node.isLeaf()) {
            int index = node.childFor(key);
            Node child = node.ownChild(index);
            if (child.isFull()) {
                node.splitChild(index);
                child = node.child(node.childFor(key));
            }
            node = child;
        }
        int at = node.rowAt(key);
        if (at >= 0) {
            remember(key, node, at);
            return replace(value);
        }
        lastKey = null;
        node.insert(-1 - at, key, value);
        size++;
        return null;
    }

    /** Of the row that was looked at last. @return its value before */
    @SuppressWarnings("unchecked")
    private V replace(V value) {
        V before = (V) lastLeaf.item(lastAt);
        lastLeaf.items[lastAt] = value;
        return before;
    }

    /** @return the value before, or null when there was no such row */
    @Nullable V remove(byte[] key) {
        V before = get(key);
        if (before == null) {
            return null;
        }
        lastKey = null;
        root = root.ownedBy(owner);
        Node node = root;
        while (!node.isLeaf()) {
            node = node.ownChild(node.refillChild(node.childFor(key), key));
        }
        node.delete(node.rowAt(key));
        size--;
        if (!root.isLeaf() && root.count == 1) {
            root = root.child(0);
        }
        return before;
    }

    /**
     * Replaces all rows.
     *
     * @param rows in strictly ascending order of their keys
     */
    void load(List<Loaded<V>> rows) {
        lastKey = null;
        List<Node> nodes = new ArrayList<>();
        Spread leaves = Spread.of(rows.size());
        for (int i = 0; i < leaves.nodes; i++) {
            Node leaf = new Node(owner, 0);
            for (int at = leaves.start(i); at < leaves.start(i + 1); at++) {
                Loaded<V> row = rows.get(at);
                leaf.insert(leaf.count, row.key, row.value);
            }
            leaf.reindex();
            nodes.add(leaf);
        }
        while (nodes.size() > 1) {
            nodes = parents(nodes);
        }
        root = nodes.getFirst();
        size = rows.size();
    }

    private List<Node> parents(List<Node> children) {
        List<Node> parents = new ArrayList<>();
        Spread spread = Spread.of(children.size());
        for (int i = 0; i < spread.nodes; i++) {
            Node parent = new Node(owner, children.getFirst().level + 1);
            for (int at = spread.start(i); at < spread.start(i + 1); at++) {
                parent.insert(parent.count, children.get(at).keys[0], children.get(at));
            }
            parent.reindex();
            parents.add(parent);
        }
        return parents;
    }

    /** How items are dealt out to nodes, evenly, so that none is filled too little. At least one node. */
    private record Spread(int items, int nodes) {
        static Spread of(int items) {
            return new Spread(items, Math.max(1, Math.ceilDiv(items, LOAD_FILL)));
        }

        /** The first item of a node; rounds down. */
        int start(int node) {
            return (int) ((long) items * node / nodes);
        }
    }
}

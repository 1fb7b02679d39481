package org.allmende.gateway.etcd.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.allmende.coordination.KeyRange;
import org.allmende.ledger.encoding.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Who is interested in a key, found without looking at the others: who wants one key alone by that key, who wants a range
 * in a treap of ranges by their beginnings, in which every node knows the furthest end below it. Not for several threads.
 *
 * @param <T> who is interested; told apart by {@code equals}
 */
final class RangeIndex<T> {
    private final Map<Bytes, Set<T>> singles = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom();
    private @Nullable Node<T> root;
    private int size;

    private static final class Node<T> {
        final KeyRange range;
        final long priority;
        final Set<T> interested = new LinkedHashSet<>();

        /** The furthest end of this node and those below it; null: some have none. */
        @Nullable Bytes furthest;

        @Nullable Node<T> left;
        @Nullable Node<T> right;

        Node(KeyRange range, long priority) {
            this.range = range;
            this.priority = priority;
            this.furthest = end(range);
        }

        void update() {
            furthest = end(range);
            furthest = left == null ? furthest : further(furthest, left.furthest);
            furthest = right == null ? furthest : further(furthest, right.furthest);
        }
    }

    private record Pair<T>(@Nullable Node<T> left, @Nullable Node<T> right) {}

    private static @Nullable Bytes end(KeyRange range) {
        return range.end().orElse(null);
    }

    private static @Nullable Bytes further(@Nullable Bytes one, @Nullable Bytes other) {
        return one == null || other == null ? null : one.compareTo(other) >= 0 ? one : other;
    }

    int size() {
        return size;
    }

    void add(KeyRange range, T interested) {
        boolean added;
        if (range.rangeEnd().isEmpty()) {
            added = singles.computeIfAbsent(range.key(), _ -> new LinkedHashSet<>()).add(interested);
        } else {
            Node<T> node = find(range);
            if (node == null) {
                node = new Node<>(range, random.nextLong());
                root = insert(root, node);
            }
            added = node.interested.add(interested);
        }
        size += added ? 1 : 0;
    }

    void remove(KeyRange range, T interested) {
        boolean removed = range.rangeEnd().isEmpty() ? removeSingle(range, interested) : removeRange(range, interested);
        size -= removed ? 1 : 0;
    }

    private boolean removeSingle(KeyRange range, T interested) {
        Set<T> there = singles.get(range.key());
        if (there == null || !there.remove(interested)) {
            return false;
        }
        if (there.isEmpty()) {
            singles.remove(range.key());
        }
        return true;
    }

    private boolean removeRange(KeyRange range, T interested) {
        Node<T> node = find(range);
        if (node == null || !node.interested.remove(interested)) {
            return false;
        }
        if (node.interested.isEmpty()) {
            root = remove(root, range);
        }
        return true;
    }

    /** Everybody, in no order to rely on. */
    List<T> all() {
        List<T> all = new ArrayList<>();
        singles.values().forEach(all::addAll);
        collect(root, all);
        return all;
    }

    private static <T> void collect(@Nullable Node<T> node, List<T> into) {
        if (node != null) {
            collect(node.left, into);
            into.addAll(node.interested);
            collect(node.right, into);
        }
    }

    /** Everybody whose range holds this key, each once, in no order to rely on. */
    void interestedIn(Bytes key, Consumer<T> visitor) {
        singles.getOrDefault(key, Set.of()).forEach(visitor);
        visit(root, key, visitor);
    }

    private static <T> void visit(@Nullable Node<T> node, Bytes key, Consumer<T> visitor) {
        if (node == null || node.furthest != null && node.furthest.compareTo(key) <= 0) {
            return;
        }
        visit(node.left, key, visitor);
        if (node.range.key().compareTo(key) <= 0) {
            Bytes end = end(node.range);
            if (end == null || end.compareTo(key) > 0) {
                node.interested.forEach(visitor);
            }
            visit(node.right, key, visitor);
        }
    }

    private static int compare(KeyRange one, KeyRange other) {
        int byKey = one.key().compareTo(other.key());
        return byKey != 0 ? byKey : one.rangeEnd().compareTo(other.rangeEnd());
    }

    private @Nullable Node<T> find(KeyRange range) {
        Node<T> node = root;
        while (node != null && !node.range.equals(range)) {
            node = compare(range, node.range) < 0 ? node.left : node.right;
        }
        return node;
    }

    private static <T> Node<T> insert(@Nullable Node<T> into, Node<T> node) {
        if (into == null) {
            return node;
        }
        if (node.priority > into.priority) {
            Pair<T> halves = split(into, node.range);
            node.left = halves.left();
            node.right = halves.right();
            node.update();
            return node;
        }
        if (compare(node.range, into.range) < 0) {
            into.left = insert(into.left, node);
        } else {
            into.right = insert(into.right, node);
        }
        into.update();
        return into;
    }

    /** What is before this range, and what is after it. */
    private static <T> Pair<T> split(@Nullable Node<T> node, KeyRange at) {
        if (node == null) {
            return new Pair<>(null, null);
        }
        if (compare(node.range, at) < 0) {
            Pair<T> halves = split(node.right, at);
            node.right = halves.left();
            node.update();
            return new Pair<>(node, halves.right());
        }
        Pair<T> halves = split(node.left, at);
        node.left = halves.right();
        node.update();
        return new Pair<>(halves.left(), node);
    }

    private static <T> @Nullable Node<T> remove(@Nullable Node<T> from, KeyRange range) {
        if (from == null) {
            return null;
        }
        int place = compare(range, from.range);
        if (place == 0) {
            return join(from.left, from.right);
        }
        if (place < 0) {
            from.left = remove(from.left, range);
        } else {
            from.right = remove(from.right, range);
        }
        from.update();
        return from;
    }

    private static <T> @Nullable Node<T> join(@Nullable Node<T> left, @Nullable Node<T> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        if (left.priority > right.priority) {
            left.right = join(left.right, right);
            left.update();
            return left;
        }
        right.left = join(left, right.left);
        right.update();
        return right;
    }
}

package org.allmende.ledger.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks what must hold of every tree between two writes, whatever was done to it. */
final class TreeCheck {
    private final Tree.Owner present;
    private long rows;

    private TreeCheck(Tree.Owner present) {
        this.present = present;
    }

    /** @param present owner of the nodes that may be written to */
    static void check(Node root, long size, Tree.Owner present) {
        TreeCheck check = new TreeCheck(present);
        if (!root.isLeaf()) {
            assertThat(root.count).as("children of a root that is not a leaf").isGreaterThanOrEqualTo(2);
        }
        check.node(root, null, null, null);
        assertThat(check.rows).as("rows counted").isEqualTo(size);
        assertThat((double) root.level)
                .as("levels of a tree of " + size + " rows")
                .isLessThanOrEqualTo(levelsMax(size));
    }

    /** With two children of the root, and below it every node as empty as it may be. */
    private static double levelsMax(long size) {
        return Math.max(0, 1 + Math.log(size / 2.0) / Math.log(Node.FILL_MIN));
    }

    private void node(Node node, @Nullable Node parent, byte @Nullable [] from, byte @Nullable [] to) {
        if (parent != null) {
            assertThat(node.level).as("level below " + parent.level).isEqualTo(parent.level - 1);
            assertThat(node.count).as("items").isBetween(Node.FILL_MIN, Node.CAPACITY);
            if (parent.owner != present) {
                assertThat(node.owner).as("owner of a node below one that is shared").isNotSameAs(present);
            }
        }
        for (int i = node.count; i < Node.CAPACITY; i++) {
            assertThat(node.keys[i]).as("key beyond the last").isNull();
            assertThat(node.items[i]).as("item beyond the last").isNull();
        }
        index(node);
        for (int i = node.isLeaf() ? 1 : 2; i < node.count; i++) {
            assertThat(compare(node.keys[i - 1], node.keys[i])).as("order of neighbours").isNegative();
        }
        if (node.isLeaf()) {
            rows += node.count;
            for (int i = 0; i < node.count; i++) {
                assertThat(from == null || compare(from, node.keys[i]) <= 0).as("not below the separator").isTrue();
                assertThat(to == null || compare(node.keys[i], to) < 0).as("below the next separator").isTrue();
            }
            return;
        }
        if (from != null) {
            assertThat(node.keys[0]).as("a branch's own separator").isEqualTo(from);
        }
        for (int i = 0; i < node.count; i++) {
            node(node.child(i), node, i == 0 ? from : node.keys[i], i + 1 < node.count ? node.keys[i + 1] : to);
        }
    }

    private static void index(Node node) {
        for (int i = node.isLeaf() ? 0 : 1; i < node.count; i++) {
            byte[] key = node.keys[i];
            byte[] last = node.keys[node.count - 1];
            assertThat(Arrays.equals(key, 0, node.shared, last, 0, node.shared)).as("shared beginning").isTrue();
            assertThat(node.heads[i]).as("head of a key").isEqualTo(Node.head(key, node.shared));
        }
    }

    private static int compare(byte[] left, byte[] right) {
        return Arrays.compareUnsigned(left, right);
    }
}

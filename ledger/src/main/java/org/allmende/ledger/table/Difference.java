package org.allmende.ledger.table;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two states of a tree. Subtrees that both share are passed over without a look, so the cost
 * follows what was written between them, not the size of the table.
 */
final class Difference {
    private final Walk before;
    private final Walk after;

    private Difference(Node before, Node after) {
        this.before = new Walk(before);
        this.after = new Walk(after);
    }

    /** Receives rows that differ. */
    interface Visitor {
        /** @param after the value now, which is not equal to the one before; null: the row is gone */
        void differs(byte[] key, @Nullable Object after);
    }

    /** Visits every row whose value is not equal in both, once, in the order of the keys. */
    static void between(Node before, Node after, Visitor visitor) {
        if (before != after) {
            new Difference(before, after).walk(visitor);
        }
    }

    private void walk(Visitor visitor) {
        while (!before.isOver() && !after.isOver()) {
            if (Walk.passShared(before, after)) {
                continue;
            }
            int levels = before.level() - after.level();
            if (levels > 0) {
                before.enter();
            } else if (levels < 0) {
                after.enter();
            } else if (before.atRow()) {
                meetRows(visitor);
            } else {
                before.enter();
                after.enter();
            }
        }
        while (!before.isOver()) {
            rest(before, () -> visitor.differs(before.key(), null));
        }
        while (!after.isOver()) {
            rest(after, () -> visitor.differs(after.key(), after.item()));
        }
    }

    @SuppressWarnings("ReferenceEquality") // A row written anew keeps its key's array: then there is nothing to compare.
    private void meetRows(Visitor visitor) {
        byte[] key = after.key();
        int order = before.key() == key ? 0 : Arrays.compareUnsigned(before.key(), key);
        if (order < 0) {
            visitor.differs(before.key(), null);
            before.pass(1);
        } else if (order > 0) {
            visitor.differs(key, after.item());
            after.pass(1);
        } else {
            if (!before.item().equals(after.item())) {
                visitor.differs(key, after.item());
            }
            before.pass(1);
            after.pass(1);
        }
    }

    private static void rest(Walk walk, Runnable row) {
        if (walk.atRow()) {
            row.run();
            walk.pass(1);
        } else {
            walk.enter();
        }
    }

    /** A way through a tree in the order of the keys that stands before an item: a row, or a subtree as a whole. */
    private static final class Walk {
        private static final class Place {
            final Node node;
            int index;

            Place(Node node) {
                this.node = node;
            }
        }

        private final Deque<Place> above = new ArrayDeque<>();
        private @Nullable Place place;

        Walk(Node root) {
            place = root.count == 0 ? null : new Place(root);
        }

        boolean isOver() {
            return place == null;
        }

        /** Of the node whose item this stands before. */
        int level() {
            return here().node.level;
        }

        boolean atRow() {
            return level() == 0;
        }

        byte[] key() {
            return here().node.keys[here().index];
        }

        Object item() {
            return here().node.item(here().index);
        }

        /**
         * Passes the items from here on that are one and the same object under the same key on both ways.
         *
         * @return whether there was one
         */
        @SuppressWarnings("ReferenceEquality")
        static boolean passShared(Walk left, Walk right) {
            Place one = left.here();
            Place other = right.here();
            int most = Math.min(one.node.count - one.index, other.node.count - other.index);
            int shared = 0;
            while (shared < most
                    && one.node.items[one.index + shared] == other.node.items[other.index + shared]
                    && one.node.keys[one.index + shared] == other.node.keys[other.index + shared]) {
                shared++;
            }
            left.pass(shared);
            right.pass(shared);
            return shared > 0;
        }

        /** From before a subtree to before its first item. */
        void enter() {
            above.push(here());
            place = new Place((Node) item());
        }

        /** Passes that many items of this node, to before the next one, in this node or above. */
        void pass(int items) {
            Place next = here();
            next.index += items;
            while (next != null && next.index == next.node.count) {
                next = above.poll();
                if (next != null) {
                    next.index++;
                }
            }
            place = next;
        }

        private Place here() {
            if (place == null) {
                throw new IllegalStateException("the walk is over");
            }
            return place;
        }
    }
}

package org.allmende.gateway.etcd.snapshot;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
import org.allmende.ledger.encoding.Bytes;

/**
 * Goes over the entries of one tree by their keys, and checks on the way what bbolt checks: that keys ascend, that none
 * lies before what the branch above it says, and that no page is met twice.
 */
final class BoltCursor {
    private final BoltFile bolt;
    private final BitSet seen;
    private final Deque<Step> path = new ArrayDeque<>();
    private Bytes last = Bytes.EMPTY;

    /** Over nothing. */
    BoltCursor(BoltFile bolt, BitSet seen) {
        this.bolt = bolt;
        this.seen = seen;
    }

    /** @param seen pages read so far, and from now on those read by this one */
    BoltCursor(BoltFile bolt, BitSet seen, long root) throws IOException {
        this(bolt, seen);
        path.addLast(new Step(bolt.page(root, seen)));
    }

    /** Over a tree of one page, which is no page of the file. */
    BoltCursor(BoltFile bolt, BitSet seen, BoltPage page) {
        this(bolt, seen);
        path.addLast(new Step(page));
    }

    /** The next entry, or empty when there are no more. */
    Optional<BoltEntry> next() throws IOException {
        while (!path.isEmpty()) {
            Step step = path.getLast();
            if (step.index == step.page.count()) {
                path.removeLast();
            } else if (step.page.isLeaf()) {
                BoltEntry entry = step.page.entry(step.index++);
                checkAscends(entry.key());
                last = entry.key();
                return Optional.of(entry);
            } else {
                descend(step.page, step.index++);
            }
        }
        return Optional.empty();
    }

    private void descend(BoltPage branch, int index) throws IOException {
        if (path.size() == SnapshotLimits.DEPTH_MAX) {
            throw SnapshotException.damaged(
                    bolt.file(), "a tree in it is more than " + SnapshotLimits.DEPTH_MAX + " pages deep");
        }
        Bytes floor = branch.key(index);
        checkAscends(floor);
        BoltPage below = bolt.page(branch.child(index), seen);
        if (below.count() > 0 && below.key(0).compareTo(floor) < 0) {
            throw SnapshotException.damaged(
                    bolt.file(), "page " + branch.child(index) + " has keys before those it should have");
        }
        path.addLast(new Step(below));
    }

    /** What comes before all keys below a branch's element comes before the element too. */
    private void checkAscends(Bytes key) throws SnapshotException {
        if (key.compareTo(last) <= 0) {
            throw SnapshotException.damaged(bolt.file(), "its keys are not in their order, at " + key);
        }
    }

    private static final class Step {
        private final BoltPage page;
        private int index;

        private Step(BoltPage page) {
            this.page = page;
        }
    }
}

package org.allmende.gateway.etcd.watch;

import java.util.ArrayList;
import java.util.List;
import org.allmende.coordination.KeyEvent;
import org.allmende.coordination.KeyRange;

/** One watcher of one recipient. Its state is guarded by the {@link Watchers} it is among. */
final class Watcher {
    /**
     * What it asked for.
     *
     * @param prevKv whether events say what was before
     * @param fragment whether they may be split
     */
    record Wish(KeyRange range, boolean noPut, boolean noDelete, boolean prevKv, boolean progress, boolean fragment) {
        boolean wants(KeyEvent event) {
            return switch (event.kind()) {
                case PUT -> !noPut;
                case DELETE -> !noDelete;
            };
        }
    }

    private final Recipient stream;
    private final long id;
    private final Wish wish;
    private final long startRevision;

    /** Everything it wants below this revision has been sent. */
    long nextRevision;

    /** Whether it is told of new revisions as they come; otherwise it reads what it missed. */
    boolean synced;

    /** Whether it has been sent anything since it was last told how far it is. */
    boolean sentSinceProgress;

    /** @param startRevision the one it asked for; 0: it begins now */
    Watcher(Recipient stream, long id, Wish wish, long startRevision, long nextRevision) {
        this.stream = stream;
        this.id = id;
        this.wish = wish;
        this.startRevision = startRevision;
        this.nextRevision = nextRevision;
    }

    Recipient stream() {
        return stream;
    }

    long id() {
        return id;
    }

    Wish wish() {
        return wish;
    }

    /** Whether it waits for a later revision than this one: told that it is at this one, it might go on from there. */
    boolean isBeforeStart(long revision) {
        return startRevision > revision;
    }

    List<KeyEvent> wanted(List<KeyEvent> events) {
        List<KeyEvent> wanted = new ArrayList<>();
        for (KeyEvent event : events) {
            if (wish.wants(event)) {
                wanted.add(event);
            }
        }
        return wanted;
    }
}

package org.allmende.drills.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What one watcher asked for and was told, over all its connections.
 *
 * @param name of the watcher, for people
 * @param range which keys it watches
 * @param unwanted types of events it asked not to be told of
 * @param previous whether it asked for the pairs before the changes
 * @param startRevision the first revision it is to be told of, from 1; one that asked for none was told in the answer
 *     to its creation at which revision the store was, and begins after that
 * @param received in the order in which it came
 */
public record Watch(
        String name,
        Range range,
        Set<WatchEvent.Type> unwanted,
        boolean previous,
        long startRevision,
        List<Received> received) {
    /** Something that happened to a watcher. */
    public sealed interface Received {
        /**
         * A response with events.
         *
         * @param revision of its header; 0: not told
         * @param continues whether it is a fragment, and the rest of the response comes with the next
         */
        record Response(long revision, List<WatchEvent> events, boolean continues) implements Received {
            public Response {
                events = List.copyOf(events);
            }
        }

        /**
         * A response without events: all up to a revision has been told.
         *
         * @param revision of its header
         */
        record Progress(long revision) implements Received {}

        /**
         * The connection was lost, and the watch created again, at this or another node.
         *
         * @param fromRevision that it asked to go on from: one after the last it was told of
         */
        record Reconnected(long fromRevision) implements Received {}
    }

    /**
     * Keys in etcd's notation, in the order of their UTF-8 bytes.
     *
     * @param key the first
     * @param end the first that is no longer in it; empty: {@code key} alone; one zero character: all from {@code key}
     */
    public record Range(String key, String end) {
        boolean contains(String candidate) {
            if (end.isEmpty()) {
                return candidate.equals(key);
            }
            return compare(candidate, key) >= 0 && (end.equals("\0") || compare(candidate, end) < 0);
        }

        private static int compare(String one, String other) {
            return Arrays.compareUnsigned(
                    one.getBytes(StandardCharsets.UTF_8),
                    other.getBytes(StandardCharsets.UTF_8));
        }
    }

    public Watch {
        unwanted = Set.copyOf(unwanted);
        received = List.copyOf(received);
        if (startRevision < 1) {
            throw new IllegalArgumentException("a watch from revision " + startRevision
                    + "; give the revision of the answer to its creation, plus one");
        }
    }

    boolean isAbout(WatchEvent event) {
        return range.contains(event.key()) && !unwanted.contains(event.type());
    }
}

package org.allmende.drills.history;

import java.util.Optional;

/**
 * A change of one key, as a watcher was told of it, or as the history of the store has it.
 *
 * @param pair after the change; of a delete only key and revision are looked at
 * @param previous before the change; none: there was nothing, or it was not told
 */
public record WatchEvent(Type type, Pair pair, Optional<Pair> previous) {
    public enum Type {
        PUT,
        DELETE
    }

    /**
     * A key as of a revision.
     *
     * @param modRevision when it was last changed, from 1
     * @param createRevision when it was last created
     * @param version how often it was put since
     */
    public record Pair(String key, String value, long modRevision, long createRevision, long version) {}

    public WatchEvent {
        if (pair.modRevision() < 1) {
            throw new IllegalArgumentException("an event of " + pair + "; revisions begin at 1");
        }
    }

    public static WatchEvent put(String key, String value, long modRevision, long createRevision, long version) {
        return new WatchEvent(
                Type.PUT, new Pair(key, value, modRevision, createRevision, version), Optional.empty());
    }

    public static WatchEvent delete(String key, long modRevision) {
        return new WatchEvent(Type.DELETE, new Pair(key, "", modRevision, 0, 0), Optional.empty());
    }

    public WatchEvent after(Pair previous) {
        return new WatchEvent(type, pair, Optional.of(previous));
    }

    String key() {
        return pair.key();
    }

    long revision() {
        return pair.modRevision();
    }

    /** Whether it tells the same of the key after the change. */
    boolean isSame(WatchEvent other) {
        return type == other.type
                && switch (type) {
                    case PUT -> pair.equals(other.pair);
                    case DELETE -> key().equals(other.key()) && revision() == other.revision();
                };
    }

    /** For people. */
    @Override
    public String toString() {
        String before = previous.map(each -> " after " + text(each)).orElse("");
        return switch (type) {
            case PUT -> "put " + Words.quoted(key()) + " " + text(pair) + before;
            case DELETE -> "delete " + Words.quoted(key()) + " modified " + revision() + before;
        };
    }

    private static String text(Pair pair) {
        return Words.quoted(pair.value()) + " modified " + pair.modRevision() + " created " + pair.createRevision()
                + " version " + pair.version();
    }
}

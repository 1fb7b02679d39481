package org.allmende.drills.history;

/**
 * A promise to a watcher that was not kept.
 *
 * @param watch the watcher's name
 * @param place which of the things it received, from 1
 * @param text what is wrong, for people
 */
public record WatchBreach(WatchGuarantee guarantee, String watch, int place, String text) {
    @Override
    public String toString() {
        return guarantee + " broken to watcher " + watch + " at its message " + place + ": " + text;
    }
}

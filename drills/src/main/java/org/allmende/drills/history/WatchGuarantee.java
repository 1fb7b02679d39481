package org.allmende.drills.history;

/** What etcd promises to watchers, by its own names, and what goes without saying. */
public enum WatchGuarantee {
    /** Revisions of events never decrease, nor do those of the responses of one connection. */
    ORDERED,
    /** No event is told twice. */
    UNIQUE,
    /** All events of a revision that the watcher asked for are in one response, or in the fragments of one. */
    ATOMIC,
    /** No event is missing between the start and the last revision that the watcher was told of. */
    RELIABLE,
    /** A watch that goes on after a lost connection loses nothing, and is told nothing again. */
    RESUMABLE,
    /** After a progress notification at a revision no event up to it comes, and none before is missing. */
    BOOKMARKABLE,
    /** The pair before a change is told, if the watcher asked for it, and as it was. */
    PREVIOUS,
    /** Each event is a change that happened, as it happened. */
    TRUE,
    /** Each event is of a key and a type that the watcher asked for, and not before its start. */
    ASKED
}

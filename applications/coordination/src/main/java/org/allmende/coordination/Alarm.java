package org.allmende.coordination;

import org.allmende.ledger.encoding.Tag;

/**
 * Something is wrong with a keyspace, and stays said until somebody takes it back, as in etcd.
 *
 * @param kind what
 * @param member who says so, by etcd's number of a member; whoever raises it may name any
 */
public record Alarm(Kind kind, long member) {
    /** What there is, in etcd's numbers. */
    public enum Kind {
        /** Nothing in particular; it stops nothing. */
        @Tag(0)
        NONE,
        /** There was no room for something: nothing is put, and no lease granted. */
        @Tag(1)
        NO_SPACE,
        /** Members are said to differ: nothing is changed at all, but for renewals and what ends by itself. */
        @Tag(2)
        CORRUPT
    }
}

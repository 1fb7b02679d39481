package org.allmende.drills.history;

import java.util.List;

/** What a client was told of its call when it succeeded. */
public sealed interface Answer {
    /**
     * Of a transaction.
     *
     * @param succeeded whether all comparisons held
     * @param revision the store's, right after it; 0: not told
     * @param readings one for each action that was done, in order
     */
    record Transacted(boolean succeeded, long revision, List<Reading> readings) implements Answer {
        public Transacted {
            readings = List.copyOf(readings);
            notNegative("a revision", revision);
        }
    }

    /**
     * Of an acquire: the lock is the session's.
     *
     * @param fence greater than all that were given before to others; 0: not told
     */
    record Acquired(long fence) implements Answer {
        public Acquired {
            notNegative("a fence", fence);
        }
    }

    /** Of a release. */
    record Released() implements Answer {}

    /** What an answer tells of a key: how it was right before the action. */
    sealed interface Reading {
        /** Nothing, as of a put that was not asked for the pair before it. */
        record Untold() implements Reading {}

        /** It was not there. */
        record Absent() implements Reading {}

        /** It was there, with whatever value: as of a delete that tells how many it deleted. */
        record Existed() implements Reading {}

        /**
         * It was there.
         *
         * @param modRevision when it was last changed; 0: not told
         * @param version how often it was put since it was created; 0: not told
         */
        record Found(String value, long modRevision, long version) implements Reading {
            public Found {
                notNegative("a revision", modRevision);
                notNegative("a version", version);
            }
        }

        Reading UNTOLD = new Untold();
        Reading ABSENT = new Absent();
        Reading EXISTED = new Existed();

        /** With nothing told but the value. */
        static Reading found(String value) {
            return new Found(value, 0, 0);
        }
    }

    /** All comparisons held, or there were none. */
    static Transacted done(long revision, Reading... readings) {
        return new Transacted(true, revision, List.of(readings));
    }

    /** A comparison did not hold. */
    static Transacted refused(long revision, Reading... readings) {
        return new Transacted(false, revision, List.of(readings));
    }

    private static void notNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " of " + value + "; one that was not told is 0");
        }
    }
}

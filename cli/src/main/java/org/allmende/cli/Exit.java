package org.allmende.cli;

/** What the exit code of a verb means; the same for all verbs. */
final class Exit {
    /** Done. */
    static final int OK = 0;

    /**
     * Refused, by the network, by this command or by this machine (a file that cannot be used), or the verdict of a
     * drill is that it failed.
     */
    static final int REFUSED = 1;

    /** Not understood: a verb, an option or an input of a wrong form. Nothing was tried. */
    static final int USAGE = 2;

    /** No node could be reached, or it is not known what became of the request: it may have happened or not. */
    static final int UNKNOWN = 3;

    /** A bug in this command. */
    static final int BUG = 70;

    private Exit() {}
}

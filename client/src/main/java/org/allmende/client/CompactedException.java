package org.allmende.client;

import java.io.IOException;

/** What a watch asks for was given up: read the keys anew, and watch from the revision after that of the answer. */
public final class CompactedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long compactRevision;

    CompactedException(long compactRevision) {
        super("the changes before revision " + compactRevision
                + " were given up: read the keys anew and watch from there, or from " + compactRevision);
        this.compactRevision = compactRevision;
    }

    /** The first revision still held. */
    public long compactRevision() {
        return compactRevision;
    }
}

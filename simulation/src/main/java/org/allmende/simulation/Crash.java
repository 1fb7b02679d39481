package org.allmende.simulation;

/** The process of a node ends here and now: whatever it was doing stays half done. */
final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final Happening where;

    Crash(Happening where) {
        super(where.name(), null, false, false);
        this.where = where;
    }
}

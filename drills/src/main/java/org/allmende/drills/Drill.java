package org.allmende.drills;

/** One scripted fault on a network of its own, and what is demanded of the network meanwhile. */
public interface Drill {
    /** What people type: lower-case letters and hyphens. */
    String name();

    /** One line: what is done to the network, and what is demanded. */
    String description();

    /**
     * Starts a network, does the harm, judges, and stops everything it started, whatever happens.
     *
     * @throws Exception when the drill itself could not be carried out: no verdict
     */
    Verdict run(DrillContext context) throws Exception;
}

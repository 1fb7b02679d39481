/**
 * A whole network in one thread from one seed: the real ledger on every node, over an order, disks, wires and clocks
 * that fail as the seed says, watched by an auditor with rules of its own. Promises that a seed always gives the same
 * run, event for event, and that the first thing that is not as it should be ends it with what happened last. Must
 * know nothing but the ledger: an application brings its own {@link org.allmende.simulation.Expectation}.
 */
@NullMarked
package org.allmende.simulation;

import org.jspecify.annotations.NullMarked;

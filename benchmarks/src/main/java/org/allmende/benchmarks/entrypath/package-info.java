/**
 * What it costs to keep the ledger's rows in the engine: four processes, a million rows, three layouts.
 * Promises that a run is one command and leaves one file of figures, with the machine, its load and the commit.
 * Must not know applications: its state machine is made of arithmetic, so that what is measured is the engine.
 */
@NullMarked
package org.allmende.benchmarks.entrypath;

import org.jspecify.annotations.NullMarked;

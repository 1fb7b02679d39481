/**
 * Judges of what clients saw while much went wrong: histories of operations (linearizable or not), streams of watches,
 * lives of leases. Promises that nothing is accepted that was not explored to its end: what takes too long is called
 * undecided. Must not know how a history came about: it is given data, and asks no clock and no process.
 */
@NullMarked
package org.allmende.drills.history;

import org.jspecify.annotations.NullMarked;

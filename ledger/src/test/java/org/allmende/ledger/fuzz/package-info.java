/**
 * Decoders against bytes that nobody meant, for every module that has types which travel or are stored: any values
 * of a type, what can happen to their encodings, and what must hold of each. Promises that a failure prints the
 * command that replays it. Knows types only by reflection.
 */
@NullMarked
package org.allmende.ledger.fuzz;

import org.jspecify.annotations.NullMarked;

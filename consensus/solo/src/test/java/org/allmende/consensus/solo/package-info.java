/**
 * What the engine of one process promises, case by case, over a state machine small enough to see through. Promises
 * that a failure says at which byte or round. Knows no ledger.
 */
@NullMarked
package org.allmende.consensus.solo;

import org.jspecify.annotations.NullMarked;

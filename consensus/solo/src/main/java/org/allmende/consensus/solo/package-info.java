/**
 * The engine of one process: an fsynced log of rounds and checkpoints of the rows. Promises that a round is on disk
 * before it is applied, and that a start goes on exactly where the last one ended or refuses with what to do. Must
 * not know applications, nor what the rows and transactions mean.
 */
@NullMarked
package org.allmende.consensus.solo;

import org.jspecify.annotations.NullMarked;

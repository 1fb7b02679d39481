/**
 * Checkpoints: the whole state at one height, what the nodes say of it, and the file it is carried in. Promises that
 * who reads such a file knows that nodes with more than two thirds of all weight have vouched for every byte of it.
 * Must not know where files lie, or who carries them.
 */
@NullMarked
package org.allmende.ledger.checkpoint;

import org.jspecify.annotations.NullMarked;

/** What is asked of checkpoints. */
@NullMarked
package org.allmende.ledger.checkpoint;

import org.jspecify.annotations.NullMarked;

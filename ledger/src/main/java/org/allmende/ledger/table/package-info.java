/**
 * State: typed, ordered, persistent tables with a journal per group, the changed rows per round, and views. Promises
 * that a view costs nothing to take and never changes, and that a rolled-back group leaves no trace. Knows nothing of
 * what the rows mean.
 */
@NullMarked
package org.allmende.ledger.table;

import org.jspecify.annotations.NullMarked;

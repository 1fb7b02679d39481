/**
 * How the ledger meets whatever brings nodes to one order. Promises that no word of a particular engine crosses it.
 * Must not know applications.
 */
@NullMarked
package org.allmende.ledger.consensus;

import org.jspecify.annotations.NullMarked;

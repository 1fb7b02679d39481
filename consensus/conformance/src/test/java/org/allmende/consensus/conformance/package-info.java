/**
 * What the ledger may rely on in whatever brings nodes to one order, as scenarios on real processes. Promises that every
 * engine is held to the same words, and that what an engine cannot show is said. Must not know an engine but in the one
 * class that starts its nodes.
 */
@NullMarked
package org.allmende.consensus.conformance;

import org.jspecify.annotations.NullMarked;

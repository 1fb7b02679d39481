/**
 * What the hashgraph engine promises, by tables of its parts and by real processes that are killed. Promises to end
 * every process it starts. Must not know applications: a state machine that counts stands in for the ledger.
 */
@NullMarked
package org.allmende.consensus.hashgraph;

import org.jspecify.annotations.NullMarked;

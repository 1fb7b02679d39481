/**
 * The deterministic core that every node computes alike: rounds in, outcomes, events and changed rows out. Promises
 * that the same rounds give the same state on every node, and that a view is never half a round. Must not know
 * engines, gateways, clocks, threads or files.
 */
@NullMarked
package org.allmende.ledger;

import org.jspecify.annotations.NullMarked;

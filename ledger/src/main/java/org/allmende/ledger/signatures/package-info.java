/**
 * Ed25519 by one library behind one class, so that every node, client and simulation accepts exactly the same
 * signatures. Promises the strict rule: small-order and non-canonical points are refused.
 */
@NullMarked
package org.allmende.ledger.signatures;

import org.jspecify.annotations.NullMarked;

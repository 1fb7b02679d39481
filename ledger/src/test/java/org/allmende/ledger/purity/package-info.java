/**
 * What the replicated core may not touch, as rules that a test of each such module checks. Promises that each rule
 * refuses what it is there to refuse. Knows no module by more than its packages' names.
 */
@NullMarked
package org.allmende.ledger.purity;

import org.jspecify.annotations.NullMarked;

/**
 * The ledger's specification as tests: rounds in, outcomes, events and rows out. Promises that every rule of time,
 * admission and rollback has a case here. Knows no engine.
 */
@NullMarked
package org.allmende.ledger;

import org.jspecify.annotations.NullMarked;

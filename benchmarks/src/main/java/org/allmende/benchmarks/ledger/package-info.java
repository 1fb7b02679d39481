/**
 * What the ledger alone costs on one core, by JMH: applying transfers, encoding and decoding, verifying signatures; and
 * what a scan and a checkpoint cost the rounds beside them. Promises figures with their command. Must not know engines.
 */
@NullMarked
package org.allmende.benchmarks.ledger;

import org.jspecify.annotations.NullMarked;

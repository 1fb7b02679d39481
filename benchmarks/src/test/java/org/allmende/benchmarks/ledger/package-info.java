/**
 * What benchmarks of rounds beside something rest on: how a delay is judged, and the names of their figures. The
 * benchmarks themselves run from the command line.
 */
@NullMarked
package org.allmende.benchmarks.ledger;

import org.jspecify.annotations.NullMarked;

/**
 * Tests over seeds, for every module: {@link org.allmende.ledger.seeds.Seeds} on a method runs it once for each seed, and
 * {@link org.allmende.ledger.seeds.Search} runs seeds until all was met that is looked for.
 * Promises that a seed always gives the same run, and that a failure prints the command that replays it. Knows
 * nothing of what is tested.
 */
@NullMarked
package org.allmende.ledger.seeds;

import org.jspecify.annotations.NullMarked;

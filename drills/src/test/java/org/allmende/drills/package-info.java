/**
 * What a drill's judgement rests on: gaps, quantiles, bars. Drills themselves run from the command line.
 */
@NullMarked
package org.allmende.drills;

import org.jspecify.annotations.NullMarked;

/**
 * The checkers of histories, held against tables of small ones, against everything tried out, and against true
 * executions with and without a planted fault.
 */
@NullMarked
package org.allmende.drills.history;

import org.jspecify.annotations.NullMarked;

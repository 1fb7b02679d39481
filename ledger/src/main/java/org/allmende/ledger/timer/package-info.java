/**
 * What is to happen at an agreed time: rows of a table, so that expiry is an ordinary ordered step. Promises that due
 * timers fire in order of time, application and name, each once. Must not know what they are for.
 */
@NullMarked
package org.allmende.ledger.timer;

import org.jspecify.annotations.NullMarked;

/**
 * The {@code allmende} command: starts and stops networks, and speaks to their nodes as any client does. Promises
 * plain errors that say what to try, one meaning per exit code, and that nothing is left half started. Must not know
 * how nodes agree.
 */
@NullMarked
package org.allmende.cli;

import org.jspecify.annotations.NullMarked;

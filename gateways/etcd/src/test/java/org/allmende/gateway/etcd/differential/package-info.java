/**
 * The gateway beside etcd itself: the same random steps on both, and every field of every answer compared, but for what
 * must differ. Promises that a difference is shown with the seed that replays it and the fewest steps that show it.
 * Knows both only as a client does.
 */
@NullMarked
package org.allmende.gateway.etcd.differential;

import org.jspecify.annotations.NullMarked;

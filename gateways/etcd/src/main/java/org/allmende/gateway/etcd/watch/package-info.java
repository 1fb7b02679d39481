/**
 * etcd's Watch service. Promises that a watcher sees every change it asked for, once, in the order of revisions, and those
 * of one revision together. Must not hold more for a slow client than it can read again.
 */
@NullMarked
package org.allmende.gateway.etcd.watch;

import org.jspecify.annotations.NullMarked;

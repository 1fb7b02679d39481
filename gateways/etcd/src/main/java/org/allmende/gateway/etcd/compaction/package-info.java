/**
 * Gives up the past of a keyspace by itself, as etcd's {@code --auto-compaction-*} do. Promises to give up nothing
 * that is to be kept by what it is set to. Must not know etcd's interface.
 */
@NullMarked
package org.allmende.gateway.etcd.compaction;

import org.jspecify.annotations.NullMarked;

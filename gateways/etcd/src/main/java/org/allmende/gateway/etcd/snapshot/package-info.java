/**
 * The file that {@code etcdctl snapshot save} writes, read and written by our own code: a bbolt database with its hash
 * behind it ({@code Bolt…} are its pages and trees), and in its buckets what an etcd holds.
 * Promises that a file that cannot be right is refused with what to do, in memory that does not grow with the file,
 * and that etcd 3.4 restores what is written here to the same revisions. Must not know whose data they are.
 */
@NullMarked
package org.allmende.gateway.etcd.snapshot;

import org.jspecify.annotations.NullMarked;

/** Locks and elections, asked by gRPC clients as etcd is, and compared with the original. */
@NullMarked
package org.allmende.gateway.etcd.lock;

import org.jspecify.annotations.NullMarked;

/** Clients of etcd, unchanged, and {@code allmende-etcd} in etcd's place. */
@NullMarked
package org.allmende.etcd.clients;

import org.jspecify.annotations.NullMarked;

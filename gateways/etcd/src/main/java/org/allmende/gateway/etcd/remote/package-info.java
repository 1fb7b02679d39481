/**
 * The keyspace behind a gateway of one's own, which asks several nodes and trusts none: {@link
 * org.allmende.gateway.etcd.store.Store} upon {@link org.allmende.client.VouchedClient}. Must not know etcd's interface.
 */
@NullMarked
package org.allmende.gateway.etcd.remote;

import org.jspecify.annotations.NullMarked;

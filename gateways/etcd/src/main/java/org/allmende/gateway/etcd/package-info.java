/**
 * etcd's v3 interface in front of one keyspace of the ledger. Promises that an unmodified etcd client cannot tell the
 * difference, except by what it survives. Must not know how nodes agree.
 */
@NullMarked
package org.allmende.gateway.etcd;

import org.jspecify.annotations.NullMarked;

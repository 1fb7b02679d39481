/**
 * Coordination in etcd's model: keyspaces of versioned keys, written by transactions, read at a revision, watched from
 * a revision. Promises etcd's own semantics in every keyspace, writes only by its owner, the accounts it names and its
 * delegates, and a history without gaps from the compacted revision on. Must not know gateways, protocols, clocks or
 * engines.
 *
 * <p>Everything a keyspace holds is in these tables (why so, and what a write costs: {@code docs/decisions/ADR-005}):
 *
 * <pre>
 * keyspaces  name                           -> number, owner, revision, compacted revision
 * writers    keyspace, account, prefix      -> since which height
 * versions   keyspace, key, revision, sub   -> value, create revision, version, lease; or a tombstone
 * history    keyspace, revision, sub        -> key
 * sweeps     keyspace                       -> how far the removal of compacted versions has come
 * leases     keyspace, lease                -> account, time to live, last renewal
 * leased     keyspace, lease, key           -> that the key is attached
 * auth       keyspace                       -> whether users are asked for, auth revision
 * users      keyspace, name                 -> hash of the password, roles
 * roles      keyspace, name                 -> permissions
 * space      keyspace                       -> bytes of its versions, quota, alarms
 * </pre>
 *
 * <p>The newest version of a key is what a reader sees; an older one is what a reader at an older revision sees;
 * {@code history} says in which order they came.
 */
@NullMarked
package org.allmende.coordination;

import org.jspecify.annotations.NullMarked;

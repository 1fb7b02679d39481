/**
 * The keyspace behind a gateway: changes that are ordered, and readings of one height. Promises that a change which was
 * answered is in every reading that begins afterwards. Must not know etcd's interface.
 */
@NullMarked
package org.allmende.gateway.etcd.store;

import org.jspecify.annotations.NullMarked;

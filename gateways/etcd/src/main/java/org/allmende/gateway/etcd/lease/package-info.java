/** etcd's Lease service. Promises that no keepalive is answered before the renewal it asked for was applied. */
@NullMarked
package org.allmende.gateway.etcd.lease;

import org.jspecify.annotations.NullMarked;

/**
 * Whether this gateway and its network are well, in the forms that etcd's own probes and gRPC's ask for. Promises
 * that it is found out when it is asked, or half a second before. Must not keep anything from working.
 */
@NullMarked
package org.allmende.gateway.etcd.health;

import org.jspecify.annotations.NullMarked;

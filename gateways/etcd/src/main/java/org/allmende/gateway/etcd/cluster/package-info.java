/** etcd's Cluster and Maintenance services: members, status, hashes. Promises nothing that only a leader could. */
@NullMarked
package org.allmende.gateway.etcd.cluster;

import org.jspecify.annotations.NullMarked;

/** PostgreSQL under Patroni, with the gateways of a network where etcd would be. */
@NullMarked
package org.allmende.drills.patroni;

import org.jspecify.annotations.NullMarked;

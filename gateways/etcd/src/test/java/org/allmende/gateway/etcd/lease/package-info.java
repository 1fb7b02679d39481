/** How keepalives become renewals. */
@NullMarked
package org.allmende.gateway.etcd.lease;

import org.jspecify.annotations.NullMarked;

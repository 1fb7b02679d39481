/** Probes of a store that does as the test wants. */
@NullMarked
package org.allmende.gateway.etcd.health;

import org.jspecify.annotations.NullMarked;

/** How changes travel together. */
@NullMarked
package org.allmende.gateway.etcd.store;

import org.jspecify.annotations.NullMarked;
